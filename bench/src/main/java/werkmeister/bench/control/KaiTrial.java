package werkmeister.bench.control;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Goal;
import werkmeister.factory.control.Factory;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Together;
import werkmeister.factory.job.Why;

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

    List<ControlFigure> run() throws Exception {
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

    private Ground ground() throws Exception {
        return new Ground(
                bench, site, List.of(Works.tenant(OWNER, gpus), Works.tenant(BORROWER, 0)));
    }

    /** All GPUs in the hands of a borrower, for longer than what has just started is spared. */
    private Ground lent() throws Exception {
        Ground ground = ground();
        ground.submit(Collections.nCopies(gpus, borrowed()));
        require(ground.settle().size(), gpus);
        ground.pass(Duration.ofMinutes(2));
        return ground;
    }

    private void fill() throws Exception {
        try (Ground ground = ground()) {
            timed(
                    ground,
                    "fill with jobs of 1 GPU, submission included",
                    Collections.nCopies(gpus, owned(1, 1)),
                    gpus,
                    397.8);
        }
    }

    private void fillWhileSubmitting() throws Exception {
        try (Ground ground = ground()) {
            var filled =
                    bench.pace()
                            .timed(() -> {
                                int started = 0;
                                for (int left = gpus; left > 0; left -= WAVE) {
                                    int wave = Math.min(WAVE, left);
                                    ground.submit(Collections.nCopies(wave, owned(1, 1)));
                                    started += ground.settle().size();
                                }
                                return started;
                            });
            require(filled.made(), gpus);
            figure("fill while submitting", filled.seconds(), 460.5);
        }
    }

    private void gang() throws Exception {
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
            timed(ground, "gang of 512 nodes, same rack preferred", List.of(spec), 1, 48.7);
        }
    }

    private void singleReclaim() throws Exception {
        try (Ground ground = lent()) {
            var reclaimed =
                    bench.pace()
                            .timed(() -> {
                                for (int i = 0; i < SINGLES; i++) {
                                    ground.submit(List.of(owned(1, 1)));
                                    require(ground.settle().size(), 1);
                                }
                                return SINGLES;
                            });
            figure(
                    "reclaim of one GPU, mean of %d".formatted(SINGLES),
                    reclaimed.seconds() / SINGLES,
                    13.9);
        }
    }

    private void reclaim(String what, List<JobSpec> jobs, double published) throws Exception {
        if (jobs.stream().mapToLong(job -> job.gpuMilli(job.plan().parts())).sum()
                > 1_000L * gpus) {
            return;
        }
        try (Ground ground = lent()) {
            timed(ground, what, jobs, jobs.size(), published);
        }
    }

    /** The site is full of what nobody may interrupt; when is it known why a gang waits? */
    private void verdict() throws Exception {
        try (Ground ground = ground()) {
            ground.submit(Collections.nCopies(gpus, owned(1, 1)));
            require(ground.settle().size(), gpus);
            ground.pass(Duration.ofMinutes(2));
            JobSpec gang = Works.job(BORROWER, 10, Works.NODE_GPUS, HOUR, true, Optional.empty());
            var judged =
                    bench.pace()
                            .timed(() -> {
                                ground.submit(List.of(gang));
                                require(ground.settle().size(), 0);
                                return ground.cloud().read(books -> why(books.factory()));
                            });
            figure(
                    "a job of 80 GPUs cannot start (%s)".formatted(judged.made()),
                    judged.seconds(),
                    249.5);
        }
    }

    /** Of the one job that waits. */
    private static Why.Reason why(Factory factory) {
        return factory.openJobs().stream()
                .filter(Job::queued)
                .findFirst()
                .map(job -> factory.why(job).reason())
                .orElseThrow();
    }

    /** From the first submission until nothing more is to be done. */
    private void timed(Ground ground, String what, List<JobSpec> jobs, int starts, double published)
            throws Exception {
        var settled =
                bench.pace()
                        .timed(() -> {
                            ground.submit(jobs);
                            return ground.settle().size();
                        });
        require(settled.made(), starts);
        figure(what, settled.seconds(), published);
    }

    private static void require(int started, int wanted) {
        if (started != wanted) {
            throw new IllegalStateException(
                    "%d jobs started where %d should have.".formatted(started, wanted));
        }
    }

    private void figure(String what, double seconds, double published) {
        String workload = "%,d GPUs".formatted(gpus);
        figures.add(
                ControlFigure.plain(NAME, workload, NO_SEED, what, seconds, "s")
                        .beside(published)
                        .reaching(new Goal.PeerRatioAtMost(1 / TIMES)));
    }
}
