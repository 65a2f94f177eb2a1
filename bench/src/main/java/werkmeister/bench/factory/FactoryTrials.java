package werkmeister.bench.factory;

import werkmeister.bench.control.ControlTrials;
import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Machine;
import werkmeister.simulator.capacity.Assistant;
import werkmeister.simulator.capacity.ServingCost;
import werkmeister.simulator.replay.Discipline;
import werkmeister.simulator.replay.Replay;
import werkmeister.simulator.replay.ReplayReport;
import werkmeister.simulator.serving.PlanCheck;
import werkmeister.simulator.serving.RequestTrace;
import werkmeister.simulator.trace.Inventory;
import werkmeister.simulator.trace.JobTrace;
import werkmeister.simulator.trace.Workload;
import werkmeister.simulator.virtual.FactoryReplay;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** Runs what the traces of a folder allow. */
public final class FactoryTrials {
    private static final String OPENB = "openb";
    private static final String PHILLY = "philly";
    private static final String SERVING = "serving";
    private static final List<String> NAMES =
            Stream.concat(Stream.of(OPENB, PHILLY, SERVING), ControlTrials.NAMES.stream()).toList();
    private static final List<Double> LOADS = List.of(0.7, 0.85, 0.95);

    /** Nodes of eight: about what Philly had. */
    private static final int NODES = 311;

    private static final int NODE_GPUS = 8;

    /** What requests are played on: a server of eight, by the plan's own example. */
    private static final int ENGINES = 8;

    private static final String MODEL = "gpt-oss-120b";
    private static final String GPU = "B200";
    private static final long SEED = 42;

    private FactoryTrials() {}

    /** Where the traces lie: as said, else by WERKMEISTER_DATA or beside it, else the checkout. */
    public static Path data(Optional<Path> said, Optional<String> environment, Path home) {
        return said.or(() ->
                        environment
                                .map(Path::of)
                                .map(data ->
                                        Files.isDirectory(data.resolveSibling("traces"))
                                                ? data.resolveSibling("traces")
                                                : data))
                .orElse(home.resolve("../shared/traces").normalize());
    }

    /** Those that are wanted, all if none is named; where traces lack, a note says so. */
    public static FactoryReport run(Bench bench, Machine machine, Path data, List<String> only)
            throws Exception {
        for (String name : only) {
            if (!NAMES.contains(name)) {
                throw Refusal.invalid(
                        "There is no benchmark (%s); there are %s."
                                .formatted(name, String.join(", ", NAMES)));
            }
        }
        return new FactoryReport(
                machine,
                only.isEmpty() || only.contains(OPENB) ? fills(bench, data) : List.of(),
                only.isEmpty() || only.contains(PHILLY) ? replays(bench, data) : List.of(),
                only.isEmpty() || only.contains(SERVING) ? checks(bench, data) : List.of(),
                ControlTrials.run(
                        bench, tables(data), name -> only.isEmpty() || only.contains(name)));
    }

    private static List<Trial> fills(Bench bench, Path data) {
        List<Path> nodes = tables(data).stream().filter(Inventory::is).toList();
        List<Path> works = tables(data).stream().filter(Workload::is).toList();
        if (nodes.isEmpty() || works.isEmpty()) {
            leftOut(bench, OPENB, data, "nodes and of works");
            return List.of();
        }
        var trials = new ArrayList<Trial>();
        try (var progress = bench.progress(OPENB, works.size())) {
            for (int i = 0; i < works.size(); i++) {
                progress.at(i, String.valueOf(works.get(i).getFileName()));
                Path cluster = beside(works.get(i), nodes);
                var fill =
                        new FillBench(
                                Inventory.read(cluster), Published.beside(cluster), bench.nanos());
                trials.add(fill.trial(works.get(i)));
            }
        }
        return trials;
    }

    private static List<ReplayReport> replays(Bench bench, Path data) {
        List<JobTrace> traces =
                tables(data).stream()
                        .filter(JobTrace::is)
                        .map(JobTrace::read)
                        .filter(trace -> trace.tenants() > 1)
                        .toList();
        if (traces.isEmpty()) {
            leftOut(bench, PHILLY, data, "jobs of several tenants");
        }
        var replays = new ArrayList<ReplayReport>();
        try (var progress = bench.progress(PHILLY, (long) traces.size() * LOADS.size())) {
            for (JobTrace trace : traces) {
                for (double load : LOADS) {
                    progress.at(replays.size() / (Discipline.values().length + 1), trace.name());
                    replays.addAll(replays(trace, load));
                }
            }
        }
        return replays;
    }

    /** Ours on nodes, the rules of a queue on as many GPUs in one pool. */
    private static List<ReplayReport> replays(JobTrace trace, double load) {
        var runs = new ArrayList<Supplier<ReplayReport>>();
        runs.add(() -> FactoryReplay.run(trace, NODES, NODE_GPUS, load));
        for (Discipline rule : Discipline.values()) {
            runs.add(() -> Replay.run(trace, NODES * NODE_GPUS, rule, load));
        }
        return runs.stream().parallel().map(Supplier::get).toList();
    }

    private static List<PlanCheck> checks(Bench bench, Path data) {
        List<Path> files = Files.isDirectory(data) ? RequestTrace.files(data) : List.of();
        if (files.isEmpty()) {
            leftOut(bench, SERVING, data, "requests");
        }
        var checks = new ArrayList<PlanCheck>();
        var cost = ServingCost.of(MODEL, GPU);
        try (var progress = bench.progress(SERVING, files.size())) {
            for (int i = 0; i < files.size(); i++) {
                progress.at(i, String.valueOf(files.get(i).getFileName()));
                RequestTrace trace = RequestTrace.read(files.get(i));
                checks.addAll(PlanCheck.all(trace, cost, Assistant.CHAT, ENGINES, SEED));
            }
        }
        return checks;
    }

    private static void leftOut(Bench bench, String name, Path data, String lists) {
        bench.shell()
                .err()
                .println(
                        "NOTE: %s is left out: %s holds no list of %s; name another folder with --data."
                                .formatted(name, data, lists));
    }

    /** The nodes in the folder of the works, else the first ones. */
    private static Path beside(Path works, List<Path> nodes) {
        return nodes.stream()
                .filter(file -> file.resolveSibling(works.getFileName()).equals(works))
                .findFirst()
                .orElse(nodes.getFirst());
    }

    private static List<Path> tables(Path data) {
        if (!Files.isDirectory(data)) {
            return List.of();
        }
        try (var files = Files.walk(data)) {
            return files.filter(file -> file.toString().endsWith(".csv")).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
