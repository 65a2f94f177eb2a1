package werkmeister.bench.models;

import werkmeister.bench.harness.Figures;
import werkmeister.bench.harness.Machine;
import werkmeister.cli.terminal.Table;
import werkmeister.server.json.Json;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;

/** The outcomes, in the shapes that scripts and people read. */
public record ModelsReport(Machine machine, List<Outcome> models) implements Figures {
    private static final List<String> HEADS =
            List.of(
                    "figure",
                    ">ours",
                    ">spread",
                    ">published",
                    "goal",
                    "met",
                    "peers",
                    "trivial rivals");

    public ModelsReport {
        models = List.copyOf(models);
    }

    @Override
    public String json() {
        return Json.pretty(this);
    }

    @Override
    public void print(PrintStream out) {
        for (Outcome outcome : models) {
            out.println(title(outcome));
            var table = new Table(HEADS);
            outcome.figures().forEach(figure -> table.row(cells(figure).toArray(String[]::new)));
            table.print(out);
            outcome.peers().forEach(peer -> out.println(effort(peer)));
            out.println();
        }
    }

    @Override
    public void printMarkdown(PrintStream out) {
        out.println(
                "Measured at %s with Werkmeister %s, %d cores, Java %s."
                        .formatted(
                                machine.at(), machine.version(), machine.cores(), machine.java()));
        for (Outcome outcome : models) {
            out.println();
            out.println("**" + title(outcome) + "**");
            out.println();
            out.println(
                    "| figure | ours | spread | published | goal | met | peers | trivial rivals |");
            out.println("|---|---:|---:|---:|---|---|---|---|");
            for (Outcome.Figure figure : outcome.figures()) {
                out.println("| " + String.join(" | ", cells(figure)) + " |");
            }
            outcome.peers().forEach(peer -> out.println("\n" + effort(peer)));
        }
    }

    private static String effort(Outcome.Peer peer) {
        return String.format(
                Locale.ROOT,
                "%s took %.1f s and %,.0f MB.",
                peer.name(),
                peer.seconds(),
                peer.megabytes());
    }

    private static String title(Outcome outcome) {
        return String.format(
                Locale.ROOT,
                "%s: %s. %.0f s%s",
                outcome.name(),
                outcome.protocol(),
                outcome.seconds(),
                outcome.kilobytes() > 0
                        ? String.format(Locale.ROOT, ", model %,.0f kB", outcome.kilobytes())
                        : "");
    }

    private static List<String> cells(Outcome.Figure figure) {
        return List.of(
                figure.name(),
                number(figure.value()),
                figure.seeds() > 1 ? number(figure.spread()) : "",
                figure.published().map(ModelsReport::number).orElse(""),
                figure.goal().orElse(""),
                figure.met().map(met -> met ? "yes" : "no").orElse(""),
                listed(figure.peers()),
                listed(figure.trivial()));
    }

    private static String listed(Map<String, Double> others) {
        var listed = new ArrayList<String>();
        for (Map.Entry<String, Double> other : new TreeMap<>(others).entrySet()) {
            listed.add(other.getKey() + " " + number(other.getValue()));
        }
        return String.join(", ", listed);
    }

    private static String number(double value) {
        return String.format(Locale.ROOT, Math.abs(value) < 20 ? "%.3f" : "%,.1f", value);
    }
}
