package werkmeister.factory.fleet;

import werkmeister.units.CpuTime;
import werkmeister.units.GpuTime;
import werkmeister.units.Money;
import werkmeister.units.Refusal;

import java.math.BigInteger;

/** What an hour of one core and an hour of one GPU cost on a node. */
public record Price(Money perCpuHour, Money perGpuHour) {
    private static final BigInteger MILLISECONDS_PER_HOUR = BigInteger.valueOf(3_600_000);

    /** The cost of so much time: exact, then rounded once to the nearest millionth of a euro. */
    public Money of(CpuTime cpuTime, GpuTime gpuTime) {
        var exact =
                product(cpuTime.milliseconds(), perCpuHour)
                        .add(product(gpuTime.milliseconds(), perGpuHour));
        var rounded = exact.add(MILLISECONDS_PER_HOUR.shiftRight(1)).divide(MILLISECONDS_PER_HOUR);
        if (rounded.bitLength() > 63) {
            throw Refusal.invalid(
                    "The cost (%s millionths of a euro) is beyond what the ledger can hold."
                            .formatted(rounded));
        }
        return new Money(rounded.longValue());
    }

    private static BigInteger product(long milliseconds, Money perHour) {
        return BigInteger.valueOf(milliseconds).multiply(BigInteger.valueOf(perHour.microEuros()));
    }
}
