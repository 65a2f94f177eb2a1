package werkmeister.cli.text;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;

class WritingTest {
    private static final ZoneId MUNICH = ZoneId.of("Europe/Berlin");

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    EN, 2026-01-15T12:00:00Z, 2026-01-15 13:00 CET
                    EN, 2026-07-15T12:00:00Z, 2026-07-15 14:00 CEST
                    DE, 2026-01-15T12:00:00Z, 15.01.2026 13:00 MEZ
                    """)
    void timesAreLocalWithTheirZone(Language language, Instant instant, String expected) {
        assertThat(writing(language).time(instant)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    EN, PT0.5S,  0.50 s
                    EN, PT90S,   90 s
                    EN, PT45M,   45 min
                    DE, PT31H,   '31,0 h'
                    DE, PT240H,  '10,0 Tage'
                    EN, PT240H,  10.0 days
                    """)
    void durationsTakeTheUnitThatSuitsThem(Language language, Duration length, String expected) {
        assertThat(writing(language).duration(length)).isEqualTo(expected);
    }

    @ParameterizedTest
    @CsvSource(
            textBlock =
                    """
                    0.05471,  0.055
                    4.2,      4.20
                    239.64,   239.6
                    51231.9,  '51,232'
                    NaN,      -
                    """)
    void readingsKeepTheDigitsThatCount(double number, String expected) {
        assertThat(writing(Language.EN).reading(number)).isEqualTo(expected);
    }

    private static Writing writing(Language language) {
        return new Writing(Words.in(language), MUNICH);
    }
}
