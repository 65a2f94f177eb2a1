package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.plant.table.Understanding;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Whatever a source calls good, uncertain and bad is kept as 0, 1 and 2 beside the signal. */
class QualityCodesTest {
    @TempDir Path folder;

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    OPC Classic          | 192        | 64         | 0
                    OPC Classic, limits  | 216        | 80         | 28
                    OPC UA               | 0          | 1073741824 | 2147483648
                    OPC UA, signed       | 0          | 1083113472 | -2144010240
                    OPC UA, hexadecimal  | 0x00000000 | 0x40920000 | 0x80310000
                    words                | Good       | Uncertain  | Bad
                    words of OPC UA      | Good       | UncertainLastUsableValue | BadNoCommunication
                    German words         | Gut        | Unsicher   | Schlecht
                    """)
    void everySchemeIsUnderstood(String scheme, String good, String uncertain, String bad)
            throws IOException {
        var text = new StringBuilder("time;Druck [bar];Druck.Quality;Temp;Temp_Status\n");
        String[] codes = {good, uncertain, bad, good, good};
        for (int i = 0; i < codes.length; i++) {
            text.append("2026-01-01 00:0%d;%d,5;%s;%d,25;%s\n".formatted(i, i, codes[i], i, good));
        }

        var samples = samples(text.toString());

        assertThat(samples.signals())
                .as(scheme)
                .containsExactly("Druck", "Druck.quality", "Temp", "Temp.quality");
        assertThat(samples.column("Druck.quality")).containsExactly(0, 1, 2, 0, 0);
        assertThat(samples.column("Druck")).containsExactly(0.5, 1.5, Double.NaN, 3.5, 4.5);
        assertThat(samples.column("Temp")).containsExactly(0.25, 1.25, 2.25, 3.25, 4.25);
    }

    @Test
    void theAccountCountsBadSamplesAndDoesNotCallTheirColumnASignal() throws IOException {
        var understood =
                Ingest.understand(
                        write(
                                """
                                time,value,quality
                                2026-01-01 00:00,1.5,192
                                2026-01-01 00:01,2.5,0
                                2026-01-01 00:02,3.5,64
                                """),
                        ReadOptions.guess());

        assertThat(understood.signals())
                .extracting(Understanding.Column::name, Understanding.Column::type)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("value", "number"),
                        org.assertj.core.groups.Tuple.tuple("value.quality", "quality"));
        assertThat(understood.signals().getFirst().missing()).isEqualTo(1);
        assertThat(understood.findings())
                .anyMatch(finding ->
                        finding.kind().equals("SampleQuality")
                                && finding.where().equals("value")
                                && finding.text().contains("1 samples are bad")
                                && finding.text().contains("1 are uncertain"));
    }

    @Test
    void inALongFileABadReadingEndsWhatWasHeldBeforeIt() throws IOException {
        var samples =
                samples(
                        """
                        time,tag,value,quality
                        2026-01-01 00:00,a,1,Good
                        2026-01-01 00:01,b,7,Good
                        2026-01-01 00:02,c,5,Good
                        2026-01-01 00:03,a,2,Bad
                        2026-01-01 00:04,b,8,Good
                        2026-01-01 00:05,a,3,Uncertain
                        """);

        double none = Double.NaN;
        assertThat(samples.column("a")).containsExactly(1, 1, 1, none, none, 3);
        assertThat(samples.column("a.quality")).containsExactly(0, 0, 0, 2, 2, 1);
        assertThat(samples.column("b")).containsExactly(none, 7, 7, 7, 8, 8);
    }

    @Test
    void aStatusThatIsNoQualityStaysASignal() throws IOException {
        var samples =
                samples(
                        """
                        time,speed,speed_status,state
                        2026-01-01 00:00,1.5,3,1
                        2026-01-01 00:01,2.5,4,0
                        2026-01-01 00:02,3.5,5,1
                        """);
        assertThat(samples.signals()).containsExactly("speed", "speed_status", "state");
    }

    @Test
    void blocksGiveTheSameCodesAsTheWhole() throws IOException {
        var text = new StringBuilder("time,a,a_quality,b\n");
        for (int i = 0; i < 60_000; i++) {
            text.append(java.time.LocalDateTime.of(2026, 1, 1, 0, 0).plusMinutes(i));
            text.append(",%d.5,%d,%d\n".formatted(i * 31 % 97, i % 11 == 0 ? 0 : 192, i % 13));
        }
        Path file = write(text.toString());

        var blocks = new Collected();
        var streamed =
                Ingest.samples(file, ReadOptions.guess(), blocks, new Ingest.Limits(0, 20_000));
        var whole = Ingest.table(file, ReadOptions.guess());

        assertThat(blocks.tables).hasSizeGreaterThan(3);
        assertThat(streamed).isEqualTo(whole.understood());
        int row = 0;
        for (SampleTable block : blocks.tables) {
            int end = row + block.rows();
            assertThat(block.column("a")).isEqualTo(whole.kept().slice(row, end).column("a"));
            assertThat(block.column("a.quality"))
                    .isEqualTo(whole.kept().slice(row, end).column("a.quality"));
            row = end;
        }
        assertThat(whole.samples().signals()).containsExactly("a", "b");
    }

    @Test
    void codesLieInTheParquetFileAndAreUnderstoodFromThere() throws IOException {
        var samples =
                samples(
                        """
                        time,a,a.quality
                        2026-01-01 00:00,1.5,192
                        2026-01-01 00:01,2.5,0
                        2026-01-01 00:02,3.5,64
                        """);
        var store = new SampleStore(folder.resolve("store"));
        var files = store.write(new TenantId("plant"), new MachineId("pump"), samples);
        assertThat(store.whole(files.getFirst()).signals()).containsExactly("a", "a.quality");

        var again = samples(folder.resolve("store").resolve(files.getFirst().path()));

        assertThat(again.column("a.quality")).containsExactly(0, 2, 1);
        assertThat(again.column("a")).containsExactly(1.5, Double.NaN, 3.5);
    }

    private SampleTable samples(String text) throws IOException {
        return samples(write(text));
    }

    private static SampleTable samples(Path file) {
        var collected = new Collected();
        Ingest.samples(file, ReadOptions.guess(), collected);
        assertThat(collected.tables).hasSize(1);
        return collected.tables.getFirst();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("quality.csv"), text);
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
    }
}
