package werkmeister.learning.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.learning.model.Explanation;
import werkmeister.learning.model.ModelCard;
import werkmeister.learning.model.ModelFormat;
import werkmeister.learning.model.NormalModel;
import werkmeister.learning.model.Scorer;
import werkmeister.learning.model.WatchModel;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Label;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Sha256;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class TrainingTest {
    private static final int TRAIN = 3_000;

    @Test
    void makesTheSameBytesOfTheSameSamples() {
        SampleTable table = Plants.of(3, TRAIN, 5).table();
        assertThat(ModelFormat.write(train(table).model()))
                .isEqualTo(ModelFormat.write(train(table).model()));
    }

    @Test
    void scoresTheSameAfterAWayThroughTheFile() {
        SampleTable table = Plants.of(4, 4_000, 5).shift(2, 3_500, 3_700, 3).table();
        WatchModel model = train(table.slice(0, TRAIN)).model();
        double[] scores = scores(model, table);
        assertThat(scores(ModelFormat.read(ModelFormat.write(model)), table)).isEqualTo(scores);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void staysQuietOnNormalTimeAndCatchesEachKindOfFault(long seed) {
        var plant =
                Plants.of(seed, 8_000, 6)
                        .shift(1, 4_000, 4_200, 3)
                        .shake(2, 5_000, 5_200, 3)
                        .part(3, 6_000, 6_300)
                        .part(0, 6_000, 6_300)
                        .freeze(4, 7_000, 7_300);
        SampleTable table = plant.table();
        WatchModel model = train(table.slice(0, TRAIN)).model();
        double[] scores = scores(model, table);
        for (int from : new int[] {4_000, 5_000, 6_000, 7_000}) {
            assertThat(share(scores, from, from + 200)).as("fault at %d", from).isGreaterThan(0.15);
        }
        assertThat(share(scores, TRAIN, 4_000)).isLessThan(0.02);
    }

    @Test
    void namesTheSignalThatIsOff() {
        SampleTable table = Plants.of(5, 4_000, 6).shift(3, 3_500, 4_000, 5).table();
        WatchModel model = train(table.slice(0, TRAIN)).model();
        Scorer scorer = model.scorer();
        for (int row = 0; row < 3_600; row++) {
            scorer.next(table.times()[row], table.row(row));
        }
        List<Explanation.Part> parts = scorer.explain().parts();
        assertThat(parts.getFirst().signal()).isEqualTo("signal3");
        assertThat(parts.getFirst().actual() - parts.getFirst().expected()).isBetween(2.0, 8.0);
        assertThat(parts.stream().mapToDouble(Explanation.Part::share).sum())
                .isBetween(0.999, 1.001);
    }

    @Test
    void findsModesAndDoesNotJudgeAMachineThatIsOff() {
        SampleTable table = Plants.of(6, 9_000, 5).modes(100).table();
        Trained trained = train(table.slice(0, 6_000));
        assertThat(trained.card().modes()).hasSize(3);
        assertThat(trained.card().modes().stream().filter(mode -> !mode.judged())).hasSize(1);
        double[] scores = scores(trained.model(), table);
        assertThat(scores[6_050]).isNaN();
        assertThat(share(scores, 6_000, 9_000)).isLessThan(0.03);
    }

    @Test
    void doesNotTakeTheSeasonForAFault() {
        var plant =
                Plants.of(7, 12_000, 5).every(600).season(4, 86_400).shift(1, 11_000, 11_200, 3);
        SampleTable table = plant.table();
        double[] scores = scores(train(table.slice(0, 5_000)).model(), table);
        assertThat(share(scores, 5_000, 11_000)).isLessThan(0.03);
        assertThat(share(scores, 11_000, 11_200)).isGreaterThan(0.5);
    }

    @Test
    void learnsNormalFromAHistoryThatHoldsFaults() {
        var plant = Plants.of(8, 8_000, 6).shift(1, 1_000, 1_100, 6).shift(1, 7_000, 7_200, 4);
        SampleTable table = plant.table();
        Trained trained = train(table.slice(0, 5_000));
        double[] scores = scores(trained.model(), table);
        assertThat(share(scores, 7_000, 7_200)).isGreaterThan(0.8);
        assertThat(trained.card().warnings())
                .anyMatch(warning -> warning.contains("not learned as normal"));
    }

    @Test
    void forgivesAFalseAlarmButNotWhatGoesFurtherOrElsewhere() {
        SampleTable table =
                Plants.of(9, 9_000, 6)
                        .shift(1, 3_500, 3_600, 4)
                        .shift(1, 6_000, 6_100, 4)
                        .shift(1, 7_000, 7_100, 12)
                        .shift(4, 8_000, 8_100, 4)
                        .table();
        double[] before = scores(train(table.slice(0, 5_000)).model(), table);
        double[] after =
                scores(
                        train(
                                        table.slice(0, 5_000),
                                        new Label(
                                                span(table, 3_500, 3_610),
                                                Label.Kind.NORMAL,
                                                "trial"))
                                .model(),
                        table);
        assertThat(share(before, 6_000, 6_100)).isGreaterThan(0.8);
        assertThat(share(after, 6_000, 6_100)).isLessThan(0.3);
        assertThat(share(after, 7_000, 7_100)).isGreaterThan(0.7);
        assertThat(share(after, 8_000, 8_100)).isGreaterThan(0.7);
    }

    @Test
    void givesWeightToTheDetectorsThatSawAConfirmedFault() {
        SampleTable table =
                Plants.of(10, 8_000, 6)
                        .shake(2, 3_500, 3_600, 1.2)
                        .shake(2, 7_000, 7_100, 1.2)
                        .table();
        Label fault = new Label(span(table, 3_500, 3_600), Label.Kind.FAULT, "bearing");
        var before = (NormalModel) train(table.slice(0, 5_000)).model();
        var after = (NormalModel) train(table.slice(0, 5_000), fault).model();
        assertThat(before.detectors())
                .allSatisfy(detector -> assertThat(detector.weight()).isEqualTo(1));
        assertThat(after.detectors())
                .anySatisfy(detector -> assertThat(detector.weight()).isGreaterThan(1.2));
        double[] was = scores(before, table);
        double[] is = scores(after, table);
        assertThat(Arrays.stream(is, 7_020, 7_100).sum())
                .isGreaterThan(Arrays.stream(was, 7_020, 7_100).sum());
    }

    @Test
    void keepsABudgetOnTheTrainingTime() {
        SampleTable table = Plants.of(11, 20_000, 4).every(600).table();
        var rule =
                Training.train(recipe(Optional.of(new AlertBudget(0.5)), List.of()), table)
                        .model()
                        .rule();
        assertThat(rule.threshold()).isBetween(1.0, 3.0);
    }

    @Test
    void saysWhichSignalsItDropsAndWhy() {
        SampleTable plain = Plants.of(12, TRAIN, 3).table();
        double[] same = plain.columns()[0].clone();
        double[] constant = new double[TRAIN];
        double[] missing = new double[TRAIN];
        Arrays.fill(missing, Double.NaN);
        double[] counter = new double[TRAIN];
        Arrays.setAll(counter, row -> row * 2.0);
        var table =
                new SampleTable(
                        plain.times(),
                        List.of("a", "b", "c", "same", "constant", "missing", "counter"),
                        new double[][] {
                            plain.columns()[0],
                            plain.columns()[1],
                            plain.columns()[2],
                            same,
                            constant,
                            missing,
                            counter
                        });
        assertThat(
                        train(table).card().signals().stream()
                                .filter(use -> use.use() == ModelCard.Use.DROPPED)
                                .map(use -> use.signal() + ": " + use.reason()))
                .containsExactly(
                        "same: Says the same as a.",
                        "constant: Never changes (0.0).",
                        "missing: Hardly ever measured.",
                        "counter: Only counts on, always by the same step.");
    }

    @Test
    void survivesAnySeries() {
        var random = new Random(13);
        for (int rows : new int[] {0, 1, 2, 12, 20, 50, 400}) {
            for (int signals : new int[] {1, 2, 60}) {
                for (int kind = 0; kind < 6; kind++) {
                    SampleTable table = odd(random, rows, signals, kind);
                    double[] scores = scores(train(table.slice(0, rows / 2)).model(), table);
                    assertThat(Arrays.stream(scores).filter(Double::isInfinite).count())
                            .as("rows %d signals %d kind %d", rows, signals, kind)
                            .isZero();
                }
            }
        }
    }

    private static SampleTable odd(Random random, int rows, int signals, int kind) {
        double[][] columns = new double[signals][rows];
        List<String> names = new ArrayList<>();
        for (int i = 0; i < signals; i++) {
            names.add("s" + i);
            for (int row = 0; row < rows; row++) {
                double normal = random.nextGaussian();
                columns[i][row] =
                        switch (kind) {
                            case 0 -> 7;
                            case 1 -> Double.NaN;
                            case 2 -> random.nextInt(4) == 0 ? normal : Double.NaN;
                            case 3 -> normal * Double.MAX_VALUE / 10;
                            case 4 -> row < rows / 2 ? 1 : normal;
                            default ->
                                    random.nextInt(50) == 0
                                            ? Double.POSITIVE_INFINITY
                                            : Math.round(normal);
                        };
            }
        }
        long[] times = new long[rows];
        Arrays.setAll(times, row -> kind == 2 ? 0 : row * 1_000_000L);
        return new SampleTable(times, names, columns);
    }

    static Trained train(SampleTable table, Label... labels) {
        return Training.train(recipe(Optional.empty(), List.of(labels)), table);
    }

    private static Training.Recipe recipe(Optional<AlertBudget> budget, List<Label> labels) {
        return new Training.Recipe(
                "order-1", Sha256.of("test"), budget, labels, Optional.empty(), 1, "0.1.0");
    }

    private static double[] scores(WatchModel model, SampleTable table) {
        Scorer scorer = model.scorer();
        double[] scores = new double[table.rows()];
        Arrays.setAll(scores, row -> scorer.next(table.times()[row], table.row(row)));
        return scores;
    }

    private static double share(double[] scores, int from, int to) {
        return Arrays.stream(scores, from, to).filter(score -> score >= 1).count()
                / (double) (to - from);
    }

    private static TimeSpan span(SampleTable table, int from, int to) {
        return new TimeSpan(at(table, from), at(table, to));
    }

    private static Instant at(SampleTable table, int row) {
        return Instant.EPOCH.plus(table.times()[row], ChronoUnit.MICROS);
    }
}
