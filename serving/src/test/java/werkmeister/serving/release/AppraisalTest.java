package werkmeister.serving.release;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import werkmeister.learning.order.Intent;
import werkmeister.learning.predict.Leaderboard;
import werkmeister.learning.predict.PredictionCard;
import werkmeister.learning.table.Split;
import werkmeister.units.Sha256;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

class AppraisalTest {
    @Test
    void whatIsWorseThanATrivialRuleIsRefusedInWords() {
        var appraisal = Appraisal.of(card(3, true, Optional.of(0.9), List.of()));

        assertThat(appraisal.verdict()).isEqualTo(GateReport.Decision.REFUSE);
        assertThat(appraisal.words().en())
                .isEqualTo(
                        "RMSE (h) 3.00 against 2.00 of the best simple rule (mean) on 10 cases that"
                                + " it had not seen: 50 % more error. Intervals held 90 of 100"
                                + " values (wanted: 90).");
        assertThat(appraisal.words().de()).contains("3,00 gegen 2,00").contains("50 % mehr Fehler");
    }

    @Test
    void littleGainNarrowIntervalsAndWarningsWarn() {
        assertThat(verdict(card(1, true, Optional.of(0.9), List.of())))
                .isEqualTo(GateReport.Decision.PASS);
        assertThat(verdict(card(1.95, true, Optional.of(0.9), List.of())))
                .isEqualTo(GateReport.Decision.WARN);
        assertThat(verdict(card(1, true, Optional.of(0.7), List.of())))
                .isEqualTo(GateReport.Decision.WARN);
        assertThat(verdict(card(1, true, Optional.empty(), List.of("few lives"))))
                .isEqualTo(GateReport.Decision.WARN);
    }

    @Test
    void aScoreIsBetterWhereItIsHigher() {
        var good = Appraisal.of(card(0.9, false, Optional.empty(), List.of()));
        assertThat(good.leaderboard().best().name()).isEqualTo("mean");
        assertThat(good.leaderboard().gain())
                .isCloseTo(0.8, org.assertj.core.data.Offset.offset(1e-9));
        assertThat(good.verdict()).isEqualTo(GateReport.Decision.PASS);
        assertThat(verdict(card(0.4, false, Optional.empty(), List.of())))
                .isEqualTo(GateReport.Decision.REFUSE);
    }

    @Test
    void whatIsTakenOverWarnsBecauseNobodyTriedItThere() {
        var good = Appraisal.of(card(1, true, Optional.of(0.9), List.of()));

        var taken = good.takenOver("pump-1/v2");

        assertThat(taken.verdict()).isEqualTo(GateReport.Decision.WARN);
        assertThat(taken.words().en())
                .startsWith(good.words().en())
                .endsWith(
                        "Taken over from pump-1/v2 without a training; not tried on this machine.");
        assertThat(taken.words().de()).endsWith("an dieser Maschine nicht erprobt.");
        var bad = Appraisal.of(card(3, true, Optional.of(0.9), List.of()));
        assertThat(bad.takenOver("pump-1/v2").verdict()).isEqualTo(GateReport.Decision.REFUSE);
    }

    private static GateReport.Decision verdict(PredictionCard card) {
        return Appraisal.of(card).verdict();
    }

    private static PredictionCard card(
            double ours, boolean lower, Optional<Double> coverage, List<String> warnings) {
        var rivals =
                lower
                        ? List.of(
                                new Leaderboard.Entry("mean", 2), new Leaderboard.Entry("last", 9))
                        : List.of(
                                new Leaderboard.Entry("mean", 0.5),
                                new Leaderboard.Entry("last", 0.1));
        var metric = lower ? Leaderboard.Metric.RMSE_HOURS : Leaderboard.Metric.MACRO_F1;
        return new PredictionCard(
                "order-1",
                Intent.LIFE,
                "life",
                Optional.empty(),
                Sha256.of("x"),
                List.of(),
                new TimeSpan(Instant.EPOCH, Instant.EPOCH.plusSeconds(9)),
                10,
                Split.Kind.MACHINES,
                Duration.ofHours(1),
                List.of("a"),
                List.of(),
                new Leaderboard(metric, lower, 10, ours, rivals, coverage),
                List.of(),
                List.of(),
                1,
                "test",
                Optional.empty(),
                warnings,
                PredictionCard.LIMITS,
                Optional.empty());
    }
}
