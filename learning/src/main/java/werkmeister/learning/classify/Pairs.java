package werkmeister.learning.classify;

import werkmeister.learning.trees.Matrix;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Pairs of features that are put beside the features: their difference, product and quotient. Trees
 * cut along one feature at a time and come only slowly to a power (torque by speed) or a
 * temperature difference, which is what many a machine fails by.
 */
public record Pairs(List<Pair> pairs) {
    /** More columns than this would bring more pairs than a table of usual size can judge. */
    private static final int COLUMNS_MAX = 10;

    static final Pairs NONE = new Pairs(List.of());

    /** Two columns, by number. */
    public record Pair(int first, int second) {}

    /** All pairs of columns with many values; none where there are too many columns. */
    static Pairs of(double[][] columns) {
        var wide = new ArrayList<Integer>();
        for (int c = 0; c < columns.length; c++) {
            if (many(columns[c])) {
                wide.add(c);
            }
        }
        var pairs = new ArrayList<Pair>();
        for (int a = 0; a < wide.size() && wide.size() <= COLUMNS_MAX; a++) {
            for (int b = a + 1; b < wide.size(); b++) {
                pairs.add(new Pair(wide.get(a), wide.get(b)));
            }
        }
        return new Pairs(List.copyOf(pairs));
    }

    private static boolean many(double[] column) {
        return Arrays.stream(column).distinct().limit(13).count() > 12;
    }

    /** Gives half of what is said of each pair to either of its columns. */
    void share(float[] said, double[] sums) {
        for (int i = 0; i < pairs.size(); i++) {
            for (int kind = 0; kind < 3; kind++) {
                float part = said[sums.length + 3 * i + kind] / 2;
                sums[pairs.get(i).first()] += part;
                sums[pairs.get(i).second()] += part;
            }
        }
    }

    /** The columns with what the pairs give. */
    Matrix matrix(double[][] columns, int rows) {
        var all = new ArrayList<>(List.of(columns));
        for (Pair pair : pairs) {
            double[] a = columns[pair.first()];
            double[] b = columns[pair.second()];
            double[] difference = new double[rows];
            double[] product = new double[rows];
            double[] quotient = new double[rows];
            for (int row = 0; row < rows; row++) {
                difference[row] = a[row] - b[row];
                product[row] = a[row] * b[row];
                quotient[row] = b[row] == 0 ? Double.NaN : a[row] / b[row];
            }
            all.add(difference);
            all.add(product);
            all.add(quotient);
        }
        return Matrix.of(all.toArray(double[][]::new), rows);
    }
}
