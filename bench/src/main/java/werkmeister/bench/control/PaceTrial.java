package werkmeister.bench.control;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Goal;
import werkmeister.bench.harness.Pace;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Together;
import werkmeister.factory.run.Run;
import werkmeister.factory.tenant.Tenant;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;

/**
 * A full site with a long queue: how many decisions a second are made and kept, how long one takes
 * from its command to the disk, and what all of that weighs in memory.
 */
final class PaceTrial {
    static final String NAME = "pace";
    private static final long SEED = 7;
    private static final int TENANTS = 100;
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

    List<ControlFigure> run() throws Exception {
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
                            new Goal.ValueAtLeast(5_000)));
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

    private void fill(Ground ground) throws Exception {
        List<JobSpec> jobs = jobs(queued);
        Pace.Timed<Integer> taken = bench.pace().timed(() -> ground.submit(jobs));
        figure("jobs taken in", taken.made() / taken.seconds(), "jobs/s");
        Pace.Timed<Integer> filled = settle(ground);
        int started = filled.made();
        figure("fill: " + started + " starts", started / filled.seconds(), "decisions/s");
        // What has started is missing from the queue.
        ground.submit(jobs(started));
        ground.settle();
    }

    /** Runs end at random, others start in their place, and new ones queue up. */
    private double churn(Ground ground, int starts) throws Exception {
        int started = 0;
        double seconds = 0;
        while (started < starts) {
            List<Run> running = new ArrayList<>(ground.running());
            Collections.shuffle(running, random);
            List<Run> ends = running.subList(0, Math.min(ENDS_PER_ROUND, running.size() / 2));
            ground.end(ends, new Outcome.Succeeded());
            Pace.Timed<Integer> settled = settle(ground);
            seconds += settled.seconds();
            started += settled.made();
            ground.submit(jobs(settled.made()));
        }
        return started / seconds;
    }

    private Pace.Timed<Integer> settle(Ground ground) throws Exception {
        return bench.pace().timed(() -> ground.settle().size());
    }

    private List<JobSpec> jobs(int count) {
        return Stream.generate(this::job).limit(count).toList();
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
                        .reaching(new Goal.ValueAtMost(10)));
    }

    /** How long until it has started; it ends at once. Empty: it has to wait. */
    private Optional<Double> probe(Ground ground) {
        long start = bench.nanos().getAsLong();
        ground.submit(
                List.of(Works.job("newcomer", 1, 1, Optional.of(MINUTE), false, Optional.empty())));
        Ground.Made made = ground.step(1);
        while (made.events() > 0) {
            for (Run run : made.started()) {
                if (tenant(ground, run).equals("newcomer")) {
                    double millis = (bench.nanos().getAsLong() - start) / MILLIS;
                    ground.end(List.of(run), new Outcome.Succeeded());
                    return Optional.of(millis);
                }
            }
            made = ground.step(1);
        }
        return Optional.empty();
    }

    /** A pod's worth of whole nodes for one job, for which others are interrupted. */
    private void gang(Ground ground) throws Exception {
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
        Pace.Timed<Ground.Made> first = bench.pace().timed(() -> ground.decide(1));
        List<Run> stopped = first.made().stopped();
        ground.stop(stopped);
        Pace.Timed<Ground.Made> second = bench.pace().timed(() -> ground.decide(1));
        boolean whole =
                second.made().started().stream().anyMatch(run -> run.seat().parts() == parts);
        String what = "gang of %d nodes: ".formatted(parts);
        if (whole) {
            figures.add(
                    large(
                            figure(
                                    first.seconds(),
                                    what + "whom to interrupt (%d runs)".formatted(stopped.size()),
                                    "s"),
                            new Goal.ValueAtMost(1)));
            figures.add(
                    large(
                            figure(second.seconds(), what + "where to start", "s"),
                            new Goal.ValueAtMost(1)));
        } else {
            figure(what + "that it has to wait", first.seconds() + second.seconds(), "s");
        }
    }

    /** The goals are for the whole site. */
    private ControlFigure large(ControlFigure figure, Goal goal) {
        return site.gpus() >= ControlTrials.LARGE_SITE_GPUS ? figure.reaching(goal) : figure;
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

    private void figure(String what, double value, String unit) {
        figures.add(figure(value, what, unit));
    }

    private ControlFigure figure(double value, String what, String unit) {
        String workload = "%,d GPUs, %,d jobs wait".formatted(site.gpus(), queued);
        return ControlFigure.plain(NAME, workload, SEED, what, value, unit);
    }
}
