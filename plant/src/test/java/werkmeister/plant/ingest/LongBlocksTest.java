package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.plant.store.SampleTable;
import werkmeister.plant.table.RawTable;
import werkmeister.plant.table.Understanding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;

/** A large file with a reading a row is read in blocks as it would be read at once. */
class LongBlocksTest {
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);

    @TempDir Path folder;

    @ParameterizedTest(name = "{0}, seed {1}")
    @CsvSource({
        "together, 1",
        "together, 2",
        "each at its time, 1",
        "each at its time, 2",
        "unordered, 1",
    })
    void blocksTellTheSameAsTheWhole(String habit, long seed) throws IOException {
        Path file = write(habit, new Random(seed));

        var blocks = new Collected();
        var streamed =
                Ingest.samples(file, ReadOptions.guess(), blocks, new Ingest.Limits(0, 20_000));
        RawTable whole = Ingest.table(file, ReadOptions.guess());

        assertThat(blocks.tables.size() > 5).isEqualTo(!habit.equals("unordered"));
        assertThat(told(streamed)).isEqualTo(told(whole.understood()));
        SampleTable all = whole.kept();
        assertThat(all.signals()).contains("late", "a.quality");
        for (String signal : all.signals()) {
            assertThat(blocks.column(signal)).as(signal).isEqualTo(all.column(signal));
        }
    }

    /**
     * All but how many times have every reading, which the first rows tell for the blocks, and
     * where a late signal stands.
     */
    private static List<Object> told(Understanding understood) {
        return List.of(
                understood.rows(),
                understood.format(),
                understood.start(),
                understood.end(),
                understood.periodSeconds(),
                understood.signals().stream()
                        .sorted(Comparator.comparing(Understanding.Column::name))
                        .toList(),
                understood.questions(),
                understood.findings().stream()
                        .filter(finding -> !finding.kind().equals("ValuesHeld"))
                        .sorted(Comparator.comparing(Understanding.Finding::toString))
                        .toList());
    }

    private Path write(String habit, Random random) throws IOException {
        var text = new StringBuilder("time,tag,value,unit,quality\n");
        for (int i = 0; i < 30_000; i++) {
            String late = i > 20_000 ? "late" : "c";
            String[] tags = {"a", "b", late};
            for (int t = 0; t < tags.length; t++) {
                int second = habit.equals("together") ? 3 * i : 3 * i + t;
                int shift = habit.equals("unordered") && i == 25_000 ? -7_000 : 0;
                text.append(START.plusSeconds(second + shift).withNano(1_000_000)).append(',');
                text.append(tags[t]).append(',').append(random.nextInt(10_000) / 8.0);
                text.append(",bar,").append(random.nextInt(9) == 0 ? 0 : 192).append('\n');
            }
        }
        return Files.writeString(folder.resolve("long.csv"), text);
    }

    private static final class Collected implements SampleSink {
        private final List<SampleTable> tables = new ArrayList<>();

        @Override
        public void begin() {
            tables.clear();
        }

        @Override
        public void block(SampleTable samples) {
            tables.add(samples);
        }

        /** NaN where a block does not have the signal. */
        double[] column(String signal) {
            return tables.stream()
                    .flatMapToDouble(table ->
                            table.signals().contains(signal)
                                    ? java.util.Arrays.stream(table.column(signal))
                                    : java.util.stream.DoubleStream.generate(() -> Double.NaN)
                                            .limit(table.rows()))
                    .toArray();
        }
    }
}
