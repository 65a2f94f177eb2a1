package werkmeister.serving.finding;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.learning.model.Explanation;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.machine.Signal;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;

class FindingSentenceTest {
    private static final Instant MAY = Instant.parse("2025-05-14T01:10:00Z");
    private static final Machine PRESS =
            new Machine(
                    new TenantId("demo"),
                    new MachineId("press-1"),
                    "Presse 1",
                    ZoneId.of("Europe/Berlin"),
                    List.of(
                            new Signal("Öltemperatur", "Cel"),
                            new Signal("Leckölstrom", "l/min"),
                            new Signal("Motorstrom", "A"),
                            new Signal("Zykluszeit", "s"),
                            new Signal("Zähler", "")));

    @Test
    void namesTheSignalsThatMakeUpMostOfTheScore() {
        var sentence =
                FindingSentence.of(
                        PRESS,
                        MAY,
                        List.of(
                                new Explanation.Part("Öltemperatur", 58.23, 51.41, 0.5),
                                new Explanation.Part("Leckölstrom", 8.12, 5.9, 0.2),
                                new Explanation.Part("Motorstrom", 97.3, 72.1, 0.2),
                                new Explanation.Part("Zykluszeit", 12.4, 12.3, 0.1)));

        assertThat(sentence.en())
                .isEqualTo(
                        "press-1: Öltemperatur 58.2 °C instead of 51.4 °C since 14 May 2025 03:10"
                                + " CEST; also Leckölstrom 8.1 l/min (expected 5.9 l/min) and"
                                + " Motorstrom 97 A (expected 72 A).");
        assertThat(sentence.de())
                .isEqualTo(
                        "press-1: Öltemperatur 58,2 °C statt 51,4 °C seit 14.05.2025 03:10 MESZ;"
                            + " außerdem Leckölstrom 8,1 l/min (erwartet 5,9 l/min) und Motorstrom"
                            + " 97 A (erwartet 72 A).");
    }

    @Test
    void saysSoWhereOnlyTheCourseOfASignalIsUnusual() {
        var sentence =
                FindingSentence.of(
                        PRESS,
                        Instant.parse("2025-12-02T11:00:00Z"),
                        List.of(
                                new Explanation.Part("Zykluszeit", 9.62, 9.62, 0.9),
                                new Explanation.Part("Motorstrom", 1, 2, 0.1)));

        assertThat(sentence.en())
                .isEqualTo(
                        "press-1: Zykluszeit behaves unusually (around 9.62 s) since 2 December"
                                + " 2025 12:00 CET.");
        assertThat(sentence.de())
                .isEqualTo(
                        "press-1: Zykluszeit verläuft ungewöhnlich (um 9,62 s) seit 02.12.2025"
                                + " 12:00 MEZ.");
    }

    @Test
    void aSignalWithoutUnitOrExpectationIsNamedAllTheSame() {
        var unknown =
                FindingSentence.of(
                        PRESS, MAY, List.of(new Explanation.Part("Zähler", 1234.5, 1000, 1)));
        var missing =
                FindingSentence.of(
                        PRESS, MAY, List.of(new Explanation.Part("Motorstrom", Double.NaN, 70, 1)));

        assertThat(unknown.en())
                .isEqualTo("press-1: Zähler 1234 instead of 1000 since 14 May 2025 03:10 CEST.");
        assertThat(missing.en())
                .isEqualTo(
                        "press-1: Motorstrom behaves unusually (around – A) since 14 May 2025 03:10"
                                + " CEST.");
        assertThat(FindingSentence.of(PRESS, MAY, List.of()).de())
                .isEqualTo("press-1: ungewöhnliches Verhalten seit 14.05.2025 03:10 MESZ.");
    }

    @ParameterizedTest(name = "{0} is {1}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Cel        | °C
                    m3/h       | m³/h
                    l/min      | l/min
                    mm/s       | mm/s
                    m/s2       | m/s²
                    kW.h       | kWh
                    N.m        | N·m
                    %          | %
                    um         | µm
                    [degF]     | °F
                    1          | ''
                    ''         | ''
                    /min       | 1/min
                    s-1        | s⁻¹
                    {strokes}  | strokes
                    """)
    void unitsAreShownAsPeopleWriteThem(String ucum, String shown) {
        assertThat(UnitSymbols.shown(ucum)).isEqualTo(shown);
    }

    @ParameterizedTest(name = "{0} is {1} or {2}")
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    PT45M  | 45 min   | 45 min
                    PT31H  | 31 h     | 31 h
                    PT125H | 5,2 Tage | 5.2 days
                    """)
    void durationsAreShownInTheUnitThatFits(Duration duration, String german, String english) {
        assertThat(Language.DE.duration(duration)).isEqualTo(german);
        assertThat(Language.EN.duration(duration)).isEqualTo(english);
    }

    @Test
    void aRoundedNothingHasNoSign() {
        assertThat(Language.DE.number(-0.004, 2)).isEqualTo("0,00");
        assertThat(Language.EN.number(-1.5, 1)).isEqualTo("-1.5");
    }
}
