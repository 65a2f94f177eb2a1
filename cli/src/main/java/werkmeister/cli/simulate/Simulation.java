package werkmeister.cli.simulate;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;
import werkmeister.server.json.Json;
import werkmeister.simulator.fill.FillTrial;
import werkmeister.simulator.fill.Policy;
import werkmeister.simulator.replay.Discipline;
import werkmeister.simulator.replay.Replay;
import werkmeister.simulator.replay.ReplayReport;
import werkmeister.simulator.trace.Inventory;
import werkmeister.simulator.trace.JobTrace;
import werkmeister.simulator.trace.Workload;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * What came of simulating traces on a site.
 *
 * @param fills of works that were placed, {@code replays} of jobs that ran
 */
public record Simulation(
        SimulationRequest request, List<FillTrial.Report> fills, List<ReplayReport> replays) {
    private static final double FILL_LOAD = 1.3;
    static final double REPLAY_LOAD = 0.85;
    private static final double LOAD_MAX = 10;

    public Simulation {
        fills = List.copyOf(fills);
        replays = List.copyOf(replays);
    }

    public static Simulation of(Shell shell, SimulationRequest request) throws IOException {
        checkPolicy(shell, request);
        checkLoad(shell, request);
        var inventory = Inventory.readAny(existing(shell, request.site()));
        List<Path> files = traces(shell, request.trace());
        var fills = new ArrayList<FillTrial.Report>();
        var replays = new ArrayList<ReplayReport>();
        try (var progress = new Progress(shell, shell.say("simulate.progress"), files.size())) {
            for (Path file : files) {
                progress.at(fills.size() + replays.size(), String.valueOf(file.getFileName()));
                if (Workload.is(file)) {
                    fills.add(filled(shell, request, inventory, file));
                } else {
                    replays.add(replayed(shell, request, inventory, file));
                }
            }
        }
        return new Simulation(request, fills, replays);
    }

    private static FillTrial.Report filled(
            Shell shell, SimulationRequest request, Inventory inventory, Path file) {
        Policy policy =
                Arrays.stream(Policy.values())
                        .filter(one -> one.word().equals(request.policy().orElse(one.word())))
                        .findFirst()
                        .orElseThrow(() -> wrongPolicy(shell, request, file));
        var workload = Workload.read(file, inventory);
        return new FillTrial(inventory, workload, policy, request.orderSeed())
                .run(request.load().orElse(FILL_LOAD), request.seed());
    }

    private static ReplayReport replayed(
            Shell shell, SimulationRequest request, Inventory inventory, Path file) {
        Discipline discipline =
                Arrays.stream(Discipline.values())
                        .filter(one -> one.word().equals(request.policy().orElse(one.word())))
                        .findFirst()
                        .orElseThrow(() -> wrongPolicy(shell, request, file));
        double load = request.load().orElse(REPLAY_LOAD);
        return Replay.run(JobTrace.read(file), inventory.gpus(), discipline, load);
    }

    private static Refusal wrongPolicy(Shell shell, SimulationRequest request, Path file) {
        return Refusal.invalid(
                shell.say("simulate.wrong-policy", request.policy().orElse(""), file));
    }

    static void checkLoad(Shell shell, SimulationRequest request) {
        request.load()
                .filter(load -> !(load > 0 && load <= LOAD_MAX))
                .ifPresent(load -> {
                    throw Refusal.invalid(shell.say("simulate.bad-load", load));
                });
    }

    private static void checkPolicy(Shell shell, SimulationRequest request) {
        List<String> words =
                Stream.concat(
                                Arrays.stream(Policy.values()).map(Policy::word),
                                Arrays.stream(Discipline.values()).map(Discipline::word))
                        .toList();
        request.policy()
                .filter(policy -> !words.contains(policy))
                .ifPresent(policy -> {
                    throw Refusal.invalid(
                            shell.say(
                                    "simulate.no-policy",
                                    policy,
                                    words.stream().collect(Collectors.joining(", "))));
                });
    }

    static Path existing(Shell shell, Path file) {
        if (!Files.isRegularFile(file)) {
            throw Refusal.notFound(shell.say("simulate.no-file", file));
        }
        return file;
    }

    private static List<Path> traces(Shell shell, Path trace) throws IOException {
        if (!Files.isDirectory(trace)) {
            Path file = existing(shell, trace);
            if (!isTrace(file)) {
                throw Refusal.invalid(shell.say("simulate.strange", file));
            }
            return List.of(file);
        }
        try (var files = Files.list(trace)) {
            List<Path> all =
                    files.filter(file -> file.toString().endsWith(".csv"))
                            .filter(Simulation::isTrace)
                            .sorted()
                            .toList();
            if (all.isEmpty()) {
                throw Refusal.notFound(shell.say("simulate.no-trace", trace));
            }
            return all;
        }
    }

    private static boolean isTrace(Path file) {
        return Workload.is(file) || JobTrace.is(file);
    }

    /** {@code {"results":[…]}}; each names its workload, order and seed. */
    public JsonNode json() {
        ObjectNode json = Json.object();
        var results = json.putArray("results");
        fills.forEach(report -> results.add(Json.object(report)));
        for (ReplayReport report : replays) {
            ObjectNode result = Json.object(report);
            // Nothing in a replay is left to chance; scripts find the names all the same.
            result.put("orderSeed", request.orderSeed());
            result.put("seed", request.seed());
            results.add(result);
        }
        return json;
    }

    public void print(Shell shell) {
        var account = new SimulationAccount(shell);
        if (!fills.isEmpty()) {
            account.print(fills, request);
        }
        replays.forEach(account::print);
    }
}
