package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.plant.store.SampleTable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** What is read block by block must be what is read at once. */
class BlockReadingTest {
    private static final Ingest.Limits SMALL = new Ingest.Limits(0, 40_000);
    private static final int ROWS = 60_000;
    private static final LocalDateTime START = LocalDateTime.of(2024, 1, 1, 0, 0);

    @TempDir Path folder;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void blocksTellTheSameAsTheWholeFile(long seed) throws IOException {
        Path file = file(seed, "dd.MM.yyyy HH:mm:ss");

        var blocks = new Blocks();
        var streamed = Ingest.samples(file, ReadOptions.guess(), blocks, SMALL);
        var whole = Ingest.table(file, ReadOptions.guess());

        assertThat(streamed).isEqualTo(whole.understood());
        assertThat(blocks.tables).hasSizeGreaterThan(1);
        assertThat(blocks.signals()).isEqualTo(whole.samples().signals());
        for (String signal : whole.samples().signals()) {
            assertThat(blocks.column(signal)).as(signal).isEqualTo(whole.samples().column(signal));
        }
        assertThat(blocks.times()).isEqualTo(whole.samples().times());
    }

    @Test
    void aColumnThatLosesItsTitleFurtherDownIsASignalFromTheStart() throws IOException {
        Path file =
                write(
                        "late.csv",
                        "time,row,load\n",
                        i ->
                                "%s,%s,%d"
                                        .formatted(
                                                time(i, "yyyy-MM-dd HH:mm:ss"),
                                                i < 50_000 ? i : i / 3.0,
                                                i % 7));

        var blocks = new Blocks();
        var understood = Ingest.samples(file, ReadOptions.guess(), blocks, SMALL);

        assertThat(blocks.begins).isEqualTo(2);
        assertThat(blocks.signals()).containsExactly("row", "load");
        assertThat(blocks.column("row")).hasSize(ROWS).contains(17, 50_001 / 3.0);
        assertThat(understood.signals().getFirst().type()).isEqualTo("number");
    }

    @Test
    void whatLooksLikeAFlagAtFirstIsCalledANumberInTheEnd() throws IOException {
        Path file =
                write(
                        "flag.csv",
                        "time,load,speed\n",
                        i ->
                                "%s,%s,%d"
                                        .formatted(
                                                time(i, "yyyy-MM-dd HH:mm:ss"),
                                                i < 50_000 ? i % 2 : i / 3.0,
                                                i % 7));

        var understood = Ingest.samples(file, ReadOptions.guess(), new Blocks(), SMALL);

        assertThat(understood.signals().getFirst().type()).isEqualTo("number");
    }

    @Test
    void dayAndMonthAreTurnedWhenTheEndOfTheFileSaysSo() throws IOException {
        // The first twelve days of January could be the first days of twelve months.
        Path file =
                write(
                        "american.csv",
                        "time,load\n",
                        i -> "%s,%d".formatted(time(i, "MM/dd/yyyy HH:mm"), i % 7));

        var blocks = new Blocks();
        var understood = Ingest.samples(file, ReadOptions.guess(), blocks, SMALL);

        assertThat(understood.rejectedTotal()).isZero();
        assertThat(understood.start()).contains(Instant.parse("2024-01-01T00:00:00Z"));
        assertThat(understood.end())
                .contains(START.plusMinutes(ROWS - 1).toInstant(ZoneOffset.UTC));
        assertThat(blocks.times()).hasSize(ROWS);
    }

    @Test
    void aLongFileInOrderOfTimeIsReadInBlocksToo() throws IOException {
        Path file =
                write(
                        "long.csv",
                        "time,signal,value\n",
                        i ->
                                "%s,%s,%d"
                                        .formatted(
                                                time(i / 2, "yyyy-MM-dd HH:mm:ss"),
                                                i % 2 == 0 ? "p" : "q",
                                                i));

        var blocks = new Blocks();
        var understood = Ingest.samples(file, ReadOptions.guess(), blocks, SMALL);

        assertThat(understood.format().layout()).isEqualTo("long");
        assertThat(blocks.tables).hasSizeGreaterThan(1);
        assertThat(blocks.signals()).containsExactly("p", "q");
    }

    /** A German file with gaps, repeated and unsorted rows, missing and stuck values. */
    private Path file(long seed, String pattern) throws IOException {
        var random = new Random(seed);
        var lines = new ArrayList<String>();
        for (int i = 0; i < ROWS; i++) {
            if (random.nextInt(1000) == 0) {
                i += random.nextInt(90);
            }
            lines.add(
                    "%s;%s;%s;%d;%s"
                            .formatted(
                                    time(i, pattern),
                                    decimal(20 + Math.sin(i / 99.0) + random.nextDouble()),
                                    i > 30_000 && i < 31_000
                                            ? "5,0"
                                            : random.nextInt(50) == 0
                                                    ? ""
                                                    : decimal(random.nextGaussian()),
                                    random.nextInt(2),
                                    random.nextInt(300) == 0 ? "kaputt" : "12,5"));
        }
        for (int i = 0; i < 20; i++) {
            int at = random.nextInt(lines.size() - 1);
            lines.set(at, lines.get(at + 1));
        }
        Path file = folder.resolve("file-" + seed + ".csv");
        Files.writeString(
                file,
                "Zeit;Druck [bar];Kraft [kN];Tür;Temperatur\n" + String.join("\n", lines) + "\n");
        return file;
    }

    private static String decimal(double value) {
        return String.format(java.util.Locale.ROOT, "%.3f", value).replace('.', ',');
    }

    private static String time(int minute, String pattern) {
        return START.plusMinutes(minute).format(DateTimeFormatter.ofPattern(pattern));
    }

    private interface Line {
        String of(int row);
    }

    private Path write(String name, String header, Line line) throws IOException {
        var text = new StringBuilder(header);
        for (int i = 0; i < ROWS; i++) {
            text.append(line.of(i)).append('\n');
        }
        Path file = folder.resolve(name);
        Files.writeString(file, text);
        return file;
    }

    /** Keeps what it is given. */
    private static final class Blocks implements SampleSink {
        private final List<SampleTable> tables = new ArrayList<>();
        private int begins;

        @Override
        public void begin() {
            begins++;
            tables.clear();
        }

        @Override
        public void block(SampleTable samples) {
            tables.add(samples);
        }

        List<String> signals() {
            return tables.getFirst().signals();
        }

        double[] column(String signal) {
            return tables.stream()
                    .flatMapToDouble(table -> Arrays.stream(table.column(signal)))
                    .toArray();
        }

        long[] times() {
            return tables.stream().flatMapToLong(table -> Arrays.stream(table.times())).toArray();
        }
    }
}
