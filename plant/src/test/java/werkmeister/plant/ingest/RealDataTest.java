package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;

import werkmeister.plant.table.Understanding;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Every file of the public data sets is understood with at most one flag, which its own account
 * suggests; rows, spans and sums are counted again by awk, which knows nothing of us. What holds no
 * data is refused with a sentence.
 */
@Tag("slow")
class RealDataTest {
    /** The first line that fits a file tells what is expected of it. */
    private static final List<Expected> EXPECTED =
            expected(
                    """
                    files                              | separator | header | flag     | layout
                    **/*.{md,json}                     |           |        |          | refused
                    **/{LICENSE,LICENSE.txt}           |           |        |          | refused
                    cmapss/readme.txt                  |           |        |          | refused
                    tep/readme.txt                     |           |        |          | refused
                    hydraulic/d{escription,ocumentation}.txt |     |        |          | refused
                    skab/data/**                       | ;         | 1      |          | wide
                    nab/data/**                        | ,         | 1      |          | wide
                    etth/*                             | ,         | 1      |          | wide
                    ai4i2020/*                         | ,         | 1      |          | cycles
                    steel-plates/*                     | ,         | 1      |          | rows
                    hydraulic/*                        | tab       | 0      |          | rows
                    cmapss/RUL*                        | blank     | 0      |          | rows
                    cmapss/*                           | blank     | 0      |          | runs
                    tep/d00.dat                        | blank     | 0      | --turned | rows
                    tep/*                              | blank     | 0      |          | rows
                    """);

    /** Counts what stands in a file; of every column that holds numbers how many, and their sum. */
    private static final String COUNT =
            """
            NR <= header { next }
            { sub(/\\r$/, "") }
            /^[ \\t]*$/ { next }
            {
                rows++
                for (i = 1; i <= NF; i++) {
                    column = turned ? rows : i
                    if ($i == "True") $i = 1
                    if ($i == "False") $i = 0
                    if ($i ~ /^[+-]?([0-9]+[.]?[0-9]*|[.][0-9]+)([eE][+-]?[0-9]+)?$/) {
                        count[column]++
                        sum[column] += $i
                        size[column] += $i < 0 ? -$i : $i
                    } else if ($i ~ /^[0-9][0-9][0-9][0-9]-[0-9][0-9]-[0-9][0-9] /) {
                        if (first == "" || $i < first) first = $i
                        if ($i > last) last = $i
                    }
                }
                if (!($1 in seen)) { seen[$1] = 1; firsts++ }
                if (NF > width) width = NF
            }
            END {
                printf "rows %d\\n", turned ? width : rows
                printf "firsts %d\\n", firsts
                if (first != "") printf "first %s\\nlast %s\\n", first, last
                for (c in count) printf "column %d %d %.17g %.17g\\n", c, count[c], sum[c], size[c]
            }
            """;

    private record Expected(
            String files, String separator, int header, String flag, String layout) {
        boolean fits(Path file) {
            return FileSystems.getDefault().getPathMatcher("glob:" + files).matches(file)
                    || FileSystems.getDefault()
                            .getPathMatcher("glob:" + files.replace("**/", ""))
                            .matches(file);
        }
    }

    private record ColumnCount(long count, double sum, double size) {}

    private record Counted(
            long rows,
            long firsts,
            Optional<Instant> first,
            Optional<Instant> last,
            Map<Integer, ColumnCount> columns) {}

    @TestFactory
    Stream<DynamicTest> everyFileIsUnderstoodAsAwkCountsIt() throws IOException {
        Optional<Path> data = data();
        if (data.isEmpty()) {
            System.out.println(
                    "RealDataTest is skipped: there are no data sets in WERKMEISTER_DATA or"
                            + " ../shared/datasets.");
            return Stream.empty();
        }
        List<Path> files;
        try (Stream<Path> walk = Files.walk(data.get())) {
            files = walk.filter(Files::isRegularFile).sorted().toList();
        }
        return files.stream()
                .map(file -> {
                    Path name = data.get().relativize(file);
                    return DynamicTest.dynamicTest(name.toString(), () -> check(file, name));
                });
    }

    private static void check(Path file, Path name) throws IOException, InterruptedException {
        Expected expected =
                EXPECTED.stream()
                        .filter(line -> line.fits(name))
                        .findFirst()
                        .orElseThrow(() -> new AssertionError("Nothing is expected of " + name));
        if (expected.layout().equals("refused")) {
            assertThatThrownBy(() -> Ingest.understand(file, ReadOptions.guess()))
                    .isInstanceOf(Refusal.class)
                    .hasMessageContaining("(" + name.getFileName() + ")");
            return;
        }
        ReadOptions options = ReadOptions.guess();
        if (!expected.flag().isEmpty()) {
            assertThat(Ingest.understand(file, options).questions())
                    .anyMatch(question -> question.contains(expected.flag()));
            options = options.turned();
        }
        compare(Ingest.understand(file, options), count(file, expected), expected);
        agreesInBlocks(file, options);
    }

    private static void compare(Understanding understood, Counted counted, Expected expected) {
        assertThat(understood.format().layout()).isEqualTo(expected.layout());
        assertThat(understood.format().header()).isEqualTo(expected.header() == 1);
        assertThat(understood.rows()).isEqualTo(counted.rows());
        assertThat(understood.rejectedTotal()).isZero();
        assertThat(understood.start()).isEqualTo(counted.first());
        assertThat(understood.end()).isEqualTo(counted.last());
        assertThat(understood.machines())
                .hasSize(expected.layout().equals("runs") ? (int) counted.firsts() : 0);
        int column = understood.format().timeColumn().isPresent() ? 1 : 0;
        int numbers = 0;
        for (Understanding.Column signal : understood.signals()) {
            column++;
            if (signal.type().equals("text")) {
                assertThat(counted.columns()).as(signal.name()).doesNotContainKey(column);
            } else {
                numbers++;
                ColumnCount found =
                        Objects.requireNonNull(counted.columns().get(column), signal.name());
                assertThat(signal.count()).as(signal.name()).isEqualTo(found.count());
                assertThat(signal.sum().orElseThrow())
                        .as(signal.name())
                        .isCloseTo(found.sum(), within(1e-9 * found.size()));
            }
        }
        assertThat(numbers).isEqualTo(counted.columns().size());
    }

    /** What is handed on in blocks is what the table holds. */
    private static void agreesInBlocks(Path file, ReadOptions options) {
        var whole = Ingest.table(file, options);
        if (!whole.timed()) {
            return;
        }
        var sums = new HashMap<String, Double>();
        Ingest.samples(
                file,
                options,
                new SampleSink() {
                    @Override
                    public void begin() {
                        sums.clear();
                    }

                    @Override
                    public void block(werkmeister.plant.store.SampleTable samples) {
                        for (String signal : samples.signals()) {
                            sums.merge(signal, sum(samples.column(signal)), Double::sum);
                        }
                    }
                },
                new Ingest.Limits(0, 5_000));
        var samples = whole.samples();
        assertThat(sums).hasSize(samples.signals().size());
        // Rows that repeat a time may lie in two blocks; the store lays them over one another.
        boolean repeated =
                whole.understood().findings().stream()
                        .anyMatch(finding -> finding.kind().equals("DuplicateTimestamps"));
        for (String signal : samples.signals()) {
            double expected = sum(samples.column(signal));
            if (!repeated) {
                assertThat(sums.get(signal))
                        .as(signal)
                        .isCloseTo(expected, within(1e-6 * Math.abs(expected) + 1e-6));
            }
        }
    }

    private static double sum(double[] values) {
        return Arrays.stream(values).filter(value -> !Double.isNaN(value)).sum();
    }

    private static Counted count(Path file, Expected expected)
            throws IOException, InterruptedException {
        var command =
                new ArrayList<>(
                        List.of(
                                "awk",
                                "-v",
                                "header=" + expected.header(),
                                "-v",
                                "turned=" + (expected.flag().equals("--turned") ? 1 : 0)));
        switch (expected.separator()) {
            case "blank" -> {}
            case "tab" -> command.addAll(List.of("-F", "\\t"));
            default -> command.addAll(List.of("-F", expected.separator()));
        }
        command.addAll(List.of(COUNT, file.toString()));
        var process = new ProcessBuilder(command).redirectErrorStream(true);
        process.environment().put("LC_ALL", "C");
        var awk = process.start();
        List<String> lines = new String(awk.getInputStream().readAllBytes()).lines().toList();
        assertThat(awk.waitFor()).as(String.join("\n", lines)).isZero();
        return counted(lines);
    }

    private static Counted counted(List<String> lines) {
        var values = new HashMap<String, String>();
        var columns = new HashMap<Integer, ColumnCount>();
        for (String line : lines) {
            String[] words = line.split(" ", 2);
            if (words[0].equals("column")) {
                String[] cells = words[1].split(" ");
                columns.put(
                        Integer.valueOf(cells[0]),
                        new ColumnCount(
                                Long.parseLong(cells[1]),
                                Double.parseDouble(cells[2]),
                                Double.parseDouble(cells[3])));
            } else {
                values.put(words[0], words[1]);
            }
        }
        return new Counted(
                Long.parseLong(values.get("rows")),
                Long.parseLong(values.get("firsts")),
                Optional.ofNullable(values.get("first")).map(RealDataTest::instant),
                Optional.ofNullable(values.get("last")).map(RealDataTest::instant),
                columns);
    }

    private static Instant instant(String text) {
        return LocalDateTime.parse(text.replace(' ', 'T')).toInstant(ZoneOffset.UTC);
    }

    private static List<Expected> expected(String table) {
        return table.lines()
                .skip(1)
                .map(line -> line.split("\\s*\\|\\s*", -1))
                .map(cells ->
                        new Expected(
                                cells[0].strip(),
                                cells[1],
                                cells[2].isEmpty() ? 0 : Integer.parseInt(cells[2]),
                                cells[3],
                                cells[4].strip()))
                .toList();
    }

    private static Optional<Path> data() {
        var places = new ArrayList<Path>();
        Optional.ofNullable(System.getenv("WERKMEISTER_DATA")).map(Path::of).ifPresent(places::add);
        places.add(Path.of("../../shared/datasets"));
        places.add(Path.of("../shared/datasets"));
        return places.stream().filter(Files::isDirectory).findFirst();
    }
}
