package werkmeister.learning.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;

import org.junit.jupiter.api.Test;

import werkmeister.learning.classify.ClassModel;
import werkmeister.learning.classify.ClassTraining;
import werkmeister.learning.classify.CycleFeatures;
import werkmeister.learning.forecast.ForecastModel.Band;
import werkmeister.learning.forecast.ForecastTraining;
import werkmeister.learning.life.LifeModel;
import werkmeister.learning.life.LifeSpan;
import werkmeister.learning.life.LifeTraining;
import werkmeister.learning.predict.ClassPredictor;
import werkmeister.learning.predict.CyclePredictor;
import werkmeister.learning.predict.ForecastPredictor;
import werkmeister.learning.predict.LifePredictor;
import werkmeister.learning.table.Cases;
import werkmeister.learning.trees.Matrix;

import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

/** ONNX Runtime gives the same answers as the models themselves. */
class OnnxTest {
    private static final double CLOSE = 1e-5;

    @Test
    void aForecastIsTheSame() throws OrtException {
        var random = new Random(1);
        double[][] series = new double[2][600];
        for (int i = 0; i < 600; i++) {
            series[0][i] = 20 + 5 * Math.sin(i * Math.PI / 12) + random.nextGaussian();
            series[1][i] = 1_000 + 0.5 * i + 9 * random.nextGaussian();
        }
        var model =
                ForecastTraining.train(
                        series, Optional.of(12), new ForecastTraining.Parts(600, 600));
        var predictor = new ForecastPredictor(List.of("oil", "heat"), Duration.ofHours(1), model);
        int window = predictor.window();
        Map<String, double[][]> latest = new HashMap<>();
        for (int k = 0; k < 2; k++) {
            latest.put(
                    "latest:" + predictor.signals().get(k),
                    new double[][] {Arrays.copyOfRange(series[k], 600 - window, 600)});
        }

        Map<String, Object> said = run(Onnx.write(predictor), latest);

        for (int k = 0; k < 2; k++) {
            Band band = predictor.ahead(k, series[k]);
            String signal = predictor.signals().get(k);
            assertClose(row(said, "expected:" + signal), band.expected());
            assertClose(row(said, "low:" + signal), band.low());
            assertClose(row(said, "high:" + signal), band.high());
        }
    }

    @Test
    void classesAreTheSameAlsoWhereValuesAreMissing() throws OrtException {
        var random = new Random(2);
        int rows = 400;
        double[][] columns = new double[3][rows];
        int[] truth = new int[rows];
        for (int row = 0; row < rows; row++) {
            columns[0][row] = random.nextGaussian();
            columns[1][row] = random.nextGaussian();
            columns[2][row] = row % 9 == 0 ? Double.NaN : random.nextInt(30) - 10;
            double power = columns[0][row] * columns[1][row];
            truth[row] = power > 0.4 ? 2 : power < -0.4 ? 1 : 0;
        }
        int[] folds = IntStream.range(0, rows).map(row -> row % 3).toArray();
        ClassModel model =
                ClassTraining.train(
                        new ClassTraining.Examples(
                                List.of("a", "b", "c"),
                                columns,
                                List.of("none", "low", "high"),
                                truth,
                                folds),
                        1);
        assertThat(model.pairs().pairs()).isNotEmpty();
        var predictor =
                new ClassPredictor(
                        List.of("a", "b", "c"), Duration.ZERO, Duration.ofHours(1), model);

        Map<String, Object> said =
                run(Onnx.write(predictor), Map.of("features", rows(columns, rows)));

        double[][] expected = model.probabilities(columns, rows);
        double[][] probabilities = rows(said, "probabilities");
        ClassModel.Told[] told = model.tell(columns, rows);
        long[] numbers = (long[]) Objects.requireNonNull(said.get("class"));
        for (int row = 0; row < rows; row++) {
            assertClose(probabilities[row], expected[row]);
            assertThat(numbers[row]).isEqualTo(told[row].number());
        }
    }

    @Test
    void aModelOfCyclesTakesTheFeaturesOfACycle() throws OrtException {
        var random = new Random(4);
        List<String> features = CycleFeatures.names(List.of("force"));
        int cycles = 120;
        double[][] courses = new double[1][cycles * 12];
        int[] starts = IntStream.rangeClosed(0, cycles).map(i -> i * 12).toArray();
        int[] truth = IntStream.range(0, cycles).map(i -> i % 2).toArray();
        for (int row = 0; row < courses[0].length; row++) {
            boolean peak = row % 12 == (truth[row / 12] == 0 ? 2 : 9);
            courses[0][row] = random.nextGaussian() + (peak ? 20 : 0);
        }
        double[][] columns = CycleFeatures.of(courses, starts);
        ClassModel model =
                ClassTraining.train(
                        new ClassTraining.Examples(
                                features,
                                columns,
                                List.of("early", "late"),
                                truth,
                                IntStream.range(0, cycles).map(i -> i % 3).toArray()),
                        1);
        var predictor = new CyclePredictor(List.of("force"), "stroke", Duration.ofHours(1), model);

        Map<String, Object> said =
                run(Onnx.write(predictor), Map.of("features", rows(columns, cycles)));

        double[][] expected = model.probabilities(columns, cycles);
        double[][] probabilities = rows(said, "probabilities");
        for (int i = 0; i < cycles; i++) {
            assertClose(probabilities[i], expected[i]);
        }
    }

    @Test
    void remainingLivesAndTheirIntervalsAreTheSame() throws OrtException {
        Cases lives = lives();
        LifeModel model = LifeTraining.train(lives, Optional.empty(), Optional.empty(), 1);
        Map<String, double[][]> features = new HashMap<>();
        for (LifeModel.Member member : model.members()) {
            features.put(
                    "features_%d_%d".formatted(member.windows()[0], member.windows()[1]),
                    rows(model.features(lives, member)));
        }

        Map<String, Object> said =
                run(Onnx.write(new LifePredictor(Duration.ofHours(1), model)), features);

        LifeSpan[] spans = model.predict(lives);
        double[][] expected = rows(said, "expected_hours");
        double[][] low = rows(said, "low_hours");
        double[][] high = rows(said, "high_hours");
        for (int row = 0; row < spans.length; row++) {
            assertClose(
                    new double[] {expected[row][0], low[row][0], high[row][0]},
                    new double[] {spans[row].expected(), spans[row].low(), spans[row].high()},
                    // XGBoost adds its trees up in single precision.
                    model.limit());
        }
    }

    private static Cases lives() {
        int machines = 8;
        int life = 120;
        var random = new Random(3);
        double[][] columns = new double[2][machines * life];
        int[] machine = new int[machines * life];
        double[] clock = new double[machines * life];
        for (int row = 0; row < clock.length; row++) {
            machine[row] = row / life;
            clock[row] = row % life;
            double wear = Math.pow(clock[row] / life, 3);
            columns[0][row] = 60 + 30 * wear + random.nextGaussian();
            columns[1][row] = 5 - 2 * wear + 0.2 * random.nextGaussian();
        }
        return new Cases(
                List.of("heat", "flow"),
                columns,
                machine,
                IntStream.range(0, machines).mapToObj(String::valueOf).toList(),
                clock);
    }

    private static double[][] rows(double[][] columns, int rows) {
        double[][] turned = new double[rows][columns.length];
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < columns.length; c++) {
                turned[row][c] = columns[c][row];
            }
        }
        return turned;
    }

    private static double[][] rows(Matrix matrix) {
        double[][] rows = new double[matrix.rows()][matrix.columns()];
        for (int row = 0; row < rows.length; row++) {
            for (int c = 0; c < matrix.columns(); c++) {
                rows[row][c] = matrix.values()[row * matrix.columns() + c];
            }
        }
        return rows;
    }

    private static double[] row(Map<String, Object> said, String name) {
        return rows(said, name)[0];
    }

    private static double[][] rows(Map<String, Object> said, String name) {
        return (double[][]) Objects.requireNonNull(said.get(name), name);
    }

    private static void assertClose(double[] actual, double[] expected) {
        double scale = Arrays.stream(expected).map(Math::abs).max().orElse(1);
        assertClose(actual, expected, Math.max(1, scale));
    }

    private static void assertClose(double[] actual, double[] expected, double scale) {
        assertThat(actual).hasSameSizeAs(expected);
        for (int i = 0; i < actual.length; i++) {
            assertThat(actual[i] / scale).isCloseTo(expected[i] / scale, within(CLOSE));
        }
    }

    private static Map<String, Object> run(byte[] model, Map<String, double[][]> inputs)
            throws OrtException {
        var environment = OrtEnvironment.getEnvironment();
        Map<String, OnnxTensor> tensors = new HashMap<>();
        for (var input : inputs.entrySet()) {
            tensors.put(input.getKey(), OnnxTensor.createTensor(environment, input.getValue()));
        }
        try (var session = environment.createSession(model);
                OrtSession.Result result = session.run(tensors)) {
            Map<String, Object> said = new HashMap<>();
            for (var output : result) {
                said.put(output.getKey(), output.getValue().getValue());
            }
            return said;
        } finally {
            tensors.values().forEach(OnnxTensor::close);
        }
    }
}
