package werkmeister.learning.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import werkmeister.learning.trees.Matrix;

import java.util.Arrays;
import java.util.Random;

class RidgeTest {
    private static final int ROWS = 500;

    private final Random random = new Random(1);

    @Test
    void aLinearTruthIsFound() {
        double[][] columns = {noise(), noise(), noise()};
        double[][] targets = new double[ROWS][];
        Arrays.setAll(targets, row -> new double[] {7 + 3 * columns[0][row] - 2 * columns[2][row]});

        double[][] told = new Ridge(Matrix.of(columns, ROWS), targets).tell(one(1, 5, 2));

        assertThat(told[0][0]).isCloseTo(7 + 3 - 4, within(0.1));
    }

    @Test
    void aConstantAMissingValueAndACopyDoNoHarm() {
        double[] column = noise();
        double[] constant = new double[ROWS];
        Arrays.fill(constant, 4);
        double[][] targets = new double[ROWS][];
        Arrays.setAll(targets, row -> new double[] {column[row]});
        double[][] columns = {column, column.clone(), constant};
        columns[1][7] = Double.NaN;

        double[][] told = new Ridge(Matrix.of(columns, ROWS), targets).tell(one(2, 2, Double.NaN));

        assertThat(told[0][0]).isCloseTo(2, within(0.1));
    }

    private static Matrix one(double... values) {
        double[][] columns =
                Arrays.stream(values).mapToObj(v -> new double[] {v}).toArray(double[][]::new);
        return Matrix.of(columns, 1);
    }

    private double[] noise() {
        return random.doubles(ROWS, -3, 3).toArray();
    }
}
