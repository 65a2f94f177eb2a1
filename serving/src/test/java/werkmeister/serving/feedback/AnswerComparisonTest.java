package werkmeister.serving.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.learning.predict.LaterTrial.Outcome;
import werkmeister.learning.predict.Leaderboard.Metric;
import werkmeister.units.TimeSpan;

import java.time.Instant;

class AnswerComparisonTest {
    private static final TimeSpan SPAN =
            new TimeSpan(
                    Instant.parse("2026-03-01T00:00:00Z"), Instant.parse("2026-03-08T00:00:00Z"));
    private static final AnswerComparison.Pair PAIR =
            new AnswerComparison.Pair("classify grade", "press/v1", "press/v2");

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            useHeadersInDisplayName = true,
            textBlock =
                    """
                    metric           | judged | live | shadow | nearer | farther | better
                    MACRO_F1         |    100 |  0.8 |   0.95 |     20 |       3 | true
                    MACRO_F1         |    100 |  0.8 |   0.79 |      3 |       4 | false
                    MACRO_F1         |     19 |  0.5 |   0.95 |     15 |       0 | false
                    MACRO_F1         |    100 |  0.8 |   0.83 |      8 |       5 | false
                    MACRO_F1         |   9000 |  0.8 |  0.805 |    900 |     700 | false
                    RMSE_HOURS       |    300 |   40 |     30 |    200 |     100 | true
                    RMSE_HOURS       |    300 |   40 |     30 |    151 |     149 | false
                    MSE_STANDARDISED |    300 |  0.5 |    0.6 |    200 |     100 | false
                    """)
    void theShadowIsBetterIfErrorIsGoneAndNotByChance(
            Metric metric,
            int judged,
            double live,
            double shadow,
            int nearer,
            int farther,
            boolean better) {
        var outcome = new Outcome(metric, judged, live, shadow, nearer, farther);

        assertThat(AnswerComparison.of(PAIR, SPAN, outcome).better()).isEqualTo(better);
    }

    @Test
    void theReasonNamesFiguresAndTimeAndAlsoThatNothingIsKnown() {
        var outcome = new Outcome(Metric.MACRO_F1, 100, 0.8, 0.95, 20, 3);

        var reason = AnswerComparison.of(PAIR, SPAN, outcome).reason();

        assertThat(reason.en())
                .isEqualTo(
                        "press/v2 is better: Macro-F1 0.950 instead of 0.800 on 100 answers since"
                                + " 2026-03-01T00:00:00Z, which neither has learned from; nearer to"
                                + " the truth 20 times, farther 3 times.");
        assertThat(reason.de()).startsWith("press/v2 ist besser: Macro-F1 0,950 statt 0,800");
        var nothing = new Outcome(Metric.RMSE_HOURS, 0, Double.NaN, Double.NaN, 0, 0);
        var none = AnswerComparison.of(PAIR, SPAN, nothing);
        assertThat(none.better()).isFalse();
        assertThat(none.reason().en()).contains("no truth is known yet");
    }
}
