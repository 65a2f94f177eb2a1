package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Each machine of a file keeps its own rows, however they stand among those of the others. */
class SeveralMachinesTest {
    private static final LocalDateTime START = LocalDateTime.of(2026, 1, 1, 0, 0);

    @TempDir Path folder;

    @Test
    void machinesThatTakeTurnsKeepTheirRows() throws IOException {
        var parts =
                read(
                        """
                        time;Maschine;Druck [bar]
                        01.01.2026 00:00;Presse 1;1,5
                        01.01.2026 00:00;Presse 2;7,5
                        01.01.2026 00:01;Presse 1;1,6
                        01.01.2026 00:01;Presse 2;7,6
                        01.01.2026 00:02;Presse 2;7,7
                        """);

        assertThat(parts.keySet()).containsExactly("Presse 1", "Presse 2");
        assertThat(part(parts, "Presse 1").column("Druck")).containsExactly(1.5, 1.6);
        assertThat(part(parts, "Presse 2").column("Druck")).containsExactly(7.5, 7.6, 7.7);
        assertThat(part(parts, "Presse 1").signals()).containsExactly("Druck");
    }

    @Test
    void aReadingARowOfSeveralMachinesIsBothLongAndApart() throws IOException {
        String text =
                """
                time,asset,tag,value
                2026-01-01 00:00,A,pressure,1.5
                2026-01-01 00:00,A,speed,100
                2026-01-01 00:00,B,pressure,2.5
                2026-01-01 00:00,B,speed,200
                2026-01-01 00:01,A,pressure,1.6
                2026-01-01 00:01,A,speed,101
                2026-01-01 00:01,B,pressure,2.6
                2026-01-01 00:01,B,speed,201
                """;

        var parts = read(text);
        var all = Ingest.table(write(text), ReadOptions.guess());

        assertThat(part(parts, "A").column("pressure")).containsExactly(1.5, 1.6);
        assertThat(part(parts, "B").column("speed")).containsExactly(200, 201);
        assertThat(all.understood().format().layout()).isEqualTo("long");
        assertThat(all.understood().machines()).containsExactly("A", "B");
        assertThat(all.signals())
                .containsExactly("A\\pressure", "A\\speed", "B\\pressure", "B\\speed");
        assertThat(all.column("B\\pressure")).containsExactly(2.5, 2.6);
    }

    @Test
    void aLargeFileIsTakenApartInBlocks() throws IOException {
        var random = new Random(1);
        var text = new StringBuilder("time,machine,load,row\n");
        var expected = new LinkedHashMap<String, List<Double>>();
        for (int i = 0; i < 60_000; i++) {
            String machine = "m" + random.nextInt(3);
            double load = Math.rint(random.nextDouble() * 1e6) / 1e3;
            expected.computeIfAbsent(machine, _ -> new ArrayList<>()).add(load);
            text.append(START.plusSeconds(10L * (i / 2))).append(i % 2 == 0 ? "" : ".5");
            text.append(',').append(machine).append(',').append(load).append(',').append(i);
            text.append('\n');
        }
        Path file = write(text.toString());

        var blocks = new Parts();
        var streamed =
                Ingest.perMachine(file, ReadOptions.guess(), blocks, new Ingest.Limits(0, 20_000));
        var whole = new Parts();
        var understood = Ingest.perMachine(file, ReadOptions.guess(), whole);

        assertThat(blocks.count).isGreaterThan(10);
        assertThat(streamed).isEqualTo(understood);
        assertThat(streamed.machines()).containsExactlyElementsOf(expected.keySet());
        expected.forEach((machine, loads) -> {
            assertThat(values(blocks.parts, machine)).as(machine).isEqualTo(loads);
            assertThat(values(whole.parts, machine)).as(machine).isEqualTo(loads);
        });
    }

    @Test
    void aFileOfOneMachineIsRefused() throws IOException {
        Path file = write("time,a\n2026-01-01 00:00,1\n2026-01-01 00:01,2\n");
        assertThatThrownBy(() -> Ingest.perMachine(file, ReadOptions.guess(), new Parts()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("tells machines apart");
    }

    @Test
    void aRowThatNamesNoMachineIsRefusedWithItsNumber() throws IOException {
        Path file =
                write(
                        """
                        time,machine,a
                        2026-01-01 00:00,A,1
                        2026-01-01 00:00,B,1
                        2026-01-01 00:01,A,1
                        2026-01-01 00:01,B,1
                        2026-01-01 00:02,,1
                        2026-01-01 00:02,B,1
                        """);
        assertThatThrownBy(() -> Ingest.perMachine(file, ReadOptions.guess(), new Parts()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("row 5");
    }

    private Map<String, List<SampleTable>> read(String text) throws IOException {
        var parts = new Parts();
        Ingest.perMachine(write(text), ReadOptions.guess(), parts);
        return parts.parts;
    }

    private static SampleTable part(Map<String, List<SampleTable>> parts, String machine) {
        List<SampleTable> tables = parts.getOrDefault(machine, List.of());
        assertThat(tables).hasSize(1);
        return tables.getFirst();
    }

    private static List<Double> values(Map<String, List<SampleTable>> parts, String machine) {
        return parts.getOrDefault(machine, List.of()).stream()
                .flatMap(table -> Arrays.stream(table.column("load")).boxed())
                .toList();
    }

    private Path write(String text) throws IOException {
        return Files.writeString(folder.resolve("several.csv"), text);
    }

    private static final class Parts implements MachineSink {
        private final Map<String, List<SampleTable>> parts = new LinkedHashMap<>();
        private int count;

        @Override
        public void begin() {
            parts.clear();
            count = 0;
        }

        @Override
        public void block(String machine, SampleTable samples) {
            count++;
            parts.computeIfAbsent(machine, _ -> new ArrayList<>()).add(samples);
        }
    }
}
