package werkmeister.serving.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import werkmeister.learning.predict.Outlook;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;

class OutlookWordsTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    @Test
    void lifeIsSaidWithItsIntervalAndALongOneAsNoEndInSight() {
        var said =
                OutlookWords.of(
                        new Outlook.Life(
                                NOW,
                                Duration.ofDays(42),
                                Duration.ofDays(28),
                                Duration.ofDays(61),
                                Duration.ofDays(100),
                                List.of(new Outlook.Driver("heat", 0.32, 91.3, 60.5))),
                        Map.of("heat", "Cel"));
        assertThat(said.en())
                .isEqualTo(
                        "Remaining life: 42.0 days, 28.0 days to 61.0 days with 90 %. Above all:"
                                + " heat 91.3 °C, once 60.5 (32 %).");
        assertThat(said.de())
                .isEqualTo(
                        "Restlebensdauer: 42,0 Tage, mit 90 % zwischen 28,0 Tagen und 61,0 Tagen."
                                + " Vor allem: heat 91,3 °C nach 60,5 (32 %).");

        var young =
                OutlookWords.of(
                        new Outlook.Life(
                                NOW,
                                Duration.ofDays(99),
                                Duration.ofDays(80),
                                Duration.ofDays(130),
                                Duration.ofDays(100),
                                List.of()),
                        Map.of());
        assertThat(young.en())
                .isEqualTo("Remaining life: no end in sight yet, at least 80.0 days with 95 %.");
    }

    @Test
    void aForecastIsSaidForItsEndWithUnitsInBothLanguages() {
        var line =
                new Outlook.Line(
                        "oil", List.of(50.0, 51.44), List.of(48.0, 49.0), List.of(52.0, 54.5));

        var said =
                OutlookWords.of(
                        new Outlook.Course(NOW, Duration.ofHours(12), List.of(line)),
                        Map.of("oil", "Cel"));

        assertThat(said.en()).isEqualTo("In 24 h: oil 51.4 °C (49.0 to 54.5 with 90 %).");
        assertThat(said.de()).isEqualTo("In 24 h: oil 51,4 °C (mit 90 % zwischen 49,0 und 54,5).");
    }

    @Test
    void aClassIsSaidWithItsProbability() {
        var said = OutlookWords.of(new Outlook.Told(NOW, "bearing", 0.966, List.of()), Map.of());

        assertThat(said.en()).isEqualTo("Class \"bearing\", with a probability of 97 %.");
        assertThat(said.de()).isEqualTo("Klasse „bearing“, mit 97 % Wahrscheinlichkeit.");
    }

    @Test
    void cyclesAreSaidByTheLastOneAndHowOftenEachClassWasTold() {
        var cycles =
                List.of(
                        new Outlook.ToldCycle("811", NOW, NOW, "good", 0.9),
                        new Outlook.ToldCycle("812", NOW, NOW, "burr", 0.7),
                        new Outlook.ToldCycle("813", NOW, NOW, "good", 0.966));
        var outlook =
                new Outlook.Cycles(
                        NOW,
                        "stroke",
                        cycles,
                        List.of(new Outlook.Driver("force", 0.6, 12.3, 10.1)));

        var said = OutlookWords.of(outlook, Map.of("force", "kN"));

        assertThat(said.en())
                .isEqualTo(
                        "stroke 813: class \"good\", with a probability of 97 %. Of the latest 3"
                            + " cycles: 2 × good, 1 × burr. Above all: force 12.30 kN, once 10.10"
                            + " (60 %).");
        assertThat(said.de())
                .isEqualTo(
                        "stroke 813: Klasse „good“, mit 97 % Wahrscheinlichkeit. Von den letzten 3"
                            + " Zyklen: 2 × good, 1 × burr. Vor allem: force 12,30 kN nach 10,10"
                            + " (60 %).");
    }
}
