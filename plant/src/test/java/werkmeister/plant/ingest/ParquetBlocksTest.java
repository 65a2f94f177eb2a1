package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;

import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A large Parquet file of anybody's making says the same in blocks as at once. */
class ParquetBlocksTest {
    private static final Ingest.Limits SMALL = new Ingest.Limits(0, 40_000);

    @TempDir Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    wide              | SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' + i * INTERVAL 1 MINUTE AS time, i * 0.5 AS "p [bar]", i % 3 = 0 AS open, CASE WHEN i % 10 = 0 THEN NULL ELSE i % 97 END AS gap, concat('x', i % 2) AS shift, i AS n FROM range(150000) t(i)
                    local time        | SELECT TIMESTAMP '2026-10-24 12:00:00' + i * INTERVAL 1 SECOND AS zeit, i % 71 AS wert, i % 13 AS kraft FROM range(150000) t(i)
                    missing times     | SELECT CASE WHEN i % 1000 = 7 THEN NULL ELSE TIMESTAMPTZ '2026-01-01 00:00:00+00' + i * INTERVAL 1 MINUTE END AS time, i % 71 AS wert, i % 13 AS kraft FROM range(150000) t(i)
                    long, in order    | SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' + (i // 2) * INTERVAL 1 SECOND AS t, CASE WHEN i % 2 = 0 THEN 'p' ELSE 'q' END AS tag, CAST(i % 101 AS DOUBLE) AS value FROM range(150000) t(i)
                    a late number     | SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' + i * INTERVAL 1 MINUTE AS time, CASE WHEN i > 120000 THEN i / 3.0 ELSE i % 2 END AS load, i % 13 AS kraft FROM range(150000) t(i)
                    """)
    void blocksTellTheSameAsTheWholeFile(String name, String query) throws SQLException {
        Path file = duckdb(query);

        var blocks = new Gathered();
        var streamed = Ingest.samples(file, ReadOptions.guess(), blocks, SMALL);
        var whole = Ingest.table(file, ReadOptions.guess());

        assertThat(streamed).isEqualTo(whole.understood());
        assertThat(blocks.count).as(name).isGreaterThan(1);
        SampleTable samples = whole.samples();
        for (int row = 0; row < samples.rows(); row++) {
            for (int c = 0; c < samples.signals().size(); c++) {
                double value = samples.columns()[c][row];
                String at = samples.signals().get(c) + "@" + samples.times()[row];
                assertThat(blocks.valuesByPlace.getOrDefault(at, Double.NaN))
                        .as(at)
                        .isEqualTo(Double.valueOf(value));
            }
        }
    }

    @Test
    void severalMachinesAreToldApartInBlocks() throws SQLException {
        Path file =
                duckdb(
                        """
                        SELECT 'press-' || (i // 50000 + 1) AS machine,
                               TIMESTAMPTZ '2026-01-01 00:00:00+00' + (i % 50000) * INTERVAL 1 MINUTE AS time,
                               i % 71 AS wert, i % 13 AS kraft
                        FROM range(150000) t(i) ORDER BY i
                        """);
        Map<String, Integer> rows = new HashMap<>();
        var blocks = new int[1];
        MachineSink sink =
                new MachineSink() {
                    @Override
                    public void begin() {
                        rows.clear();
                    }

                    @Override
                    public void block(String machine, SampleTable samples) {
                        rows.merge(machine, samples.rows(), Integer::sum);
                        blocks[0]++;
                    }
                };

        var understood = Ingest.perMachine(file, ReadOptions.guess(), sink, SMALL);

        assertThat(rows).isEqualTo(Map.of("press-1", 50_000, "press-2", 50_000, "press-3", 50_000));
        assertThat(blocks[0]).isGreaterThan(3);
        assertThat(understood.machines()).containsExactly("press-1", "press-2", "press-3");
        assertThat(understood.rows()).isEqualTo(150_000);
    }

    @Test
    void whoTakesTheBlocksAndFailsIsNotTakenForABrokenFile() throws SQLException {
        Path file =
                duckdb(
                        """
                        SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' + i * INTERVAL 1 MINUTE AS time, i % 71 AS wert
                        FROM range(150000) t(i)
                        """);
        SampleSink full =
                new SampleSink() {
                    @Override
                    public void begin() {}

                    @Override
                    public void block(SampleTable samples) {
                        throw new IllegalStateException("the disk is full");
                    }
                };

        assertThatThrownBy(() -> Ingest.samples(file, ReadOptions.guess(), full, SMALL))
                .isInstanceOf(IllegalStateException.class)
                .isNotInstanceOf(Refusal.class)
                .hasMessage("the disk is full");
    }

    /** What came, by signal and time: of equal places the last counts. */
    private static final class Gathered implements SampleSink {
        private final Map<String, Double> valuesByPlace = new HashMap<>();
        private final List<String> signals = new ArrayList<>();
        private int count;

        @Override
        public void begin() {
            valuesByPlace.clear();
            signals.clear();
            count = 0;
        }

        @Override
        public void block(SampleTable samples) {
            count++;
            for (int c = 0; c < samples.columns().length; c++) {
                String signal = samples.signals().get(c);
                double[] column = samples.columns()[c];
                IntStream.range(0, samples.rows())
                        .forEach(row ->
                                valuesByPlace.put(
                                        signal + "@" + samples.times()[row], column[row]));
            }
        }
    }

    private Path duckdb(String query) throws SQLException {
        Path file = folder.resolve("peer.parquet");
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement()) {
            statement.execute("SET TimeZone = 'UTC'");
            statement.execute("COPY (%s) TO '%s' (FORMAT parquet)".formatted(query, file));
        }
        return file;
    }
}
