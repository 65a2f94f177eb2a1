package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import werkmeister.plant.table.RawTable;
import werkmeister.plant.table.Understanding;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * The habits of those who write tables: each small file of {@code habits.txt} with what is
 * understood of it in {@code habits-understood.txt}. In the files \t is a tab and \E at the end
 * leaves the last line open.
 */
class HabitsTest {
    private static final String TITLE = "### ";

    record Habit(String title, String file, String understood) {
        @Override
        public String toString() {
            return title;
        }
    }

    @TempDir Path folder;

    @ParameterizedTest(name = "{0}")
    @MethodSource("habits")
    void understands(Habit habit) throws IOException {
        assertThat(understood(folder, habit.file())).isEqualTo(habit.understood());
    }

    static Stream<Habit> habits() {
        var files = sections("/habits.txt");
        var expected = sections("/habits-understood.txt");
        assertThat(expected.keySet()).isEqualTo(files.keySet());
        return files.entrySet().stream()
                .map(entry ->
                        new Habit(
                                entry.getKey(),
                                entry.getValue(),
                                Objects.requireNonNull(expected.get(entry.getKey()))));
    }

    /** Prints what is understood now, to be read by a person before it becomes what is expected. */
    static void main(String[] arguments) throws IOException {
        Path folder = Files.createTempDirectory("habits");
        for (var habit : sections("/habits.txt").entrySet()) {
            IO.println(TITLE + habit.getKey());
            IO.print(understood(folder, habit.getValue()));
        }
    }

    private static String understood(Path folder, String text) throws IOException {
        Path file = folder.resolve("habit.csv");
        String content = text.replace("\\t", "\t");
        Files.writeString(
                file,
                content.endsWith("\\E\n") ? content.substring(0, content.length() - 3) : content);
        try {
            return describe(Ingest.table(file, ReadOptions.guess()));
        } catch (Refusal refusal) {
            return "refused: " + refusal.getMessage() + "\n";
        }
    }

    private static String describe(RawTable table) {
        Understanding understood = table.understood();
        var lines = new ArrayList<String>();
        var format = understood.format();
        lines.add(
                "(%s) (%s) %s %s %s"
                        .formatted(
                                format.separator(),
                                format.decimal(),
                                format.header() ? "header" : "no header",
                                format.layout(),
                                format.timeColumn()
                                        .map(name ->
                                                name + " as " + format.timeFormat().orElse("?"))
                                        .orElse("without time")));
        lines.add(
                "rows "
                        + Arrays.toString(table.rowNumbers())
                        + " of "
                        + understood.rows()
                        + ", times "
                        + times(table));
        for (Understanding.Column column : understood.signals()) {
            int at = table.signals().indexOf(column.name());
            String values =
                    at < 0
                            ? Arrays.toString(table.texts().get(column.name()))
                            : Arrays.toString(table.columns()[at]);
            lines.add(column.name() + " {" + column.unit() + "} " + column.type() + " " + values);
        }
        understood
                .rejected()
                .forEach(rejected ->
                        lines.add(
                                "rejected "
                                        + rejected.row()
                                        + " ("
                                        + rejected.column()
                                        + ") ("
                                        + rejected.value()
                                        + "): "
                                        + rejected.reason()));
        lines.add(
                "findings "
                        + understood.findings().stream()
                                .map(Understanding.Finding::kind)
                                .sorted(Comparator.naturalOrder())
                                .distinct()
                                .collect(Collectors.joining(" ")));
        understood.questions().stream()
                .filter(question -> !question.startsWith("The times have no zone"))
                .forEach(question -> lines.add("? " + question));
        return String.join("\n", lines) + "\n";
    }

    private static String times(RawTable table) {
        return IntStream.range(0, table.rows())
                .mapToObj(i -> Instant.EPOCH.plus(table.times()[i], ChronoUnit.MICROS).toString())
                .map(time -> time.replace("2026-02-01T", "").replace("Z", ""))
                .collect(Collectors.joining(" "));
    }

    private static Map<String, String> sections(String resource) {
        var sections = new TreeMap<String, String>();
        String title = "";
        var body = new StringBuilder();
        for (String line : lines(resource)) {
            if (line.startsWith(TITLE)) {
                if (!title.isEmpty()) {
                    sections.put(title, body.toString());
                }
                title = line.substring(TITLE.length());
                body.setLength(0);
            } else {
                body.append(line).append('\n');
            }
        }
        sections.put(title, body.toString());
        return sections;
    }

    private static List<String> lines(String resource) {
        try (var in =
                Objects.requireNonNull(HabitsTest.class.getResourceAsStream(resource), resource)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
