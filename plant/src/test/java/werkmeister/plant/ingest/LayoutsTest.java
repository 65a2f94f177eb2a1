package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** How the rows of a file stand, and what it says where none of its columns is a time. */
class LayoutsTest {
    @TempDir Path folder;

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    a row a time                | time,a\\n2026-01-01 00:00:00,1\\n2026-01-01 00:01:00,2                             | wide   | 0
                    a row a reading             | time,tag,value\\n2026-01-01,a,1\\n2026-01-01,b,2\\n2026-01-02,a,3\\n2026-01-02,b,4 | long   | 0
                    rows and nothing else       | a,b\\n1.5,2\\n1.7,2.1\\n1.6,2.3                                                   | rows   | 0
                    a count of cycles           | cycle,a\\n1,5.5\\n2,5.6\\n3,5.7\\n4,5.1\\n5,5.2\\n6,5\\n7,5\\n8,5\\n9,5\\n10,5\\n11,5\\n12,5\\n13,5\\n14,5\\n15,5\\n16,5\\n17,5\\n18,5\\n19,5\\n20,5.1 | cycles | 0
                    units of cycles, no header  | 1 1 0.5\\n1 2 0.6\\n1 3 0.4\\n1 4 0.4\\n1 5 0.4\\n1 6 0.4\\n1 7 0.4\\n1 8 0.4\\n1 9 0.4\\n1 10 0.7\\n1 11 0.7\\n2 1 0.7\\n2 2 0.3\\n2 3 0.3\\n2 4 0.3\\n2 5 0.3\\n2 6 0.3\\n2 7 0.3\\n2 8 0.3\\n2 9 0.3\\n2 10 0.3\\n2 11 0.3 | runs | 2
                    batches by their name       | batch;temperature\\nB7;20,5\\nB7;21,5\\nB7;22,5\\nB9;20,1\\nB9;21,2\\nB9;21,3         | runs   | 2
                    batches that stand apart    | batch;temperature\\nB7;20,5\\nB9;21,5\\nB7;22,5\\nB9;20,1                           | rows   | 0
                    """)
    void theLayoutIsNamed(String what, String text, String layout, int machines)
            throws IOException {
        var understood =
                Ingest.understand(write(text.replace("\\n", "\n") + "\n"), ReadOptions.guess());

        assertThat(understood.format().layout()).as(what).isEqualTo(layout);
        assertThat(understood.machines()).as(what).hasSize(machines);
        assertThat(understood.findings())
                .as(what)
                .filteredOn(finding -> finding.kind().equals("NoTime"))
                .hasSize(understood.start().isEmpty() ? 1 : 0);
    }

    @Test
    void aTurnedFileIsReadLikeTheOther() throws IOException {
        String turned =
                "time;2026-01-01 00:00;2026-01-01 00:01;2026-01-01 00:02\n"
                        + "\"Druck; Pumpe [bar]\";1,5;1,6;1,7\n"
                        + "Temperatur [°C];20,5;;22,5\n";

        var table = Ingest.table(write(turned), ReadOptions.guess().turned());

        assertThat(table.signals()).containsExactly("Druck; Pumpe", "Temperatur");
        assertThat(table.column("Druck; Pumpe")).containsExactly(1.5, 1.6, 1.7);
        assertThat(table.column("Temperatur")).containsExactly(20.5, Double.NaN, 22.5);
        assertThat(table.understood().end().orElseThrow()).hasToString("2026-01-01T00:02:00Z");
        assertThat(table.understood().findings())
                .anyMatch(finding -> finding.kind().equals("Turned"));
    }

    @Test
    void aMeterIsSeenByItsNeverTurningBack() throws IOException {
        var text = new StringBuilder("time,meter,load\n");
        for (int i = 0; i < 120; i++) {
            text.append("2026-01-01 %02d:%02d,%s,%s\n".formatted(i / 60, i % 60, i * 0.7, i % 7));
        }

        var understood = Ingest.understand(write(text.toString()), ReadOptions.guess());

        assertThat(understood.findings())
                .filteredOn(finding -> finding.kind().equals("MonotonicValues"))
                .extracting(finding -> finding.where())
                .containsExactly("meter");
    }

    @Test
    void proseIsRefusedWithItsFirstSentence() throws IOException {
        Path file =
                write(
                        "Read me first\n\nThis folder holds what the rig measured in 2019.\n"
                                + "Columns are separated by semicolons, see below.\n");
        assertThatThrownBy(() -> Ingest.understand(file, ReadOptions.guess()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("(layout.txt) is prose")
                .hasMessageContaining("This folder holds");
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("layout.txt"), text);
    }
}
