package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.plant.store.ParquetTable;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

/** Parquet files as DuckDB writes them are understood, and what we write, DuckDB understands. */
class ParquetSheetTest {
    @TempDir Path folder;

    @Test
    void everyTypeBecomesASignal() throws SQLException {
        Path file =
                duckdb(
                        """
                        SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' + i * INTERVAL 1 MINUTE AS time,
                               i * 0.5 AS "Druck [bar]", CAST(i AS FLOAT) AS kraft, i * 1000000007 AS umlauf,
                               i % 3 = 0 AS offen, CASE WHEN i % 10 = 0 THEN NULL ELSE i END AS luecke,
                               'Schicht ' || (i % 2) AS schicht, CAST(i % 50 = 7 AS INT) AS anomaly
                        FROM range(200) t(i)
                        """);

        var table = Ingest.table(file, ReadOptions.guess());

        var understood = table.understood();
        assertThat(understood.format().timeColumn()).contains("time");
        assertThat(understood.format().layout()).isEqualTo("wide");
        assertThat(understood.start()).contains(Instant.parse("2026-01-01T00:00:00Z"));
        assertThat(understood.periodSeconds()).contains(60.0);
        assertThat(table.samples().signals())
                .containsExactly("Druck", "kraft", "umlauf", "offen", "luecke");
        assertThat(table.column("Druck")[3]).isEqualTo(1.5);
        assertThat(table.column("umlauf")[199]).isEqualTo(199 * 1_000_000_007.0);
        assertThat(table.column("offen")).startsWith(1, 0, 0, 1);
        assertThat(table.column("luecke")[10]).isNaN();
        assertThat(table.texts().get("schicht")).startsWith("Schicht 0", "Schicht 1");
        assertThat(understood.signals())
                .filteredOn(column -> column.name().equals("Druck"))
                .first()
                .satisfies(column -> assertThat(column.unit()).isEqualTo("bar"))
                .satisfies(column -> assertThat(column.sum()).contains(199 * 200 / 4.0));
    }

    @Test
    void timesWithoutAZoneAreLocal() throws SQLException {
        Path file =
                duckdb(
                        """
                        SELECT TIMESTAMP '2026-07-01 12:00:00' + i * INTERVAL 1 HOUR AS zeit, i AS wert
                        FROM range(30) t(i)
                        """);

        assertThat(Ingest.understand(file, ReadOptions.guess()).questions())
                .singleElement()
                .asString()
                .contains("--zone");
        assertThat(Ingest.understand(file, ReadOptions.in(ZoneId.of("Europe/Berlin"))).start())
                .contains(Instant.parse("2026-07-01T10:00:00Z"));
    }

    @Test
    void aLongFileBecomesWide() throws SQLException {
        Path file =
                duckdb(
                        """
                        SELECT TIMESTAMPTZ '2026-01-01 00:00:00+00' + (i // 2) * INTERVAL 1 SECOND AS t,
                               CASE WHEN i % 2 = 0 THEN 'p' ELSE 'q' END AS tag, CAST(i AS DOUBLE) AS value
                        FROM range(100) t(i)
                        """);

        var samples = Ingest.read(file, ReadOptions.guess()).samples();

        assertThat(samples.signals()).containsExactly("p", "q");
        assertThat(samples.rows()).isEqualTo(50);
        assertThat(samples.column("q")[49]).isEqualTo(99);
    }

    @Test
    void whatIsWrittenIsReadEquallyByBoth() throws IOException, SQLException {
        var table =
                new SampleTable(
                        new long[] {0, 1_000_000, 3_000_000},
                        List.of("Druck [bar]", "leer"),
                        new double[][] {
                            {1.5, Double.NaN, -2}, {Double.NaN, Double.NaN, Double.NaN}
                        });
        Path file = folder.resolve("ours.parquet");
        ParquetTable.write(table, file);

        assertThat(Ingest.read(file, ReadOptions.guess()).samples().column("Druck"))
                .containsExactly(1.5, Double.NaN, -2);
        assertThat(
                        query(
                                "SELECT count(*) || '|' || count(\"Druck [bar]\") || '|' ||"
                                        + " sum(\"Druck [bar]\")"
                                        + " FROM '%s'".formatted(file)))
                .isEqualTo("3|2|-0.5");
    }

    @Test
    void aBrokenFileIsNamed() throws IOException {
        Path file = folder.resolve("cut.parquet");
        Files.writeString(file, "PAR1 and then nothing of use");

        assertThatThrownBy(() -> Ingest.understand(file, ReadOptions.guess()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("cut.parquet");
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

    private static String query(String query) throws SQLException {
        try (var connection = DriverManager.getConnection("jdbc:duckdb:");
                var statement = connection.createStatement();
                var result = statement.executeQuery(query)) {
            result.next();
            return result.getString(1);
        }
    }
}
