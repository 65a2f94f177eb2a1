package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.plant.table.RawTable;
import werkmeister.plant.table.Understanding;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.ZoneId;

class IngestTest {
    @TempDir Path folder;

    /**
     * The same two rows in many habits; all give pressure 1234.5 and 7, starting at the same
     * instant.
     */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "time,pressure\n2026-02-13 10:00:00,1234.5\n2026-02-13 10:01:00,7\n",
                "time;pressure\r\n13.02.2026 10:00:00;1234,5\r\n13.02.2026 10:01:00;7,0\r\n",
                "Zeit;Druck\n13.02.2026 10:00;1.234,5\n13.02.2026 10:01;7,0\n",
                "time\tpressure\n2026-02-13T10:00:00Z\t1234.5\n2026-02-13T10:01:00Z\t7\n",
                "time|pressure\n2026-02-13T11:00:00+01:00|1234.5\n2026-02-13T11:01:00+01:00|7\n",
                "# a comment\n"
                        + "time,pressure\n"
                        + "2026-02-13 10:00:00.000,1234.5\n"
                        + "2026-02-13 10:01:00.000,7\n",
                "time;pressure\n;bar\n13.02.2026 10:00:00;1234,5\n13.02.2026 10:01:00;7,0\n",
                "Date,Time,pressure\n2026-02-13,10:00:00,1234.5\n2026-02-13,10:01:00,7\n",
                "timestamp,pressure\n1770976800,1234.5\n1770976860,7\n",
                "timestamp,pressure\n1770976800000,1234.5\n1770976860000,7\n",
                "\"time\",\"pressure\"\n"
                        + "\"2026-02-13 10:00:00\",\"1234.5\"\n"
                        + "\"2026-02-13 10:01:00\",\"7\"\n",
                "pressure,when\n1234.5,2026-02-13 10:00:00\n7,2026-02-13 10:01:00\n",
                "13.02.2026 10:00:00;1234,5\n13.02.2026 10:01:00;7,0\n",
                "time,pressure\n02/13/2026 10:00:00,1234.5\n02/13/2026 10:01:00,7\n",
                "time;pressure [bar]\n2026/02/13 10:00:00;1.2345e3\n2026/02/13 10:01:00;7\n",
            })
    void theSameRowsAreUnderstoodInEveryHabit(String text) throws IOException {
        RawTable table =
                Ingest.table(write(text.getBytes(StandardCharsets.UTF_8)), ReadOptions.guess());

        var samples = table.samples();
        assertThat(samples.rows()).isEqualTo(2);
        assertThat(samples.columns()).hasDimensions(1, 2);
        assertThat(samples.columns()[0]).containsExactly(1234.5, 7);
        assertThat(table.understood().start()).contains(Instant.parse("2026-02-13T10:00:00Z"));
        assertThat(table.understood().end()).contains(Instant.parse("2026-02-13T10:01:00Z"));
        assertThat(table.understood().rejectedTotal()).isZero();
    }

    @ParameterizedTest
    @ValueSource(strings = {"windows-1252", "UTF-16", "UTF-8"})
    void namesSurviveEveryEncoding(String encoding) throws IOException {
        byte[] bytes =
                "Zeit;Öldruck [bar]\n13.02.2026 10:00:00;1,5\n13.02.2026 10:01:00;2,5\n"
                        .getBytes(Charset.forName(encoding));
        var table = Ingest.table(write(bytes), ReadOptions.guess());
        assertThat(table.signals()).containsExactly("Öldruck");
        assertThat(table.understood().signals().getFirst().unit()).isEqualTo("bar");
    }

    @Test
    void theRepeatedHourOfAutumnIsKeptApartByOrder() throws IOException {
        var text = new StringBuilder("time;value\n");
        for (String time : new String[] {"01:30", "02:00", "02:30", "02:00", "02:30", "03:00"}) {
            text.append("25.10.2026 ").append(time).append(":00;1,0\n");
        }
        var table =
                Ingest.table(
                        write(text.toString().getBytes(StandardCharsets.UTF_8)),
                        ReadOptions.in(ZoneId.of("Europe/Berlin")));
        long[] times = table.times();
        for (int i = 1; i < times.length; i++) {
            assertThat(times[i] - times[i - 1]).as("step %d", i).isEqualTo(30 * 60_000_000L);
        }
        assertThat(table.understood().findings())
                .anyMatch(finding -> finding.kind().equals("RepeatedHour"));
    }

    @Test
    void aTextAmongNumbersIsRejectedWithItsPlaceAndTheRowStays() throws IOException {
        var table =
                Ingest.table(
                        write(
                                "time,a,b\n2026-02-13 10:00:00,1,2\n2026-02-13 10:01:00,oops,3\n2026-02-13 10:02:00,5,NaN\n"
                                        .getBytes(StandardCharsets.UTF_8)),
                        ReadOptions.guess());
        assertThat(table.rows()).isEqualTo(3);
        assertThat(table.understood().rejected())
                .containsExactly(new Understanding.Rejected(2, "a", "oops", "is not a number"));
        assertThat(table.column("b")).containsExactly(2, 3, Double.NaN);
    }

    @Test
    void labelsStayTexts() throws IOException {
        var table =
                Ingest.table(
                        write(
                                "time,a,state\n2026-02-13 10:00:00,1,NORMAL\n2026-02-13 10:01:00,2,BROKEN\n"
                                        .getBytes(StandardCharsets.UTF_8)),
                        ReadOptions.guess());
        assertThat(table.signals()).containsExactly("a");
        assertThat(table.texts().get("state")).containsExactly("NORMAL", "BROKEN");
    }

    @Test
    void columnsSetApartByBlanksNeedNoHeader() throws IOException {
        var table =
                Ingest.table(
                        write(
                                "1 1 -0.0007 518.67  \n1 2 0.0019 518.68  \n1 3 0.0020 518.69  \n"
                                        .getBytes(StandardCharsets.UTF_8)),
                        ReadOptions.guess());
        assertThat(table.rows()).isEqualTo(3);
        assertThat(table.signals()).hasSize(4);
        assertThat(table.timed()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "<html><body>login</body></html>",
                "time,a\n",
                "\u0000\u0001\u0002\u0003"
            })
    void whatIsNoTableIsRefusedWithASentence(String text) throws IOException {
        Path file = write(text.getBytes(StandardCharsets.UTF_8));
        assertThatThrownBy(() -> Ingest.table(file, ReadOptions.guess()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(file.getFileName().toString());
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(folder.resolve("history.csv"), bytes);
    }
}
