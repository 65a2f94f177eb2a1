package werkmeister.learning.foreign;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.model.Explanation;
import werkmeister.learning.model.ModelCard;
import werkmeister.learning.model.Scorer;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Brought;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.train.Trained;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class ForeignTrainingTest {
    private static final Instant START = Instant.parse("2025-01-06T00:00:00Z");
    private static final int ROWS = 4_000;
    private static final int TRAINED = 3_000;
    private static final List<String> SIGNALS = List.of("heat", "noise", "flow");

    @ParameterizedTest
    @CsvSource({"UNUSUAL", "NORMAL"})
    void whatAModelSaysIsBroughtToTheScaleOfScores(Brought.Says says) {
        byte[] onnx =
                says == Brought.Says.UNUSUAL
                        ? Elsewhere.squares(20, 50)
                        : Elsewhere.normality(20, 50);
        SampleTable table = table();

        Trained trained = trained(onnx, List.of("flow", "heat"), Optional.of(says), table);

        assertThat(trained.model().signals()).containsExactly("flow", "heat");
        double[] scores = trained.model().scores(table);
        assertThat(above(scores, 0, TRAINED)).isLessThan(0.01);
        assertThat(above(scores, 3_500, 3_600)).isGreaterThan(0.95);
        assertThat(trained.card().signals().get(1).use()).isEqualTo(ModelCard.Use.DROPPED);
        assertThat(trained.card().warnings()).anyMatch(one -> one.contains("held-out time"));
    }

    @Test
    void theSignalThatIsOffIsNamed() {
        SampleTable table = table();
        Trained trained =
                trained(
                        Elsewhere.squares(50, 20),
                        List.of("heat", "flow"),
                        Optional.empty(),
                        table);

        Scorer scorer = trained.model().scorer();
        SampleTable picked = table.select(trained.model().signals());
        for (int row = 0; row < 3_550; row++) {
            scorer.next(picked.times()[row], picked.row(row));
        }
        Explanation.Part first = scorer.explain().parts().getFirst();

        assertThat(first.signal()).isEqualTo("heat");
        assertThat(first.actual() - first.expected()).isBetween(6.0, 10.0);
        assertThat(first.share()).isGreaterThan(0.8);
    }

    @Test
    void aModelOfTheLatestSamplesFillsItsWindowFirstAndSaysWhatTheyShouldBe() {
        SampleTable table = table();
        // A step within the window differs from the window's own mean.
        Trained trained =
                trained(Elsewhere.flat(8, 2, "heat, flow"), List.of(), Optional.empty(), table);

        assertThat(trained.model().signals()).containsExactly("heat", "flow");
        double[] scores = trained.model().scores(table);
        assertThat(Arrays.copyOf(scores, 7)).containsOnly(Double.NaN);
        assertThat(scores[7]).isNotNaN();
        assertThat(above(scores, 3_502, 3_506)).isEqualTo(1);
        assertThat(above(scores, 3_520, 3_600)).isLessThan(0.1);
    }

    @Test
    void missingValuesAreTheLastOnesMeasuredAndAPauseStartsAnew() {
        SampleTable table = table();
        Trained trained =
                trained(Elsewhere.flat(8, 2, "heat, flow"), List.of(), Optional.empty(), table);
        Scorer scorer = trained.model().scorer();
        long time = table.times()[0];
        for (int row = 0; row < 8; row++) {
            scorer.next(time + row * 60_000_000L, new double[] {50, 20});
        }

        assertThat(scorer.next(time + 8 * 60_000_000L, new double[] {Double.NaN, 20})).isNotNaN();
        assertThat(scorer.next(time + 9 * 60_000_000L, new double[] {Double.NaN, Double.NaN}))
                .isNaN();
        assertThat(scorer.next(time + 90 * 60_000_000L, new double[] {50, 20})).isNaN();
    }

    @Test
    void itComesBackFromItsFiles() {
        SampleTable table = table();
        byte[] onnx = Elsewhere.squares(50, 20);
        Trained trained = trained(onnx, List.of("heat", "flow"), Optional.empty(), table);

        byte[] json = ForeignFormat.write((ForeignModel) trained.model());

        assertThat(ForeignFormat.read(json, onnx).scores(table))
                .isEqualTo(trained.model().scores(table));
        assertThat(ForeignFormat.read(json, onnx).rule()).isEqualTo(trained.model().rule());
    }

    @Test
    void whatCannotBeUsedIsRefusedWithTheReason() {
        refused(Elsewhere.twoInputs(3), List.of(), "2 inputs (x, recipe)");
        refused(Elsewhere.dull(3), List.of(), "cannot tell them apart");
        refused(Elsewhere.squares(1, 2), List.of(), "takes 2 numbers a sample, but 3 signals");
        refused(
                Elsewhere.squares(1, 2),
                List.of("heat"),
                "takes 2 numbers a sample, but 1 signals");
        refused(Elsewhere.squares(1, 2), List.of("heat", "dust"), "no signal (dust)");
        refused("no model".getBytes(), List.of(), "cannot be run");
        refused(new byte[0], List.of(), "cannot be run");
    }

    private static void refused(byte[] onnx, List<String> signals, String reason) {
        assertThatThrownBy(() -> trained(onnx, signals, Optional.empty(), table()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(reason);
    }

    private static double above(double[] scores, int from, int to) {
        return Arrays.stream(scores, from, to).filter(score -> score >= 1).count()
                / (double) (to - from);
    }

    private static Trained trained(
            byte[] onnx, List<String> signals, Optional<Brought.Says> says, SampleTable table) {
        var brought =
                new Brought(
                        "theirs.onnx",
                        Sha256.of(onnx),
                        signals,
                        Optional.empty(),
                        Optional.empty(),
                        says);
        var span = new TimeSpan(START, at(ROWS));
        var file = new SampleFile("a", ROWS, START, at(ROWS - 1), 1, Sha256.of("a"));
        var order =
                new TrainingOrder(
                        "order-1",
                        Dataset.of(
                                new TenantId("local"),
                                new MachineId("m"),
                                List.of(file),
                                SIGNALS,
                                span),
                        at(TRAINED),
                        new AlertBudget(1),
                        List.of(),
                        Optional.empty(),
                        1,
                        "test",
                        Optional.empty(),
                        List.of(),
                        Optional.of(brought),
                        Optional.empty());
        return ForeignTraining.train(
                order,
                brought,
                onnx,
                (_, wanted, within, batch) -> {
                    int to = table.rowAt(ChronoUnit.MICROS.between(Instant.EPOCH, within.to()));
                    batch.accept(table.slice(0, to).select(wanted));
                });
    }

    /** From row 3,500 to 3,600 it is too hot. */
    private static SampleTable table() {
        var random = new Random(1);
        long[] times = new long[ROWS];
        double[][] columns = new double[3][ROWS];
        for (int row = 0; row < ROWS; row++) {
            times[row] = ChronoUnit.MICROS.between(Instant.EPOCH, at(row));
            boolean hot = row >= 3_500 && row < 3_600;
            columns[0][row] = 50 + random.nextGaussian() + (hot ? 8 : 0);
            columns[1][row] = 100 * random.nextGaussian();
            columns[2][row] = 20 + random.nextGaussian();
        }
        return new SampleTable(times, SIGNALS, columns);
    }

    private static Instant at(int row) {
        return START.plus(row, ChronoUnit.MINUTES);
    }
}
