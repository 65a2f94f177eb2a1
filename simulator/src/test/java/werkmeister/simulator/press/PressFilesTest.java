package werkmeister.simulator.press;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.plant.machine.MachineId;
import werkmeister.units.Sha256;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.Arrays;
import java.util.List;

class PressFilesTest {
    private static final MachineId PRESS = new MachineId("press-1");
    private static final PressLine LINE =
            PressLine.of(
                    7, new PressLine.Settings(LocalDate.of(2024, 1, 1), 1, Duration.ofMinutes(10)));

    private static final String GOLDEN =
            "\uFEFF"
                    + """
                    Zeitstempel;Systemdruck [bar];Vorsteuerdruck [bar];Pumpenvolumenstrom [l/min];Leckölstrom [l/min];\
                    Öltemperatur [°C];Kühleraustritt [°C];Motorstrom [A];Pumpenschwingung [mm/s];Speicherdruck [bar];Zykluszeit [s]
                    14.05.2024 10:00:00;162,4;41,37;142,1;4,41;44,2;31,4;84,9;1,92;153,1;9,71
                    14.05.2024 10:10:00;166,0;41,38;142,3;4,56;44,1;31,0;86,3;2,12;156,6;9,64
                    14.05.2024 10:20:00;164,7;41,46;144,3;4,78;44,4;31,6;87,8;1,87;154,7;9,62
                    """;

    @TempDir Path folder;

    @Test
    void aFileLooksAsAGermanHistorianWritesIt() throws IOException {
        var file = folder.resolve("press-1.csv");

        long rows =
                PressFiles.writeGermanCsv(
                        LINE, PRESS, span("2024-05-14T08:00:00Z", "2024-05-14T08:30:00Z"), file);

        var text = Files.readString(file, StandardCharsets.UTF_8);
        assertThat(rows).isEqualTo(3);
        assertThat(text).isEqualTo(GOLDEN.replace("\n", "\r\n"));
    }

    @Test
    void theHourInAutumnStandsThereTwiceAndTheOneInSpringNever() throws IOException {
        assertThat(hours("2024-10-26T22:00:00Z", "2024-10-27T04:00:00Z"))
                .containsExactly("00", "01", "02", "02", "03", "04");
        assertThat(hours("2024-03-30T23:00:00Z", "2024-03-31T04:00:00Z"))
                .containsExactly("00", "01", "03", "04", "05");
    }

    @Test
    void theSameSeedWritesTheSameBytesAndTheTruthNamesEveryFault() throws IOException {
        var once = PressFiles.export(LINE, folder.resolve("once"), _ -> {});
        var again =
                PressFiles.export(
                        PressLine.of(7, LINE.settings()), folder.resolve("again"), _ -> {});

        assertThat(once).hasSize(3);
        for (int i = 0; i < once.size(); i++) {
            assertThat(Sha256.of(again.get(i).file())).isEqualTo(Sha256.of(once.get(i).file()));
            assertThat(once.get(i).rows()).isBetween(50_000L, 366 * 144L);
        }
        assertThat(GroundTruth.json(LINE).lines().filter(line -> line.contains("\"machine\"")))
                .hasSize(LINE.plan().size() + LINE.trials().size());
    }

    private List<String> hours(String from, String to) throws IOException {
        var file = folder.resolve("hours.csv");
        PressFiles.writeGermanCsv(LINE, PRESS, span(from, to), file);
        return Arrays.stream(Files.readString(file).split("\r\n"))
                .skip(1)
                .filter(line -> line.substring(14, 16).equals("00"))
                .map(line -> line.substring(11, 13))
                .toList();
    }

    private static TimeSpan span(String from, String to) {
        return new TimeSpan(Instant.parse(from), Instant.parse(to));
    }
}
