package werkmeister.bench.factory;

import werkmeister.bench.control.ControlFigure;
import werkmeister.bench.harness.Figures;
import werkmeister.bench.harness.Machine;
import werkmeister.bench.harness.Sheet;
import werkmeister.cli.terminal.Table;
import werkmeister.server.json.Json;
import werkmeister.simulator.replay.ReplayReport;
import werkmeister.simulator.serving.PlanCheck;

import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The trials, in the shapes that scripts and people read. */
public record FactoryReport(
        Machine machine,
        List<Trial> factory,
        List<ReplayReport> replays,
        List<PlanCheck> serving,
        List<ControlFigure> control)
        implements Figures {
    private static final List<String> REPLAY_HEADS =
            List.of(
                    "policy",
                    ">load",
                    ">in use",
                    ">Jain",
                    ">slowdown",
                    ">wait p50",
                    ">wait p95",
                    ">p95 of 9-32 GPUs",
                    ">longest wait");

    public FactoryReport {
        factory = List.copyOf(factory);
        replays = List.copyOf(replays);
        serving = List.copyOf(serving);
        control = List.copyOf(control);
    }

    @Override
    public String json() {
        return Json.pretty(this);
    }

    @Override
    public void print(PrintStream out) {
        for (Trial trial : factory) {
            out.println(title(trial));
            var table =
                    new Table(List.of("policy", ">mean", ">worst", ">published", ">runs", "goal"));
            for (Trial.Score score : trial.scores()) {
                table.row(
                        score.policy(),
                        number(score.mean()),
                        number(score.worst()),
                        score.published().map(FactoryReport::number).orElse(""),
                        String.valueOf(score.runs().size()),
                        score == trial.scores().getFirst() ? goal(trial) : "");
            }
            table.print(out);
            out.println();
        }
        if (!replays.isEmpty()) {
            replaySheet().print(out);
        }
        if (!serving.isEmpty()) {
            ServingTable.print(serving, out);
        }
        if (!control.isEmpty()) {
            ControlTable.print(control, out);
        }
    }

    /** A line a workload, a column a policy. */
    @Override
    public void printMarkdown(PrintStream out) {
        out.println(
                "Measured at %s with Werkmeister %s, %d cores, Java %s."
                        .formatted(
                                machine.at(), machine.version(), machine.cores(), machine.java()));
        for (String name : factory.stream().map(Trial::name).distinct().toList()) {
            List<Trial> trials = factory.stream().filter(t -> t.name().equals(name)).toList();
            List<Trial.Score> heads = trials.getFirst().scores();
            out.println();
            out.println(
                    "**%s: %s; %s, mean (worst) [published].**"
                            .formatted(
                                    name, trials.getFirst().protocol(), trials.getFirst().unit()));
            out.println();
            out.println(
                    "| workload | %s | goal | seconds |"
                            .formatted(
                                    heads.stream()
                                            .map(Trial.Score::policy)
                                            .collect(Collectors.joining(" | "))));
            out.println("|---|%s---|---:|".formatted("---:|".repeat(heads.size())));
            trials.forEach(trial -> out.println(line(trial)));
        }
        if (!replays.isEmpty()) {
            out.println();
            out.println(
                    "**%s: %,d to %,d jobs on %,d GPUs, runtimes known to those that plan; waits in hours.**"
                            .formatted(
                                    replays.getFirst().workload(),
                                    replays.stream().mapToInt(ReplayReport::jobs).min().orElse(0),
                                    replays.stream().mapToInt(ReplayReport::jobs).max().orElse(0),
                                    replays.getFirst().gpus()));
            out.println();
            out.println(
                    "The factory sees nodes, the others one pool; nobody is owed anything, nothing"
                            + " is interrupted.");
            out.println();
            replaySheet().printMarkdown(out);
        }
        if (!serving.isEmpty()) {
            ServingTable.printMarkdown(serving, out);
        }
        if (!control.isEmpty()) {
            ControlTable.printMarkdown(control, out);
        }
    }

    private Sheet replaySheet() {
        return new Sheet(REPLAY_HEADS, replays.stream().map(FactoryReport::cells).toList());
    }

    private static List<String> cells(ReplayReport report) {
        var all = report.classes().getFirst();
        return List.of(
                report.policy(),
                String.format(Locale.ROOT, "%.0f %%", 100 * report.load()),
                String.format(Locale.ROOT, "%.1f %%", 100 * report.utilisation()),
                String.format(Locale.ROOT, "%.3f", report.jain()),
                String.format(Locale.ROOT, "%.1f", all.slowdown()),
                hours(all.waitP50()),
                hours(all.waitP95()),
                large(report),
                hours(all.waitMax()));
    }

    /** Of the jobs that ask for more than eight GPUs and up to 32. */
    private static String large(ReplayReport report) {
        return report.classes().stream()
                .filter(one -> one.gpus().equals("9-32"))
                .findFirst()
                .map(one -> hours(one.waitP95()))
                .orElse("");
    }

    private static String hours(double seconds) {
        return String.format(Locale.ROOT, "%.1f", seconds / 3_600);
    }

    private static String line(Trial trial) {
        String scores =
                trial.scores().stream()
                        .map(score ->
                                "%s (%s)%s"
                                        .formatted(
                                                number(score.mean()),
                                                number(score.worst()),
                                                score.published()
                                                        .map(p -> " [%s]".formatted(number(p)))
                                                        .orElse("")))
                        .collect(Collectors.joining(" | "));
        return "| %s | %s | %s | %.0f |"
                .formatted(trial.workload(), scores, goal(trial), trial.seconds());
    }

    private static String title(Trial trial) {
        return String.format(
                Locale.ROOT,
                "%s %s: %s; %s. %.0f s",
                trial.name(),
                trial.workload(),
                trial.protocol(),
                trial.unit(),
                trial.seconds());
    }

    private static String goal(Trial trial) {
        return trial.goal()
                .map(goal -> goal + (trial.met().orElse(false) ? ": met" : ": missed"))
                .orElse("");
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, "%.2f", value);
    }
}
