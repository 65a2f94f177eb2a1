package werkmeister.learning.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.detector.Mewma;
import werkmeister.learning.detector.Sight;

import java.util.Arrays;
import java.util.List;
import java.util.Random;

class DetectorChoiceTest {
    private static final int NORMAL_ROWS = 2_000;
    private static final int FAULT_ROWS = 50;
    private static final int FAULTS = 2;

    private final Random random = new Random(1);

    @Test
    void aCandidateThatSeesTheFaultsIsTakenUp() {
        double[][] squares = {noise(), column(30)};

        assertThat(chosen(squares, 1, 0)).containsExactly(0.0, 1.0);
    }

    @Test
    void oneThatOnlyMakesNoiseIsPutAside() {
        double[][] squares = {column(30), noise()};

        assertThat(chosen(squares, 1, 1)).containsExactly(1.0, 0.0);
    }

    @Test
    void whatHelpsLittleChangesNothing() {
        double[][] squares = {column(30), column(30), column(1)};

        assertThat(chosen(squares, 1, 1, 0)).containsExactly(1.0, 1.0, 0.0);
    }

    @Test
    void withoutAFaultAllStays() {
        double[][] squares = {{1, 2, 3}, {3, 2, 1}};
        int[] faults = {-1, -1, -1};

        assertThat(weights(new DetectorChoice(squares, faults), 1, 0)).containsExactly(1.0, 0.0);
    }

    private List<Double> chosen(double[][] squares, double... weights) {
        int[] faults = new int[NORMAL_ROWS + FAULTS * FAULT_ROWS];
        Arrays.fill(faults, 0, NORMAL_ROWS, DetectorChoice.NORMAL);
        Arrays.fill(faults, NORMAL_ROWS + FAULT_ROWS, faults.length, 1);
        return weights(new DetectorChoice(squares, faults), weights);
    }

    private static List<Double> weights(DetectorChoice choice, double... weights) {
        List<Detector> detectors =
                Arrays.stream(weights).mapToObj(DetectorChoiceTest::detector).toList();
        return choice.of(detectors).stream().map(Detector::weight).toList();
    }

    private static Detector detector(double weight) {
        double[] one = {1};
        return new Mewma(Sight.LEVEL, 1, one, one, new double[][] {one}, 1, weight);
    }

    /** Squared distances of a detector that sees faults so many times as far as normal rows. */
    private double[] column(double times) {
        double[] column = new double[NORMAL_ROWS + FAULTS * FAULT_ROWS];
        Arrays.setAll(column, _ -> Math.abs(random.nextGaussian()));
        for (int row = NORMAL_ROWS; row < column.length; row++) {
            column[row] *= times;
        }
        return column;
    }

    private double[] noise() {
        return Arrays.stream(column(1)).map(square -> 20 * square).toArray();
    }
}
