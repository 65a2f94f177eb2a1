package werkmeister.learning.trial;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import werkmeister.learning.trees.Matrix;

import java.util.Random;

class RidgeTest {
    private static final int COLUMNS = 30;

    /** Rows that stand twice weigh the same: 20 rows are solved by rows, the 40 by columns. */
    @Test
    void fewRowsOfManyColumnsGiveTheSameWeightsEitherWay() {
        double[][] once = columns(20, 1);
        double[][] twice = columns(20, 2);
        double[][] asked = columns(7, 1);

        double[][] byRows =
                new Ridge(Matrix.of(once, 20), targets(20, 1)).tell(Matrix.of(asked, 7));
        double[][] byColumns =
                new Ridge(Matrix.of(twice, 40), targets(20, 2)).tell(Matrix.of(asked, 7));

        for (int row = 0; row < 7; row++) {
            assertThat(byRows[row]).containsExactly(byColumns[row], within(1e-6));
        }
    }

    private static double[][] columns(int rows, int times) {
        var random = new Random(5);
        double[][] columns = new double[COLUMNS][rows * times];
        for (int row = 0; row < rows; row++) {
            for (int c = 0; c < COLUMNS; c++) {
                double value = random.nextGaussian();
                for (int again = 0; again < times; again++) {
                    columns[c][row + again * rows] = value;
                }
            }
        }
        return columns;
    }

    private static double[][] targets(int rows, int times) {
        var random = new Random(6);
        double[][] targets = new double[rows * times][2];
        for (int row = 0; row < rows; row++) {
            double one = random.nextGaussian();
            double two = random.nextGaussian();
            for (int again = 0; again < times; again++) {
                targets[row + again * rows][0] = one;
                targets[row + again * rows][1] = two;
            }
        }
        return targets;
    }
}
