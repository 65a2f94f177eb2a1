package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.plant.table.Understanding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;

/** What is told of the signals of a file, from its text to the sentence. */
class QualityTest {
    private static final int ROWS = 12_000;

    @TempDir Path folder;

    @Test
    void eachSignalIsToldByItsHabit() throws IOException {
        Understanding understood = Ingest.understand(file("time;"), ReadOptions.guess());

        assertThat(told(understood))
                .containsExactlyInAnyOrder(
                        "energy: It only ever rises, as a meter does: a model rather wants its"
                                + " differences.",
                        "speed: Looks like 3 modes: about 0.000 for 25 %, about 750.0 for 25 %,"
                                + " about 1500 for 50 %.",
                        "speed: Off about 25 % of the time, in 30 spans or more: name the"
                                + " condition, so that a stop is no anomaly.",
                        "spiky: Values lie far outside of all others in 1 places, the first in row"
                                + " 5001 (9000.0).",
                        "again: It equals signal (noise) in every row.");
    }

    @Test
    void rowsWithoutATimeHaveNoTimesOff() throws IOException {
        Understanding understood = Ingest.understand(file(""), ReadOptions.guess());

        assertThat(understood.findings().stream().map(Understanding.Finding::kind))
                .contains("Outliers")
                .doesNotContain("OffTimes", "MultipleOperatingModes");
    }

    private static Set<String> told(Understanding understood) {
        return understood.findings().stream()
                .map(finding -> finding.where() + ": " + finding.text())
                .collect(Collectors.toSet());
    }

    /** A machine that stands, runs at half and at full speed twice as long. */
    private Path file(String time) throws IOException {
        var random = new Random(1);
        var text = new StringBuilder(time + "energy;speed;spiky;noise;again\n");
        double energy = 0;
        for (int i = 0; i < ROWS; i++) {
            energy += random.nextDouble();
            double speed = 750 * Math.min(2, i / 100 % 4);
            double noise = 20 + random.nextGaussian();
            String line =
                    String.format(
                            Locale.ROOT,
                            "%.3f;%.2f;%.3f;%.3f;%.3f%n",
                            energy,
                            speed == 0 ? 0 : speed + random.nextGaussian(),
                            i == 5_000 ? 9_000 : 5 + random.nextGaussian(),
                            noise,
                            noise);
            text.append(time.isEmpty() ? line : Readings.rising("%s;", i, 1) + line);
        }
        Path file = folder.resolve("quality.csv");
        Files.writeString(file, text);
        return file;
    }
}
