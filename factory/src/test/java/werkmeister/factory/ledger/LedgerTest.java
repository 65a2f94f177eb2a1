package werkmeister.factory.ledger;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import werkmeister.factory.fleet.Price;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuTime;
import werkmeister.units.Money;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.math.BigInteger;
import java.time.Instant;
import java.util.Random;
import java.util.stream.LongStream;

class LedgerTest {
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void sumsEqualWhatRunsUsedAndTenantsAddUpToTheWhole(long seed) {
        var random = new Random(seed);
        var ledger = new Ledger();
        long cpu = 0;
        long gpu = 0;
        long cost = 0;
        int count = random.nextInt(200);
        for (int i = 0; i < count; i++) {
            var entry = randomEntry(random, i);
            ledger.add(entry);
            cpu += entry.cpuTime().milliseconds();
            gpu += entry.gpuTime().milliseconds();
            cost += entry.cost().microEuros();
        }
        var whole = new Total(new CpuTime(cpu), new GpuTime(gpu), new Money(cost));
        var byTenant =
                ledger.total(new TenantId("a"))
                        .plus(ledger.total(new TenantId("b")))
                        .plus(ledger.total(new TenantId("c")));
        assertThat(byTenant).isEqualTo(whole);
        assertThat(Total.of(ledger.entries())).isEqualTo(whole);
        for (var tenant : new String[] {"a", "b", "c"}) {
            var id = new TenantId(tenant);
            assertThat(Total.of(ledger.entries(id))).isEqualTo(ledger.total(id));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void aCostIsWithinHalfAMillionthOfTheExactOne(long seed) {
        var random = new Random(seed);
        var price =
                new Price(
                        new Money(random.nextInt(5_000_000)), new Money(random.nextInt(5_000_000)));
        var cpu = new CpuTime(random.nextLong(1L << 40));
        var gpu = new GpuTime(random.nextLong(1L << 40));

        var exactTimesHour =
                big(cpu.milliseconds())
                        .multiply(big(price.perCpuHour().microEuros()))
                        .add(
                                big(gpu.milliseconds())
                                        .multiply(big(price.perGpuHour().microEuros())));
        var charged = big(price.of(cpu, gpu).microEuros()).multiply(big(3_600_000));

        assertThat(charged.subtract(exactTimesHour).abs()).isLessThanOrEqualTo(big(1_800_000));
    }

    @Test
    void anHourCostsItsPrice() {
        var price = new Price(new Money(20_000), new Money(1_500_000));
        assertThat(price.of(new CpuTime(3_600_000), GpuTime.ZERO)).isEqualTo(new Money(20_000));
        assertThat(price.of(CpuTime.ZERO, new GpuTime(7_200_000))).isEqualTo(new Money(3_000_000));
    }

    static LongStream seeds() {
        return LongStream.range(0, 40);
    }

    private static LedgerEntry randomEntry(Random random, int number) {
        var tenant = new TenantId(String.valueOf((char) ('a' + random.nextInt(3))));
        return new LedgerEntry(
                "job-" + number / 2,
                tenant,
                1,
                new CpuTime(random.nextLong(1L << 40)),
                new GpuTime(random.nextLong(1L << 40)),
                new Money(random.nextLong(1L << 40)),
                new TimeSpan(Instant.EPOCH, Instant.EPOCH.plusSeconds(random.nextInt(1000))));
    }

    private static BigInteger big(long value) {
        return BigInteger.valueOf(value);
    }
}
