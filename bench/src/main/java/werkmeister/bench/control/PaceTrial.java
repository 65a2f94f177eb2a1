package werkmeister.bench.control;

import werkmeister.bench.harness.Bench;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Together;
import werkmeister.factory.run.Run;
import werkmeister.factory.tenant.Tenant;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;

/**
 * A full site with a long queue: how many decisions a second are made and kept, how long one takes
 * from its command to the disk, and what all of that weighs in memory.
 */
final class PaceTrial {
    static final String NAME = "pace";
    private static final long SEED = 7;
    private static final int TENANTS = 100;
    private static final double NANOS = 1e9;
    private static final double MILLIS = 1e6;
    private static final int ENDS_PER_ROUND = 256;
    private static final Duration MINUTE = Duration.ofMinutes(1);

    /** Of 100 jobs so many ask for these GPUs; above eight they are nodes of eight. */
    private static final int[][] MIX = {{60, 1}, {12, 2}, {10, 4}, {12, 8}, {4, 16}, {2, 32}};

    private final Bench bench;
    private final Site site;
    private final int queued;
    private final int churned;
    private final int probes;
    private final Random random = new Random(SEED);
    private final List<ControlFigure> figures = new ArrayList<>();

    /**
     * @param queued jobs that wait when all is full
     * @param churned starts that are timed then
     * @param probes single decisions that are timed then
     */
    PaceTrial(Bench bench, Site site, int queued, int churned, int probes) {
        this.bench = bench;
        this.site = site;
        this.queued = queued;
        this.churned = churned;
        this.probes = probes;
    }

    List<ControlFigure> run() throws IOException {
        long gpus = site.gpus();
        var tenants = new ArrayList<Tenant>();
        for (int i = 0; i < TENANTS; i++) {
            tenants.add(Works.tenant("tenant-" + i, gpus * 4 / 10 / TENANTS));
        }
        tenants.add(Works.tenant("newcomer", gpus / 20));
        tenants.add(Works.tenant("builder", gpus / 10));
        try (var ground = new Ground(bench, site, tenants)) {
            fill(ground);
            churn(ground, churned / 2);
            figures.add(
                    large(
                            figure(
                                    churn(ground, churned),
                                    "churn: starts on a full site",
                                    "decisions/s"),
                            one -> one.over(5_000)));
            small(ground);
            gang(ground);
            memory();
            figure(
                    "jobs that wait at the end",
                    ground.cloud().read(books -> books.factory().waiting()),
                    "jobs");
        }
        return figures;
    }

    private void fill(Ground ground) {
        var jobs = new ArrayList<JobSpec>();
        for (int i = 0; i < queued; i++) {
            jobs.add(job());
        }
        long start = now();
        ground.submit(jobs);
        figure("jobs taken in", queued / seconds(start), "jobs/s");
        start = now();
        int started = ground.settle().size();
        figure("fill: " + started + " starts", started / seconds(start), "decisions/s");
        // What has started is missing from the queue.
        jobs.clear();
        for (int i = 0; i < started; i++) {
            jobs.add(job());
        }
        ground.submit(jobs);
        ground.settle();
    }

    /** Runs end at random, others start in their place, and new ones queue up. */
    private double churn(Ground ground, int starts) {
        int started = 0;
        long spent = 0;
        while (started < starts) {
            List<Run> running = new ArrayList<>(ground.running());
            Collections.shuffle(running, random);
            List<Run> ends = running.subList(0, Math.min(ENDS_PER_ROUND, running.size() / 2));
            ground.end(ends, new Outcome.Succeeded());
            long start = now();
            int one = ground.settle().size();
            spent += now() - start;
            started += one;
            var jobs = new ArrayList<JobSpec>();
            for (int i = 0; i < one; i++) {
                jobs.add(job());
            }
            ground.submit(jobs);
        }
        return started / (spent / NANOS);
    }

    /** A tenant that is owed room submits a small job when something has ended. */
    private void small(Ground ground) {
        var millis = new ArrayList<Double>();
        for (int i = 0; i < probes; i++) {
            List<Run> running = ground.running();
            Run one = running.get(random.nextInt(running.size()));
            ground.end(List.of(one), new Outcome.Succeeded());
            ground.pass(MINUTE.multipliedBy(2));
            probe(ground).ifPresent(millis::add);
            ground.settle();
        }
        double[] sorted = millis.stream().mapToDouble(each -> each).sorted().toArray();
        figure("small jobs that had to wait, of " + probes, probes - sorted.length, "jobs");
        figure("small job, submitted to started, p50", sorted[sorted.length / 2], "ms");
        figures.add(
                figure(
                                sorted[sorted.length * 99 / 100],
                                "small job, submitted to started, p99",
                                "ms")
                        .within(10, "< 10 ms"));
    }

    /** How long until it has started; it ends at once. Empty: it has to wait. */
    private Optional<Double> probe(Ground ground) {
        long start = now();
        ground.submit(
                List.of(Works.job("newcomer", 1, 1, Optional.of(MINUTE), false, Optional.empty())));
        Ground.Made made = ground.step(1);
        while (made.events() > 0) {
            for (Run run : made.started()) {
                if (tenant(ground, run).equals("newcomer")) {
                    double millis = (now() - start) / MILLIS;
                    ground.end(List.of(run), new Outcome.Succeeded());
                    return Optional.of(millis);
                }
            }
            made = ground.step(1);
        }
        return Optional.empty();
    }

    /** A pod's worth of whole nodes for one job, for which others are interrupted. */
    private void gang(Ground ground) {
        long wholeNodes =
                site.nodes().stream()
                        .filter(node -> node.offer().gpus().gpus() == Works.NODE_GPUS)
                        .count();
        int parts = (int) Math.max(2, Math.min(wholeNodes / 2, site.gpus() / 14 / Works.NODE_GPUS));
        var spec =
                Works.job(
                        "builder",
                        parts,
                        Works.NODE_GPUS,
                        length(),
                        false,
                        Optional.of(new Together(Together.Level.POD, false, 0)));
        ground.pass(MINUTE.multipliedBy(2));
        ground.settle();
        ground.submit(List.of(spec));
        long start = now();
        var made = ground.decide(1);
        double first = (now() - start) / NANOS;
        ground.end(made.stopped(), new Outcome.Failed("The run was told to stop."));
        start = now();
        List<Run> started = ground.decide(1).started();
        double second = (now() - start) / NANOS;
        boolean whole = started.stream().anyMatch(run -> run.seat().parts() == parts);
        String what = "gang of %d nodes: ".formatted(parts);
        if (whole) {
            figures.add(
                    large(
                            figure(
                                    first,
                                    what
                                            + "whom to interrupt (%d runs)"
                                                    .formatted(made.stopped().size()),
                                    "s"),
                            one -> one.within(1, "< 1 s")));
            figures.add(
                    large(
                            figure(second, what + "where to start", "s"),
                            one -> one.within(1, "< 1 s")));
        } else {
            figure(what + "that it has to wait", first + second, "s");
        }
    }

    /** The goals are for the whole site. */
    private ControlFigure large(ControlFigure figure, UnaryOperator<ControlFigure> goal) {
        return site.gpus() >= ControlTrials.LARGE_SITE_GPUS ? goal.apply(figure) : figure;
    }

    private static String tenant(Ground ground, Run run) {
        return ground.cloud()
                .read(books -> books.factory().find(run.job()).orElseThrow())
                .tenant()
                .value();
    }

    private void memory() {
        System.gc();
        var heap = Runtime.getRuntime();
        figure("memory in use", (heap.totalMemory() - heap.freeMemory()) / 1e6, "MB");
    }

    private JobSpec job() {
        int at = random.nextInt(100);
        int gpus = 1;
        for (int[] share : MIX) {
            if (at < share[0]) {
                gpus = share[1];
                break;
            }
            at -= share[0];
        }
        return Works.job(
                "tenant-" + random.nextInt(TENANTS),
                Math.ceilDiv(gpus, Works.NODE_GPUS),
                Math.min(gpus, Works.NODE_GPUS),
                length(),
                random.nextBoolean(),
                Optional.empty());
    }

    private Optional<Duration> length() {
        return Optional.of(Duration.ofSeconds(60L << random.nextInt(10)));
    }

    private long now() {
        return bench.nanos().getAsLong();
    }

    private double seconds(long start) {
        return (now() - start) / NANOS;
    }

    private void figure(String what, double value, String unit) {
        figures.add(figure(value, what, unit));
    }

    private ControlFigure figure(double value, String what, String unit) {
        String workload = "%,d GPUs, %,d jobs wait".formatted(site.gpus(), queued);
        return ControlFigure.plain(NAME, workload, SEED, what, value, unit);
    }
}
