package werkmeister.learning.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import org.junit.jupiter.api.Test;

import werkmeister.learning.detector.WindowPca;
import werkmeister.learning.model.ModelFormat;
import werkmeister.learning.model.NormalModel;
import werkmeister.learning.model.Scorer;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.train.Candidates;
import werkmeister.learning.train.Plants;
import werkmeister.learning.train.Training;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Sha256;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;

/** ONNX Runtime gives the same scores as the model itself. */
class WatchGraphTest {
    private static final double CLOSE = 1e-5;

    @Test
    void aMachineOfSeveralModesWithGapsAndOffTimes() throws OrtException {
        SampleTable table =
                Plants.of(7, 9_000, 5).modes(90).shift(2, 8_000, 8_300, 8).every(60).table();
        holed(table);
        NormalModel model = model(table.slice(0, 6_000));

        assertThat(model.frame().regimes().size()).isGreaterThan(1);
        assertThat(model.frame().lags()).isPositive();
        assertSame(model, table);
    }

    @Test
    void aMachineThatFollowsTheTimeOfDay() throws OrtException {
        SampleTable table =
                Plants.of(8, 9_000, 4)
                        .every(600)
                        .season(6, 86_400)
                        .creep(1, 7_000, 8_000, 9)
                        .table();
        NormalModel model = model(table.slice(0, 6_000));

        assertThat(model.frame().context().day()).isTrue();
        assertSame(model, table);
    }

    @Test
    void aSingleSignalThatIsWatchedByItsCourses() throws OrtException {
        SampleTable table = Plants.of(9, 9_000, 1).shake(0, 7_000, 7_400, 4).table();
        NormalModel model = model(table.slice(0, 6_000));

        assertThat(model.detectors()).hasAtLeastOneElementOfType(WindowPca.class);
        assertSame(model, table);
    }

    @Test
    void aSingleSignalBySuchAsOnlyConfirmedFaultsChoose() throws OrtException {
        SampleTable table = Plants.of(9, 9_000, 1).shake(0, 7_000, 7_400, 4).table();
        SampleTable trained = table.slice(0, 6_000);
        NormalModel model = Candidates.all(model(trained), trained);

        assertThat(model.detectors()).hasSizeGreaterThanOrEqualTo(4);
        assertSame(model, table);
        assertThat(ModelFormat.read(ModelFormat.write(model)).scores(table))
                .isEqualTo(model.scores(table));
    }

    @Test
    void aCounterIsJudgedByItsSteps() throws OrtException {
        SampleTable table = Plants.of(10, 6_000, 3).shift(1, 5_000, 5_300, 6).table();
        double[] meter = new double[table.rows()];
        var random = new Random(1);
        for (int row = 1; row < meter.length; row++) {
            meter[row] = meter[row - 1] + 1 + random.nextInt(3);
        }
        double[][] columns = Arrays.copyOf(table.columns(), 4);
        columns[3] = meter;
        var counted =
                new SampleTable(
                        table.times(), List.of("signal0", "signal1", "signal2", "meter"), columns);
        NormalModel model = model(counted.slice(0, 4_000));

        assertThat(model.frame().channels()).anyMatch(channel -> channel.change());
        assertSame(model, counted);
    }

    /** Values are missing one by one, rows and for a day altogether. */
    private static void holed(SampleTable table) {
        var random = new Random(2);
        for (double[] column : table.columns()) {
            for (int row = 0; row < column.length; row++) {
                if (random.nextInt(50) == 0) {
                    column[row] = random.nextInt(5) == 0 ? Double.POSITIVE_INFINITY : Double.NaN;
                }
            }
            Arrays.fill(column, 6_500, 6_520, Double.NaN);
        }
        for (int row = 7_000; row < table.rows(); row++) {
            table.times()[row] += 86_400_000_000L;
        }
        for (int row = 7_500; row < table.rows(); row++) {
            table.times()[row] += 1_200_000_000L;
        }
    }

    private static void assertSame(NormalModel model, SampleTable table) throws OrtException {
        int rows = table.rows();
        int half = rows / 2 + 17;
        double[] expected = new double[rows];
        Scorer scorer = model.scorer();
        for (int row = 0; row < rows; row++) {
            expected[row] = scorer.next(table.times()[row], table.row(row));
        }
        var environment = OrtEnvironment.getEnvironment();
        byte[] bytes = Onnx.write(model).orElseThrow();
        double[] said = new double[rows];
        try (var session = environment.createSession(bytes)) {
            double[][] state = new double[1][];
            state[0] = new double[columns(session)];
            // What is remembered goes on from call to call.
            state = said(session, table, 0, half, state, said);
            said(session, table, half, rows, state, said);
        }
        int judged = 0;
        for (int row = 0; row < rows; row++) {
            assertThat(Double.isNaN(said[row]))
                    .as("judged: row %d", row)
                    .isEqualTo(Double.isNaN(expected[row]));
            if (!Double.isNaN(expected[row])) {
                judged++;
                assertThat(said[row])
                        .as("row %d", row)
                        .isCloseTo(expected[row], within(CLOSE * Math.max(1, expected[row])));
            }
        }
        assertThat(judged).isGreaterThan(rows / 3);
        assertThat(Arrays.stream(expected).filter(score -> score > 2).count()).isPositive();
    }

    private static int columns(OrtSession session) throws OrtException {
        var info =
                (TensorInfo) Objects.requireNonNull(session.getInputInfo().get("state")).getInfo();
        return (int) info.getShape()[1];
    }

    private static double[][] said(
            OrtSession session,
            SampleTable table,
            int from,
            int to,
            double[][] state,
            double[] said)
            throws OrtException {
        double[][] times = new double[to - from][1];
        double[][] samples = new double[to - from][];
        for (int row = from; row < to; row++) {
            times[row - from][0] = table.times()[row];
            samples[row - from] = table.row(row);
        }
        var environment = OrtEnvironment.getEnvironment();
        try (var time = OnnxTensor.createTensor(environment, times);
                var sample = OnnxTensor.createTensor(environment, samples);
                var before = OnnxTensor.createTensor(environment, state);
                var result =
                        session.run(
                                Map.of("time_micros", time, "samples", sample, "state", before))) {
            double[][] scores = (double[][]) result.get("score").orElseThrow().getValue();
            for (int row = from; row < to; row++) {
                said[row] = scores[row - from][0];
            }
            return (double[][]) result.get("next_state").orElseThrow().getValue();
        }
    }

    private static NormalModel model(SampleTable table) {
        var recipe =
                new Training.Recipe(
                        "test",
                        Sha256.of("test"),
                        Optional.of(new AlertBudget(1)),
                        List.of(),
                        Optional.empty(),
                        1,
                        "test");
        return (NormalModel) Training.train(recipe, table).model();
    }
}
