package werkmeister.bench.control;

import werkmeister.bench.harness.Bench;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Together;
import werkmeister.factory.run.Run;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The scale tests that the authors of the KAI scheduler publish (its repository,
 * docs/developer/scale-tests.md, run of 3 July 2026 on 500 simulated nodes of eight GPUs), each
 * decision in the journal before it counts. Theirs go through a Kubernetes API server, whose work
 * is not part of ours; processes end at once in both.
 */
final class KaiTrial {
    static final String NAME = "kai";
    private static final long NO_SEED = 0;
    private static final String OWNER = "owner";
    private static final String BORROWER = "borrower";
    private static final double NANOS = 1e9;
    private static final Optional<Duration> HOUR = Optional.of(Duration.ofHours(1));
    private static final int SINGLES = 20;
    private static final int WAVE = 500;

    /** "each at least 20 times faster". */
    private static final double TIMES = 20;

    private final Bench bench;
    private final Site site;
    private final int gpus;
    private final List<ControlFigure> figures = new ArrayList<>();

    /**
     * @param site what it is too small for is left out
     */
    KaiTrial(Bench bench, Site site) {
        this.bench = bench;
        this.site = site;
        this.gpus = Math.toIntExact(site.gpus());
    }

    List<ControlFigure> run() throws IOException {
        fill();
        fillWhileSubmitting();
        gang();
        singleReclaim();
        reclaim("reclaim with 4,000 jobs of 1 GPU", Collections.nCopies(4_000, owned(1, 1)), 694.5);
        reclaim("reclaim with one job of 2,000 GPUs", List.of(owned(250, 8)), 102);
        reclaim("reclaim with one job of 4,000 GPUs", List.of(owned(500, 8)), 85);
        reclaim("reclaim with 50 jobs of 80 GPUs", Collections.nCopies(50, owned(10, 8)), 716.9);
        verdict();
        return figures;
    }

    private static JobSpec owned(int parts, int each) {
        return Works.job(OWNER, parts, each, HOUR, false, Optional.empty());
    }

    private static JobSpec borrowed() {
        return Works.job(BORROWER, 1, 1, HOUR, true, Optional.empty());
    }

    private Ground ground() throws IOException {
        return new Ground(
                bench, site, List.of(Works.tenant(OWNER, gpus), Works.tenant(BORROWER, 0)));
    }

    /** All GPUs in the hands of a borrower, for longer than what has just started is spared. */
    private Ground lent() throws IOException {
        Ground ground = ground();
        ground.submit(Collections.nCopies(gpus, borrowed()));
        require(ground.settle().size(), gpus);
        ground.pass(Duration.ofMinutes(2));
        return ground;
    }

    private void fill() throws IOException {
        try (Ground ground = ground()) {
            long start = now();
            ground.submit(Collections.nCopies(gpus, owned(1, 1)));
            require(ground.settle().size(), gpus);
            figure("fill with jobs of 1 GPU, submission included", seconds(start), 397.8);
        }
    }

    private void fillWhileSubmitting() throws IOException {
        try (Ground ground = ground()) {
            long start = now();
            int started = 0;
            for (int left = gpus; left > 0; left -= WAVE) {
                ground.submit(Collections.nCopies(Math.min(WAVE, left), owned(1, 1)));
                started += ground.settle().size();
            }
            require(started, gpus);
            figure("fill while submitting", seconds(start), 460.5);
        }
    }

    private void gang() throws IOException {
        if (gpus < 512 * Works.NODE_GPUS) {
            return;
        }
        try (Ground ground = ground()) {
            var spec =
                    Works.job(
                            OWNER,
                            512,
                            Works.NODE_GPUS,
                            HOUR,
                            false,
                            Optional.of(new Together(Together.Level.RACK, false, 0)));
            long start = now();
            ground.submit(List.of(spec));
            require(ground.settle().size(), 1);
            figure("gang of 512 nodes, same rack preferred", seconds(start), 48.7);
        }
    }

    private void singleReclaim() throws IOException {
        try (Ground ground = lent()) {
            long start = now();
            for (int i = 0; i < SINGLES; i++) {
                ground.submit(List.of(owned(1, 1)));
                require(ground.settle().size(), 1);
            }
            figure(
                    "reclaim of one GPU, mean of %d".formatted(SINGLES),
                    seconds(start) / SINGLES,
                    13.9);
        }
    }

    private void reclaim(String what, List<JobSpec> jobs, double published) throws IOException {
        if (jobs.stream().mapToLong(job -> job.gpuMilli(job.plan().parts())).sum()
                > 1_000L * gpus) {
            return;
        }
        try (Ground ground = lent()) {
            long start = now();
            ground.submit(jobs);
            List<Run> started = ground.settle();
            double seconds = seconds(start);
            require(started.size(), jobs.size());
            figure(what, seconds, published);
        }
    }

    /** The site is full of what nobody may interrupt; when is it known why a gang waits? */
    private void verdict() throws IOException {
        try (Ground ground = ground()) {
            ground.submit(Collections.nCopies(gpus, owned(1, 1)));
            require(ground.settle().size(), gpus);
            ground.pass(Duration.ofMinutes(2));
            long start = now();
            ground.submit(
                    List.of(
                            Works.job(
                                    BORROWER, 10, Works.NODE_GPUS, HOUR, true, Optional.empty())));
            require(ground.settle().size(), 0);
            String why =
                    ground.cloud()
                            .read(books -> {
                                Job job =
                                        books.factory().openJobs().stream()
                                                .filter(one ->
                                                        one.state() instanceof JobState.Queued)
                                                .findFirst()
                                                .orElseThrow();
                                return books.factory().why(job).reason().name();
                            });
            figure("a job of 80 GPUs cannot start (%s)".formatted(why), seconds(start), 249.5);
        }
    }

    private static void require(int started, int wanted) {
        if (started != wanted) {
            throw new IllegalStateException(
                    "%d jobs started where %d should have.".formatted(started, wanted));
        }
    }

    private long now() {
        return bench.nanos().getAsLong();
    }

    private double seconds(long start) {
        return (now() - start) / NANOS;
    }

    private void figure(String what, double seconds, double published) {
        String workload = "%,d GPUs".formatted(gpus);
        figures.add(
                ControlFigure.plain(NAME, workload, NO_SEED, what, seconds, "s")
                        .beside(published)
                        .within(published / TIMES, ">= 20 times faster"));
    }
}
