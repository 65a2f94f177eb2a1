package werkmeister.learning.life;

import werkmeister.learning.table.Cases;
import werkmeister.learning.trees.Matrix;

import java.util.ArrayList;
import java.util.List;

/**
 * What is known of a machine at each of its rows, and nothing of later ones: of each signal the
 * mean, slope and spread over the latest rows, and how far it has moved from the machine's own
 * start; and the machine's age.
 */
final class LifeFeatures {
    /** A machine's first rows are its own healthy start. */
    private static final int START_ROWS = 30;

    private final Cases cases;
    private final int[] windows;
    private final List<double[]> columns = new ArrayList<>();

    private LifeFeatures(Cases cases, int[] windows) {
        this.cases = cases;
        this.windows = windows;
    }

    /**
     * A row of features a row.
     *
     * @param windows in rows
     */
    static Matrix of(Cases cases, int[] windows) {
        var features = new LifeFeatures(cases, windows);
        for (double[] signal : cases.columns()) {
            features.add(signal);
        }
        features.columns.add(features.age());
        return Matrix.of(features.columns.toArray(double[][]::new), cases.rows());
    }

    private double[] age() {
        double[] age = new double[cases.rows()];
        int[] starts = cases.starts();
        for (int m = 0; m < starts.length - 1; m++) {
            for (int row = starts[m]; row < starts[m + 1]; row++) {
                age[row] = cases.clock()[row] - cases.clock()[starts[m]];
            }
        }
        return age;
    }

    private void add(double[] signal) {
        int rows = signal.length;
        double[] moved = new double[rows];
        double[][] means = new double[windows.length][rows];
        double[][] slopes = new double[windows.length][rows];
        double[][] spreads = new double[windows.length][rows];
        int[] starts = cases.starts();
        for (int m = 0; m < starts.length - 1; m++) {
            var sums = new RunningSums(signal, starts[m], starts[m + 1]);
            for (int row = starts[m]; row < starts[m + 1]; row++) {
                for (int w = 0; w < windows.length; w++) {
                    sums.look(row - windows[w] + 1, row);
                    means[w][row] = sums.mean();
                    slopes[w][row] = sums.slope();
                    spreads[w][row] = sums.spread();
                }
                sums.look(starts[m], Math.min(row, starts[m] + START_ROWS - 1));
                moved[row] = means[windows.length - 1][row] - sums.mean();
            }
        }
        columns.add(moved);
        for (int w = 0; w < windows.length; w++) {
            columns.add(means[w]);
            if (windows[w] > 2) {
                columns.add(slopes[w]);
                columns.add(spreads[w]);
            }
        }
    }
}
