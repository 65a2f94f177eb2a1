package werkmeister.simulator.replay;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import werkmeister.simulator.trace.JobTrace;
import werkmeister.simulator.trace.TraceJob;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** More than all GPUs at once is caught by the replay itself: it throws. */
class ReplayTest {
    private static final int GPUS = 16;

    @ParameterizedTest
    @EnumSource
    void everyJobRunsWhateverTheRule(Discipline rule) {
        ReplayReport report = Replay.run(busy(), GPUS, rule, 0.95);

        assertThat(report.classes().getFirst().jobs()).isEqualTo(report.jobs());
        assertThat(report.utilisation()).isBetween(0.5, 1.0);
        assertThat(report.jain()).isBetween(0.3, 1.0);
    }

    @Test
    void backfillShortensWaitsAndDelaysNobodysReservation() {
        ReplayReport fifo = Replay.run(busy(), GPUS, Discipline.FIFO, 0.95);
        ReplayReport easy = Replay.run(busy(), GPUS, Discipline.EASY, 0.95);
        ReplayReport conservative = Replay.run(busy(), GPUS, Discipline.CONSERVATIVE, 0.95);

        assertThat(slowdown(easy)).isLessThan(0.8 * slowdown(fifo));
        assertThat(slowdown(conservative)).isLessThan(0.8 * slowdown(fifo));
    }

    @Test
    void theHeadOfTheQueueIsNeverDelayedByOvertaking() {
        // A fills all but 4; B needs all; C ends before A does, D would not.
        var a = new TraceJob(1, "t", 0, 100, 12);
        var b = new TraceJob(2, "t", 1, 100, 16);
        var c = new TraceJob(3, "t", 2, 90, 4);
        var d = new TraceJob(4, "t", 3, 200, 2);
        var trace = new JobTrace("four", List.of(a, b, c, d));

        ReplayReport report = plain(trace, Discipline.EASY);

        assertThat(report.classes())
                .filteredOn(one -> one.gpus().equals("9-32"))
                .singleElement()
                .satisfies(large -> assertThat(large.waitMax()).isEqualTo(99));
        assertThat(plain(trace, Discipline.SMALL_FIRST).classes())
                .filteredOn(one -> one.gpus().equals("9-32"))
                .singleElement()
                .satisfies(large -> assertThat(large.waitMax()).isEqualTo(291));
    }

    @Test
    void aTenantThatFloodsTheQueueDoesNotHoldUpTheOthers() {
        var jobs = new ArrayList<TraceJob>();
        for (int i = 0; i < 400; i++) {
            jobs.add(new TraceJob(i, "flood", 0, 3_600, 4));
        }
        for (int i = 0; i < 20; i++) {
            jobs.add(new TraceJob(400 + i, "modest", 60 + i * 3_600L, 600, 1));
        }
        var trace = new JobTrace("flood", jobs);

        double fair = singleMean(plain(trace, Discipline.FAIR_BACKFILL));
        double easy = singleMean(plain(trace, Discipline.EASY));

        assertThat(fair).isLessThanOrEqualTo(3_600);
        assertThat(easy).isGreaterThan(3 * 3_600);
    }

    private static double singleMean(ReplayReport report) {
        return report.classes().stream()
                .filter(one -> one.gpus().equals("1"))
                .findFirst()
                .orElseThrow()
                .waitMean();
    }

    private static double slowdown(ReplayReport report) {
        return report.classes().getFirst().slowdown();
    }

    /** At the load that the trace has: neither copied nor stretched. */
    private static ReplayReport plain(JobTrace trace, Discipline rule) {
        double work = trace.jobs().stream().mapToDouble(TraceJob::gpuSeconds).sum();
        long span = trace.jobs().getLast().submitted();
        return Replay.run(trace, GPUS, rule, work / span / GPUS);
    }

    private static JobTrace busy() {
        var random = new Random(1);
        var jobs = new ArrayList<TraceJob>();
        long at = 0;
        for (int i = 0; i < 1_500; i++) {
            at += random.nextInt(600);
            int gpus = random.nextInt(8) == 0 ? 12 : 1 + random.nextInt(4);
            String tenant = "tenant-" + random.nextInt(3);
            jobs.add(new TraceJob(i, tenant, at, 60 + random.nextInt(3_000), gpus));
        }
        return new JobTrace("busy", jobs);
    }
}
