package werkmeister.plant.ingest;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.plant.table.Understanding;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.Optional;
import java.util.function.IntUnaryOperator;

/** What clocks do in a file is told, and only that. */
class ClockQualityTest {
    private static final LocalDateTime START = LocalDateTime.of(2026, 10, 24, 12, 0);

    @TempDir Path folder;

    @Test
    void aClockThatIsSetBackByAnHourIsTold() throws IOException {
        Understanding understood = minutes(i -> i < 900 ? i : i - 60);

        assertThat(text(understood, "ClockJump"))
                .hasValue(
                        "The clock is set back 1 times, first by 59m in row 901: maybe summer time"
                                + " ended, or somebody set it.");
    }

    @Test
    void aClockThatStartsAnewIn1970IsTold() throws IOException {
        int years =
                (int)
                        (java.time.Duration.between(LocalDateTime.of(1970, 1, 1, 0, 0), START)
                                .toMinutes());

        Understanding understood = minutes(i -> i >= 500 && i < 520 ? i - 500 - years : i);

        assertThat(text(understood, "ClockReset"))
                .hasValue("20 rows lie before 1986: there the clock was not set.");
    }

    @Test
    void nothingIsToldOfAClockThatRunsHasGapsOrJittersByAMinute() throws IOException {
        assertThat(text(minutes(i -> i), "ClockJump")).isEmpty();
        assertThat(text(minutes(i -> i < 900 ? i : i + 5_000), "ClockJump")).isEmpty();
        assertThat(text(minutes(i -> i % 100 == 50 ? i - 2 : i), "ClockJump")).isEmpty();
        assertThat(text(minutes(i -> i), "ClockReset")).isEmpty();
    }

    private static Optional<String> text(Understanding understood, String kind) {
        return understood.findings().stream()
                .filter(finding -> finding.kind().equals(kind))
                .map(Understanding.Finding::text)
                .findFirst();
    }

    private Understanding minutes(IntUnaryOperator minuteOfRow) throws IOException {
        var text = new StringBuilder("time;a\n");
        for (int i = 0; i < 2_000; i++) {
            text.append(
                    START.plusMinutes(minuteOfRow.applyAsInt(i))
                            .format(Readings.pattern("yyyy-MM-dd HH:mm:ss")));
            text.append(";").append(i % 17).append(".5\n");
        }
        Path file = folder.resolve("clock.csv");
        Files.writeString(file, text);
        return Ingest.understand(file, ReadOptions.guess());
    }
}
