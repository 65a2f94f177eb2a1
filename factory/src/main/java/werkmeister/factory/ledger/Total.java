package werkmeister.factory.ledger;

import werkmeister.units.CpuTime;
import werkmeister.units.GpuTime;
import werkmeister.units.Money;

import java.util.Collection;

/** The sum of ledger entries. */
public record Total(CpuTime cpuTime, GpuTime gpuTime, Money cost) {
    public static final Total ZERO = new Total(CpuTime.ZERO, GpuTime.ZERO, Money.ZERO);

    public static Total of(Collection<LedgerEntry> entries) {
        return entries.stream().reduce(ZERO, Total::plus, Total::plus);
    }

    public Total plus(LedgerEntry entry) {
        return plus(new Total(entry.cpuTime(), entry.gpuTime(), entry.cost()));
    }

    public Total plus(Total other) {
        return new Total(
                cpuTime.plus(other.cpuTime), gpuTime.plus(other.gpuTime), cost.plus(other.cost));
    }
}
