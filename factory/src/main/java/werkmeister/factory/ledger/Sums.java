package werkmeister.factory.ledger;

import werkmeister.units.CpuTime;
import werkmeister.units.Energy;
import werkmeister.units.GpuTime;
import werkmeister.units.Money;

/**
 * What several attempts used and cost together.
 *
 * @param attempts that have ended
 * @param inQuota within what their tenants are owed
 * @param borrowed beyond it
 * @param unknown of entries that do not tell the two apart; of these what was lost, what stood
 *     still and their energy is not known, either, and counts nowhere
 * @param lost of inQuota and borrowed, what was done for nothing
 * @param reservedIdle beside all of these: GPUs that stood still for them until they started
 * @param energy at nameplate
 */
public record Sums(
        long attempts,
        CpuTime cpuTime,
        GpuTime inQuota,
        GpuTime borrowed,
        GpuTime unknown,
        GpuTime lost,
        GpuTime reservedIdle,
        Energy energy,
        Money cost) {
    public static final Sums ZERO =
            new Sums(
                    0,
                    CpuTime.ZERO,
                    GpuTime.ZERO,
                    GpuTime.ZERO,
                    GpuTime.ZERO,
                    GpuTime.ZERO,
                    GpuTime.ZERO,
                    Energy.ZERO,
                    Money.ZERO);

    private static final Use UNKNOWN =
            new Use(GpuTime.ZERO, GpuTime.ZERO, GpuTime.ZERO, GpuTime.ZERO, Energy.ZERO);

    public static Sums of(LedgerEntry entry) {
        Use use = entry.use().orElse(UNKNOWN);
        return new Sums(
                1,
                entry.cpuTime(),
                use.inQuota(),
                use.borrowed(),
                entry.use().isPresent() ? GpuTime.ZERO : entry.gpuTime(),
                use.lost(),
                use.reservedIdle(),
                use.energy(),
                entry.cost());
    }

    public Sums plus(Sums other) {
        return new Sums(
                Math.addExact(attempts, other.attempts),
                cpuTime.plus(other.cpuTime),
                inQuota.plus(other.inQuota),
                borrowed.plus(other.borrowed),
                unknown.plus(other.unknown),
                lost.plus(other.lost),
                reservedIdle.plus(other.reservedIdle),
                energy.plus(other.energy),
                cost.plus(other.cost));
    }

    /** All GPU time that was held. */
    public GpuTime gpuTime() {
        return inQuota.plus(borrowed).plus(unknown);
    }

    Total total() {
        return new Total(cpuTime, gpuTime(), cost);
    }
}
