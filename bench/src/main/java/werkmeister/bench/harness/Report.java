package werkmeister.bench.harness;

import werkmeister.cli.terminal.Table;
import werkmeister.server.json.Json;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** Figures and the machine they were taken on, in the shapes that scripts and people read. */
public record Report(Machine machine, List<Result> results) {
    private static final List<String> HEADS =
            List.of(
                    "figure", ">value", "unit", ">spread", ">runs", ">floor", ">ratio", "goal",
                    "met");

    public Report {
        results = List.copyOf(results);
    }

    public String json() {
        return Json.pretty(this);
    }

    public void print(PrintStream out) {
        facts().forEach(out::println);
        out.println();
        var table = new Table(HEADS);
        results.forEach(result -> table.row(cells(result)));
        table.print(out);
    }

    /** As it stands in docs/benchmarks.md. */
    public void printMarkdown(PrintStream out) {
        facts().forEach(fact -> out.println("- " + fact));
        out.println();
        out.println(row(HEADS.stream().map(head -> head.replaceFirst("^>", ""))));
        out.println(row(HEADS.stream().map(head -> head.startsWith(">") ? "---:" : "---")));
        results.forEach(result -> out.println(row(Stream.of(cells(result)))));
    }

    private static String row(Stream<String> cells) {
        return "| " + String.join(" | ", cells.toList()) + " |";
    }

    private List<String> facts() {
        var facts = new ArrayList<String>();
        facts.add("Measured at %s with Werkmeister %s".formatted(machine.at(), machine.version()));
        facts.add(
                "%s%d cores, %s GiB of memory"
                        .formatted(
                                machine.cpu().map(cpu -> cpu + ", ").orElse(""),
                                machine.cores(),
                                machine.memoryGiB()));
        facts.add("%s, file system %s".formatted(machine.system(), machine.fileSystem()));
        facts.add("Java " + machine.java());
        machine.load()
                .ifPresent(load -> facts.add("Load when the measuring began: %s".formatted(load)));
        return Collections.unmodifiableList(facts);
    }

    private static String[] cells(Result result) {
        return new String[] {
            result.name(),
            number(result.value()),
            result.unit(),
            number(result.spread()),
            Integer.toString(result.runs()),
            text(result.floor()),
            text(result.ratio()),
            result.goal().orElse(""),
            result.met().map(met -> met ? "yes" : "no").orElse("")
        };
    }

    private static String text(Optional<Double> number) {
        return number.map(Report::number).orElse("");
    }

    /** Three or four digits that count. */
    private static String number(double value) {
        if (value >= 1000) {
            return String.format(Locale.ROOT, "%,.0f", value);
        }
        return value >= 10
                ? String.format(Locale.ROOT, "%.1f", value)
                : String.format(Locale.ROOT, "%.3f", value);
    }
}
