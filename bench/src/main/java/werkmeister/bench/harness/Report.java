package werkmeister.bench.harness;

import werkmeister.cli.terminal.Table;
import werkmeister.server.json.Json;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/** Figures and the machine they were taken on, in the shapes that scripts and people read. */
public record Report(Machine machine, List<Result> results) implements Figures {
    /** A column of the tables; one whose head starts with {@code >} holds numbers. */
    private record Column(String head, Function<Result, String> cell) {
        boolean numbers() {
            return head.startsWith(">");
        }
    }

    private static final List<Column> BEFORE_PEERS =
            List.of(
                    new Column("figure", Result::name),
                    new Column(">value", result -> number(result.value())),
                    new Column("unit", Result::unit),
                    new Column(">spread", result -> number(result.spread())),
                    new Column(">runs", result -> Integer.toString(result.runs())),
                    new Column(">floor", result -> text(result.floor())),
                    new Column(">ratio", result -> text(result.ratio())));

    private static final List<Column> PEERS =
            List.of(
                    new Column("peer", result -> result.peer().orElse("")),
                    new Column(">peer value", result -> text(result.peerValue())),
                    new Column(">peer ratio", result -> text(result.peerRatio())));

    private static final List<Column> AFTER_PEERS =
            List.of(
                    new Column("goal", result -> result.goal().orElse("")),
                    new Column(
                            "met",
                            result -> result.met().map(met -> met ? "yes" : "no").orElse("")));

    public Report {
        results = List.copyOf(results);
    }

    @Override
    public String json() {
        return Json.pretty(this);
    }

    @Override
    public void print(PrintStream out) {
        facts().forEach(out::println);
        out.println();
        var table = new Table(columns().stream().map(Column::head).toList());
        results.forEach(result -> table.row(cells(result).toArray(String[]::new)));
        table.print(out);
    }

    @Override
    public void printMarkdown(PrintStream out) {
        facts().forEach(fact -> out.println("- " + fact));
        out.println();
        out.println(row(columns().stream().map(column -> column.head().replaceFirst("^>", ""))));
        out.println(row(columns().stream().map(column -> column.numbers() ? "---:" : "---")));
        results.forEach(result -> out.println(row(cells(result))));
    }

    private static String row(Stream<String> cells) {
        return "| " + String.join(" | ", cells.toList()) + " |";
    }

    private Stream<String> cells(Result result) {
        return columns().stream().map(column -> column.cell().apply(result));
    }

    /** Those of peers only where there is one. */
    private List<Column> columns() {
        var peers =
                results.stream().anyMatch(result -> result.peer().isPresent())
                        ? PEERS
                        : List.<Column>of();
        return Stream.of(BEFORE_PEERS, peers, AFTER_PEERS).flatMap(List::stream).toList();
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
