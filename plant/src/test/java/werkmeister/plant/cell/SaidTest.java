package werkmeister.plant.cell;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import java.time.Instant;
import java.util.List;

class SaidTest {
    @Test
    void eachLanguageWritesNumbersAndTimesItsOwnWay() {
        var said =
                Said.of(
                        "%.1f %% at %s: %s.",
                        "%.1f %% um %s: %s.",
                        12.25,
                        Instant.parse("2026-03-29T01:30:00Z"),
                        Said.list(List.of(Said.number(0.5), new Said("day", "der Tag"))));
        assertThat(said.en()).isEqualTo("12.3 % at 2026-03-29T01:30:00Z: 0.5, day.");
        assertThat(said.de()).isEqualTo("12,3 % um 29.03.2026 01:30:00 UTC: 0,5, der Tag.");
    }
}
