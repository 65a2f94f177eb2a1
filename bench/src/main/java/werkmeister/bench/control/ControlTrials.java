package werkmeister.bench.control;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Size;
import werkmeister.factory.fleet.Offer;
import werkmeister.factory.fleet.Site;
import werkmeister.simulator.trace.Inventory;
import werkmeister.simulator.virtual.Scenarios;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** How fast the control plane is, in three trials. */
public final class ControlTrials {
    public static final List<String> NAMES =
            List.of(PaceTrial.NAME, KaiTrial.NAME, KueueTrial.NAME);

    /** A list of nodes with fewer GPUs is not the large site that is meant. */
    static final int LARGE_SITE_GPUS = 10_000;

    private static final int PODS = 14;
    private static final int RACK_NODES = 16;
    private static final int QUEUED = 100_000;
    private static final int CHURNED = 20_000;
    private static final int PROBES = 1_000;

    /** Every so many nodes and jobs: the site at a hundredth, a tenth and whole. */
    private static final List<Integer> STEPS = List.of(100, 10, 1);

    private final Bench bench;
    private final List<Offer> offers;

    private ControlTrials(Bench bench, List<Offer> offers) {
        this.bench = bench;
        this.offers = offers;
    }

    /**
     * Runs those that are wanted.
     *
     * @param tables lists of nodes, of which the largest is the site; a made-up one where none is
     *     large
     */
    public static List<ControlFigure> run(Bench bench, List<Path> tables, Predicate<String> wanted)
            throws Exception {
        Optional<Site> read =
                tables.stream()
                        .filter(Inventory::is)
                        .filter(file -> Inventory.read(file).gpus() >= LARGE_SITE_GPUS)
                        .map(Scenarios::site)
                        .max(Comparator.comparingLong(Site::gpus));
        Site site = read.orElseGet(() -> Works.site(1_301, Works.NODE_GPUS, PODS));
        // Nodes of one model stand together, as they do in racks.
        List<Offer> offers =
                site.nodes().stream()
                        .map(node -> node.offer())
                        .sorted(Comparator.comparing(offer -> offer.model().orElse("")))
                        .toList();
        var trials = new ControlTrials(bench, offers);
        var figures = new ArrayList<ControlFigure>();
        if (wanted.test(PaceTrial.NAME)) {
            figures.addAll(trials.pace());
        }
        if (wanted.test(KaiTrial.NAME)) {
            figures.addAll(trials.kai());
        }
        if (wanted.test(KueueTrial.NAME)) {
            figures.addAll(trials.kueue());
        }
        return figures;
    }

    private List<ControlFigure> pace() throws Exception {
        var figures = new ArrayList<ControlFigure>();
        List<Integer> steps = bench.size() == Size.FULL ? STEPS : STEPS.subList(0, 1);
        try (var progress = bench.progress(PaceTrial.NAME, steps.size())) {
            for (int i = 0; i < steps.size(); i++) {
                int step = steps.get(i);
                progress.at(i, "a site of one in " + step);
                var trial =
                        new PaceTrial(
                                bench,
                                Works.site(every(step), PODS, RACK_NODES),
                                QUEUED / step,
                                bench.size().of(CHURNED, 100),
                                bench.size().of(PROBES, 10));
                figures.addAll(trial.run());
            }
        }
        return figures;
    }

    private List<Offer> every(int step) {
        var some = new ArrayList<Offer>();
        for (int i = 0; i < offers.size(); i += step) {
            some.add(offers.get(i));
        }
        return some;
    }

    private List<ControlFigure> kai() throws Exception {
        var figures = new ArrayList<ControlFigure>();
        int nodes = bench.size().of(512, 16);
        try (var progress = bench.progress(KaiTrial.NAME, 2)) {
            figures.addAll(new KaiTrial(bench, Works.site(nodes, Works.NODE_GPUS, 1)).run());
            progress.at(1);
            if (bench.size() == Size.FULL) {
                figures.addAll(new KaiTrial(bench, Works.site(offers, PODS, RACK_NODES)).run());
            }
        }
        return figures;
    }

    private List<ControlFigure> kueue() throws Exception {
        var figures = new ArrayList<ControlFigure>();
        List<KueueWorkload> works =
                bench.size() == Size.FULL
                        ? List.of(
                                KueueWorkload.baseline(),
                                KueueWorkload.topology(),
                                KueueWorkload.largeScale())
                        : List.of(KueueWorkload.baseline().small(2, 50));
        for (KueueWorkload work : works) {
            figures.addAll(new KueueTrial(bench, work).run());
        }
        return figures;
    }
}
