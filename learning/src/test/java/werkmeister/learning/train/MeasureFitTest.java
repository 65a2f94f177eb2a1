package werkmeister.learning.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.detector.Extrapolation;
import werkmeister.learning.detector.IsolationForest;
import werkmeister.learning.detector.Measure;
import werkmeister.learning.detector.NearestShape;
import werkmeister.learning.detector.SpectralResidual;
import werkmeister.learning.detector.Window;
import werkmeister.learning.detector.WindowMeasure;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.IntToDoubleFunction;

/** Each measure sees what it is there for, in windows of a noisy sine. */
class MeasureFitTest {
    private static final int POINTS = 32;
    private static final int PERIOD = 50;

    private final Window window = new Window(1, POINTS, 1);
    private final Random random = new Random(1);
    private final List<Detector> detectors = new MeasureFit(window, normal(2_000)).detectors();

    @Test
    void aShapeThatWasNeverThereIsFarFromAllThatWere() {
        double[] square = state(row -> row / 8 % 2 == 0 ? 1 : -1);

        assertThat(far(NearestShape.class, square)).isGreaterThan(4);
    }

    @Test
    void theSameShapeElsewhereIsNotNew() {
        double[] high = state(row -> 7 + 3 * sine(row));

        assertThat(far(NearestShape.class, high)).isLessThan(1.5);
        assertThat(far(IsolationForest.class, high)).isGreaterThan(1.5);
    }

    @Test
    void aStepDoesNotGoOnFromWhatWasBefore() {
        double[] step = state(row -> sine(row) + (row == POINTS - 1 ? 1 : 0));

        assertThat(far(Extrapolation.class, step)).isGreaterThan(4);
        assertThat(far(Extrapolation.class, state(MeasureFitTest::sine))).isLessThan(3);
    }

    @Test
    void aPeakStandsOutOfItsSurroundings() {
        double[] peak = state(row -> sine(row) + (row == POINTS - 1 ? 2 : 0));

        assertThat(far(SpectralResidual.class, peak)).isGreaterThan(1.5);
        assertThat(far(SpectralResidual.class, state(MeasureFitTest::sine))).isLessThan(1.5);
    }

    @Test
    void aRareStretchIsSoonPartedFromTheOthers() {
        double[] flat = state(row -> 4 + row * 0.1);

        assertThat(far(IsolationForest.class, flat)).isGreaterThan(1.3);
        assertThat(far(IsolationForest.class, state(MeasureFitTest::sine))).isLessThan(1.3);
    }

    @Test
    void noneWeighsAnythingBeforeAFaultIsConfirmed() {
        assertThat(detectors).hasSize(4).allMatch(detector -> detector.weight() == 0);
    }

    @Test
    void theSameWindowsGiveTheSameTrees() {
        var again = new MeasureFit(window, normal(300));
        double[] state = state(MeasureFitTest::sine);

        assertThat(measures(again.detectors(), state))
                .isEqualTo(measures(again.detectors(), state));
    }

    private List<Double> measures(List<Detector> all, double[] state) {
        return all.stream()
                .map(detector -> ((WindowMeasure) detector).measure())
                .map(measure -> measure.of(0, state, window.start(0)))
                .toList();
    }

    /** In units of what is usual. */
    private double far(Class<? extends Measure> kind, double[] state) {
        WindowMeasure detector =
                detectors.stream()
                        .map(WindowMeasure.class::cast)
                        .filter(one -> kind.isInstance(one.measure()))
                        .findFirst()
                        .orElseThrow();
        return Math.sqrt(detector.square(0, state));
    }

    private List<double[]> normal(int count) {
        var all = new ArrayList<double[]>();
        for (int i = 0; i < count; i++) {
            int from = i * 7;
            all.add(state(row -> sine(from + row)));
        }
        return all;
    }

    private double[] state(IntToDoubleFunction course) {
        double[] state = new double[window.stateSize()];
        for (int i = 0; i < POINTS; i++) {
            state[window.start(0) + i] = course.applyAsDouble(i) + 0.05 * random.nextGaussian();
        }
        return state;
    }

    private static double sine(int row) {
        return Math.sin(2 * Math.PI * row / PERIOD);
    }
}
