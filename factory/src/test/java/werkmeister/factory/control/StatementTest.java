package werkmeister.factory.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Terms;
import werkmeister.factory.ledger.LedgerEntry;
import werkmeister.factory.ledger.Statement;
import werkmeister.factory.ledger.Sums;
import werkmeister.factory.run.Run;
import werkmeister.units.CpuCount;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuCount;
import werkmeister.units.GpuTime;
import werkmeister.units.Memory;
import werkmeister.units.Money;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;

/** A statement says what the runs used, to the millisecond, and what the ledger charged. */
class StatementTest {
    private static final List<String> TENANTS = List.of("foundry", "paint", "press");
    private static final List<String> ZONES = List.of("UTC", "Europe/Berlin", "Asia/Tokyo");
    private static final int STEPS = 150;

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void theSumsAreWhatTheRunsUsedAndWhatTheLedgerCharged(long seed) {
        var random = new Random(seed);
        var hall = new Hall().with(Hall.site(1, 2, 2));
        TENANTS.forEach(name -> hall.tenant(name, random.nextInt(11)));
        for (int step = 0; step < STEPS; step++) {
            happen(hall, random);
        }
        var zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        Map<YearMonth, Map<TenantId, Long>> expected = used(hall, zone);
        assertThat(expected).as("more than one month").hasSizeGreaterThan(1);

        var months = Sums.ZERO;
        for (var month : expected.entrySet()) {
            var entries = hall.factory.charged(Statement.span(month.getKey(), zone));
            var statement = Statement.of(month.getKey(), zone, entries);
            var held = new HashMap<TenantId, Long>();
            for (var tenant : statement.tenants()) {
                held.put(tenant.tenant(), tenant.used().gpuTime().milliseconds());
            }
            assertThat(held).isEqualTo(month.getValue());
            checkSums(statement);
            months = months.plus(statement.total());
        }
        checkAgainstTheLedger(hall, months);
    }

    private static void happen(Hall hall, Random random) {
        switch (random.nextInt(5)) {
            case 0, 1 -> submit(hall, random);
            case 2 -> hall.pass(Duration.ofMillis(random.nextLong(48 * 3_600_000L)));
            default -> end(hall, random);
        }
        hall.dispatch();
        if (random.nextBoolean()) {
            hall.stopStopping();
        }
    }

    private static void submit(Hall hall, Random random) {
        long gpus = random.nextInt(9);
        var terms =
                new Terms(
                        1,
                        1,
                        gpus == 1 && random.nextBoolean() ? Optional.of(300) : Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        Optional.of(Duration.ofMinutes(30)),
                        Optional.empty(),
                        random.nextBoolean(),
                        false);
        hall.submit(
                new JobSpec(
                        new TenantId(TENANTS.get(random.nextInt(TENANTS.size()))),
                        "job",
                        new Resources(new CpuCount(1), new Memory(1L << 30), new GpuCount(gpus)),
                        new Payload("hold", "PT1H"),
                        1,
                        0,
                        Optional.empty(),
                        Optional.of(terms)));
    }

    private static void end(Hall hall, Random random) {
        List<Job> seated = hall.factory.seatedJobs();
        if (!seated.isEmpty()) {
            Run run = Run.of(seated.get(random.nextInt(seated.size()))).orElseThrow();
            Outcome outcome =
                    random.nextInt(4) == 0
                            ? new Outcome.Failed("bad luck")
                            : new Outcome.Succeeded();
            hall.tell(
                    new FactoryCommand.EndRun(
                            run.job(),
                            run.attempt(),
                            run.token(),
                            outcome,
                            new CpuTime(random.nextInt(1_000_000))));
        }
    }

    /** GPU milliseconds by month and tenant, from what happened and nothing else. */
    private static Map<YearMonth, Map<TenantId, Long>> used(Hall hall, ZoneId zone) {
        var runs = new HashMap<String, Run>();
        var used = new HashMap<YearMonth, Map<TenantId, Long>>();
        for (FactoryEvent event : hall.events) {
            switch (event) {
                case FactoryEvent.RunStarted(var _, var run) ->
                        runs.put(run.job() + " " + run.attempt(), run);
                case FactoryEvent.RunEnded(var tenant, var job, var attempt, var _, var span) -> {
                    Run run = Objects.requireNonNull(runs.get(job + " " + attempt));
                    int parts = run.seat().parts();
                    long milli = hall.job(job).spec().gpuMilli(parts);
                    used.computeIfAbsent(
                                    YearMonth.from(span.to().atZone(zone)), _ -> new HashMap<>())
                            .merge(tenant, span.length().toMillis() * milli / 1_000, Long::sum);
                }
                default -> {}
            }
        }
        return used;
    }

    /** Rows add up to tenants and days, these to the whole; nothing is left unknown. */
    private static void checkSums(Statement statement) {
        var rows = Sums.ZERO;
        var byTenant = new HashMap<TenantId, Sums>();
        for (var row : statement.rows()) {
            rows = rows.plus(row.used());
            byTenant.merge(row.tenant(), row.used(), Sums::plus);
            assertThat(row.used().inQuota().plus(row.used().borrowed()))
                    .isEqualTo(row.used().gpuTime());
            assertThat(row.used().lost()).isLessThanOrEqualTo(row.used().gpuTime());
        }
        assertThat(rows).isEqualTo(statement.total());
        statement
                .tenants()
                .forEach(one -> assertThat(one.used()).isEqualTo(byTenant.get(one.tenant())));
        assertThat(statement.days().stream().map(Statement.OfDay::used).reduce(Sums::plus))
                .contains(statement.total());
    }

    private static void checkAgainstTheLedger(Hall hall, Sums months) {
        long cost = 0;
        long cpu = 0;
        long attempts = 0;
        for (String name : TENANTS) {
            var tenant = new TenantId(name);
            cost += hall.factory.total(tenant).cost().microEuros();
            cpu += hall.factory.total(tenant).cpuTime().milliseconds();
            attempts += hall.factory.ledger(tenant).size();
        }
        assertThat(months.cost()).isEqualTo(new Money(cost));
        assertThat(months.cpuTime()).isEqualTo(new CpuTime(cpu));
        assertThat(months.attempts()).isEqualTo(attempts);
    }

    @Test
    void aRunIsBilledWhereItEndedByTheMidnightOfTheZone() {
        // 23:30 on 30 November in UTC is half past midnight of 1 December in Berlin.
        var entry = entry("job-2", "2026-11-30T20:00:00Z", "2026-11-30T23:30:00Z");
        var november = YearMonth.of(2026, 11);

        var utc = Statement.of(november, ZoneId.of("UTC"), List.of(entry));
        var berlin = Statement.of(november, ZoneId.of("Europe/Berlin"), List.of(entry));
        var next = Statement.of(november.plusMonths(1), ZoneId.of("Europe/Berlin"), List.of(entry));

        assertThat(utc.total().attempts()).isEqualTo(1);
        assertThat(berlin.rows()).isEmpty();
        assertThat(berlin.total()).isEqualTo(Sums.ZERO);
        assertThat(next.total().gpuTime()).isEqualTo(new GpuTime(1_000));
        assertThat(next.days().getFirst().day()).hasToString("2026-12-01");
    }

    @Test
    void whatAnOldEntryDoesNotTellIsUnknownAndNotWithinTheQuota() {
        var old = entry("job-10", "2026-11-01T00:00:00Z", "2026-11-02T00:00:00Z");
        var other = entry("job-9", "2026-11-01T00:00:00Z", "2026-11-03T00:00:00Z");

        var statement = Statement.of(YearMonth.of(2026, 11), ZoneId.of("UTC"), List.of(old, other));

        assertThat(statement.rows())
                .extracting(Statement.Row::job)
                .containsExactly("job-9", "job-10");
        assertThat(statement.total().unknown()).isEqualTo(new GpuTime(2_000));
        assertThat(statement.total().inQuota()).isEqualTo(GpuTime.ZERO);
        assertThat(statement.total().gpuTime()).isEqualTo(new GpuTime(2_000));
        assertThat(statement.days()).hasSize(2);
    }

    private static LedgerEntry entry(String job, String from, String to) {
        return new LedgerEntry(
                job,
                new TenantId("foundry"),
                1,
                CpuTime.ZERO,
                new GpuTime(1_000),
                new Money(5),
                new TimeSpan(Instant.parse(from), Instant.parse(to)));
    }

    static LongStream seeds() {
        return LongStream.range(0, 100);
    }
}
