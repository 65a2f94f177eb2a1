package werkmeister.simulator.virtual;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import werkmeister.simulator.replay.Discipline;
import werkmeister.simulator.replay.Replay;
import werkmeister.simulator.replay.ReplayReport;
import werkmeister.simulator.trace.JobTrace;
import werkmeister.simulator.trace.TraceJob;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

class FactoryReplayTest {
    private static final int NODES = 4;
    private static final int GPUS = 8;

    @Test
    void playsTheSameJobsAsTheRulesOfTheQueueAndAllOfThemRun() {
        ReplayReport ours = FactoryReplay.run(busy(), NODES, GPUS, 0.9);
        ReplayReport easy = Replay.run(busy(), NODES * GPUS, Discipline.EASY, 0.9);

        assertThat(ours.policy()).isEqualTo("factory");
        assertThat(ours.jobs()).isEqualTo(easy.jobs());
        assertThat(ours.gpus()).isEqualTo(easy.gpus());
        assertThat(ours.classes().getFirst().jobs()).isEqualTo(ours.jobs());
        assertThat(ours.classes())
                .extracting(ReplayReport.SizeClass::gpus)
                .isEqualTo(easy.classes().stream().map(ReplayReport.SizeClass::gpus).toList());
        assertThat(ours.utilisation()).isBetween(0.6, 1.0);
        assertThat(FactoryReplay.run(busy(), NODES, GPUS, 0.9)).isEqualTo(ours);
    }

    @Test
    void overtakesAsBackfillDoesAndHoldsNoGpuInVain() {
        // A fills all but 8; B needs all; C ends before A does, D would not.
        var a = new TraceJob(1, "t", 0, 100, 24);
        var b = new TraceJob(2, "t", 1, 100, 32);
        var c = new TraceJob(3, "t", 2, 90, 8);
        var d = new TraceJob(4, "t", 3, 200, 2);
        // Twelve GPUs are two parts of six, and leave room for twenty beside them.
        var e = new TraceJob(5, "t", 1_000, 50, 12);
        var f = new TraceJob(6, "t", 1_000, 50, 20);
        var trace = new JobTrace("six", List.of(a, b, c, d, e, f));
        double work = trace.jobs().stream().mapToDouble(TraceJob::gpuSeconds).sum();

        ReplayReport report = FactoryReplay.run(trace, NODES, GPUS, work / 1_000 / (NODES * GPUS));

        assertThat(report.classes())
                .filteredOn(one -> one.gpus().equals("9-32"))
                .singleElement()
                .satisfies(large -> assertThat(large.waitMax()).isEqualTo(99));
        assertThat(report.classes())
                .filteredOn(one -> one.gpus().equals("5-8"))
                .singleElement()
                .satisfies(small -> assertThat(small.waitMax()).isZero());
    }

    private static JobTrace busy() {
        var random = new Random(1);
        var jobs = new ArrayList<TraceJob>();
        long at = 0;
        for (int i = 0; i < 1_000; i++) {
            at += random.nextInt(600);
            int gpus = random.nextInt(8) == 0 ? 16 : 1 + random.nextInt(8);
            String tenant = "tenant-" + random.nextInt(3);
            jobs.add(new TraceJob(i, tenant, at, 60 + random.nextInt(3_000), gpus));
        }
        return new JobTrace("busy", jobs);
    }
}
