package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.plant.table.LabelColumns;
import werkmeister.plant.table.RawTable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.IntFunction;

/** Each case is a column beside a sensor; the last word says what became of it. */
class LabelColumnsTest {
    @TempDir Path folder;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    anomaly         | 0 0 0 1 1 0        | used 000110
                    Anomaly Label   | 0.0 0.0 1.0 0.0 0.0 0.0 | used 001000
                    is_anomaly      | 0 0 0 0 0 0        | used 000000
                    isAnomaly       | false false true true false false | used 001100
                    machine_status  | NORMAL NORMAL BROKEN RECOVERING NORMAL NORMAL | used 001100
                    Normal/Attack   | Normal Normal Attack Attack Normal Normal | used 001100
                    ATT_FLAG        | -999 -999 1 1 -999 -999 | used 001100
                    label           | 1 1 -1 1 1 1       | used 001000
                    Störung         | nein nein ja ja nein nein | used 001100
                    Zustand         | i.O. i.O. n.i.O. i.O. i.O. i.O. | used 001000
                    faultNumber     | 0 0 3 3 0 0        | used 001100
                    Machine failure | 0 0 0 0 1 0        | used 000010
                    changepoint     | 0 0 1 0 0 0        | used 001000
                    class           | 1 1 2 1 1 1        | used 001000
                    target          | 0 0 1 1 0 0        | used 001100
                    target speed    | 10 10 20 20 10 10  | signal
                    fault current   | 1.5 1.6 1.5 1.7 9.5 1.6 | signal
                    anomaly score   | 0 0 1 0 0 0        | signal
                    valve open      | 0 1 1 0 1 0        | signal
                    mode            | idle run run idle run run | text
                    status          | ok ok ok warm ok ok | text
                    """)
    void aColumnIsALabelIfItIsEvidentlyOne(String name, String values, String expected)
            throws IOException {
        var table = table(name, values.split(" "));
        var columns = LabelColumns.found(table);

        String found =
                columns.used().contains(name)
                        ? "used " + bits(columns.rows(table))
                        : table.signals().contains(name) ? "signal" : "text";
        assertThat(found).isEqualTo(expected);
        assertThat(columns.withheld())
                .isEqualTo(expected.startsWith("used") ? List.of(name) : List.of());
    }

    @Test
    void ofSeveralTheAnomalyIsBelievedAndAllAreWithheld() throws IOException {
        var table =
                read(
                        "time,a,changepoint,anomaly\n",
                        row ->
                                row / 100
                                        + ",0."
                                        + row
                                        + ","
                                        + (row == 120 ? 1 : 0)
                                        + ","
                                        + (row > 120 ? 1 : 0));
        var columns = LabelColumns.found(table);

        assertThat(columns.used()).containsExactly("anomaly");
        assertThat(columns.withheld()).containsExactly("anomaly", "changepoint");
    }

    @Test
    void aFlagThatIsSetOnlyInLabelledRowsIsWithheld() throws IOException {
        var table =
                read(
                        "time,a,TWF,door,failure\n",
                        row ->
                                "0,"
                                        + row
                                        + "."
                                        + row
                                        + ","
                                        + (row % 50 == 40 ? 1 : 0)
                                        + ","
                                        + (row % 3 == 0 ? 1 : 0)
                                        + ","
                                        + (row % 50 >= 40 ? 1 : 0));
        var columns = LabelColumns.found(table);

        assertThat(columns.used()).containsExactly("failure");
        assertThat(columns.withheld()).containsExactly("TWF", "failure");
    }

    @Test
    void whatAPersonNamesIsUsedAndTheRestIsStillWithheld() throws IOException {
        var table =
                read(
                        "time,a,state,anomaly\n",
                        row ->
                                "0,"
                                        + row
                                        + ".5,"
                                        + (row > 150 ? 2 : 0)
                                        + ","
                                        + (row > 100 ? 1 : 0));
        var columns = LabelColumns.named(table, List.of("state"));

        assertThat(columns.used()).containsExactly("state");
        assertThat(columns.withheld()).containsExactly("anomaly", "state");
        assertThat(LabelColumns.withheldOnly(table).withheld()).containsExactly("anomaly");
    }

    private RawTable table(String name, String[] values) throws IOException {
        var text = new StringBuilder("time,sensor," + name + "\n");
        for (int i = 0; i < values.length; i++) {
            text.append("2026-01-01 00:00:0%d,%d.5,%s\n".formatted(i, i * i % 7, values[i]));
        }
        return table(text.toString());
    }

    private RawTable read(String head, IntFunction<String> row) throws IOException {
        var text = new StringBuilder(head);
        for (int i = 0; i < 200; i++) {
            String cells = row.apply(i);
            text.append("2026-01-01 %02d:%02d:00".formatted(i / 60, i % 60))
                    .append(cells.substring(cells.indexOf(',')))
                    .append('\n');
        }
        return table(text.toString());
    }

    private RawTable table(String text) throws IOException {
        var file = folder.resolve("data.csv");
        Files.writeString(file, text);
        return Ingest.table(file, ReadOptions.guess());
    }

    private static String bits(boolean[] rows) {
        var bits = new StringBuilder();
        for (boolean row : rows) {
            bits.append(row ? '1' : '0');
        }
        return bits.toString();
    }
}
