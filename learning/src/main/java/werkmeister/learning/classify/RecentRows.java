package werkmeister.learning.classify;

import werkmeister.learning.table.Cases;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Each signal with its means over the latest rows of its machine: nothing of later rows. */
public final class RecentRows {
    private static final int[] WINDOWS = {5, 20};

    private RecentRows() {}

    /** The same cases with these means beside each numeric signal. */
    public static Cases beside(Cases cases) {
        var names = new ArrayList<>(cases.names());
        var columns = new ArrayList<>(List.of(cases.columns()));
        for (int c = 0; c < cases.columns().length; c++) {
            for (int window : WINDOWS) {
                names.add(cases.names().get(c) + " mean of " + window);
                columns.add(means(cases, cases.columns()[c], window));
            }
        }
        return cases.with(names, columns.toArray(double[][]::new));
    }

    private static double[] means(Cases cases, double[] column, int window) {
        double[] means = new double[column.length];
        int[] starts = cases.starts();
        for (int m = 0; m < starts.length - 1; m++) {
            for (int row = starts[m]; row < starts[m + 1]; row++) {
                int from = Math.max(starts[m], row - window + 1);
                means[row] =
                        Arrays.stream(column, from, row + 1)
                                .filter(x -> !Double.isNaN(x))
                                .average()
                                .orElse(Double.NaN);
            }
        }
        return means;
    }
}
