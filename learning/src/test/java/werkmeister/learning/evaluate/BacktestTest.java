package werkmeister.learning.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assumptions.assumeThat;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

import werkmeister.learning.evaluate.Backtest.Options;
import werkmeister.learning.evaluate.Backtest.Series;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.train.Plants;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

class BacktestTest {
    private static final Options PLAIN =
            new Options(Optional.empty(), Optional.empty(), 1, () -> 0);

    @Test
    void scoresEachRowAfterTheTrainingPartAndCountsWhatItMet() {
        var plant = Plants.of(1, 5_000, 5).shift(1, 3_000, 3_200, 6).shift(2, 4_000, 4_200, 6);
        var series = new Series("a.csv", plant.table(), Optional.of(plant.labels()), 2_000);

        BacktestReport report = Backtest.run(List.of(series), PLAIN);

        assertThat(report.scored().getFirst().rows()).isEqualTo(3_000);
        assertThat(report.scored().getFirst().firstRow()).isEqualTo(2_000);
        assertThat(report.point().orElseThrow().f1()).isGreaterThan(0.75);
        assertThat(report.point().orElseThrow().vusPr()).isGreaterThan(0.85);
        assertThat(report.events().orElseThrow().total()).isEqualTo(2);
        assertThat(report.events().orElseThrow().caught()).isEqualTo(2);
        assertThat(report.baselines().keySet())
                .containsExactly("allOnes", "random", "rowPosition", "lastValue", "zScore");
        assertThat(report.baselines())
                .hasEntrySatisfying("allOnes", rival -> assertThat(rival.f1()).isBetween(0.2, 0.3));
    }

    @Test
    void neverLooksAtLabelsOrAtRowsToCome() {
        var plant = Plants.of(2, 4_000, 4).shift(1, 3_000, 3_200, 6);
        SampleTable table = plant.table();
        boolean[] wrong = new boolean[4_000];
        Arrays.fill(wrong, 100, 900, true);
        ScoredSeries with = only(new Series("a", table, Optional.of(wrong), 1_500));
        ScoredSeries without =
                only(new Series("a", table.slice(0, 3_500), Optional.empty(), 1_500));
        assertThat(with.threshold()).isEqualTo(without.threshold());
        assertThat(Arrays.copyOf(with.scores(), 2_000)).isEqualTo(without.scores());
        assertThat(Arrays.copyOf(with.alarms(), 2_000)).isEqualTo(without.alarms());
    }

    @Test
    void trainsOnOneFileAndScoresAllRowsOfTheOthers() {
        SampleTable train = Plants.of(3, 3_000, 4).table();
        var plant = Plants.of(3, 4_000, 4).shift(1, 3_500, 3_700, 8);
        var options = new Options(Optional.of(new AlertBudget(5)), Optional.of(train), 1, () -> 0);
        var report =
                Backtest.run(
                        List.of(new Series("b", plant.table(), Optional.of(plant.labels()), 0)),
                        options);
        assertThat(report.scored().getFirst().rows()).isEqualTo(4_000);
        assertThat(report.events().orElseThrow().caught()).isEqualTo(1);
    }

    @Test
    void leavesOutWhatCannotBeKnownWithoutLabels() {
        var report =
                Backtest.run(
                        List.of(Series.of("a", Plants.of(4, 1_000, 3).table(), Optional.empty())),
                        PLAIN);
        assertThat(report.point()).isEmpty();
        assertThat(report.events()).isEmpty();
        assertThat(report.baselines()).isEmpty();
        assertThat(report.files().getFirst().trainRows()).isEqualTo(400);
    }

    @Test
    void refusesToTrainOnAnotherMachinesSignals() {
        SampleTable table = Plants.of(5, 100, 2).table();
        var other = new SampleTable(new long[0], List.of("x"), new double[1][0]);
        var options = new Options(Optional.empty(), Optional.of(other), 1, () -> 0);
        assertThatThrownBy(() ->
                        Backtest.run(List.of(Series.of("a", table, Optional.empty())), options))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("none of the signals");
    }

    /**
     * Figures in docs/backtest.md; the bound leaves room for a change of method, not for a mistake.
     */
    @Test
    @Tag("slow")
    void beatsThePublishedResultsOnSkab() {
        var folder = RealFiles.folder("skab");
        assumeThat(folder)
                .as("SKAB lies in ../shared/datasets or where WERKMEISTER_DATA points")
                .isPresent();
        var point = Backtest.run(RealFiles.skab(folder.get()), PLAIN).point().orElseThrow();
        assertThat(point.f1()).isGreaterThan(0.80);
        assertThat(point.falseAlarmRate()).isLessThan(0.26);
    }

    private static ScoredSeries only(Series series) {
        return Backtest.run(List.of(series), PLAIN).scored().getFirst();
    }
}
