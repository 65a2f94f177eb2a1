package werkmeister.learning.forecast;

import java.util.List;

/** The errors of methods on time that they were not fitted on, as sums of products, by series. */
final class MethodErrors {
    private final double[][][] sums;
    private final double[] counts;

    MethodErrors(int series, int methods) {
        this.sums = new double[series][methods][methods];
        this.counts = new double[series];
    }

    /** Takes up the errors of all methods on one series: a row an origin, a column a step. */
    void add(int series, List<double[][]> errors) {
        for (int i = 0; i < errors.size(); i++) {
            for (int j = 0; j <= i; j++) {
                double sum = product(errors.get(i), errors.get(j));
                sums[series][i][j] += sum;
                sums[series][j][i] = sums[series][i][j];
            }
        }
        counts[series] += (double) errors.getFirst().length * errors.getFirst()[0].length;
    }

    /** Mean squared error of a method. */
    double of(int series, int method) {
        return sums[series][method][method] / counts[series];
    }

    /** Mean products over all series. */
    double[][] pooled() {
        int methods = sums[0].length;
        double[][] pooled = new double[methods][methods];
        for (int k = 0; k < sums.length; k++) {
            add(pooled, sums[k], 1 / (counts[k] * sums.length));
        }
        return pooled;
    }

    /**
     * A series' own products beside those of all ({@code pooled}): what did well for its sisters is
     * likely to do well for it.
     */
    double[][] shared(int series, double[][] pooled, double own) {
        double[][] shared = new double[pooled.length][pooled.length];
        add(shared, pooled, (1 - own) / level(pooled));
        add(shared, sums[series], own / level(sums[series]));
        return shared;
    }

    private static double level(double[][] products) {
        double sum = 1e-12;
        for (int i = 0; i < products.length; i++) {
            sum += products[i][i] / products.length;
        }
        return sum;
    }

    private static void add(double[][] to, double[][] products, double factor) {
        for (int i = 0; i < to.length; i++) {
            for (int j = 0; j < to.length; j++) {
                to[i][j] += factor * products[i][j];
            }
        }
    }

    private static double product(double[][] a, double[][] b) {
        double sum = 0;
        for (int o = 0; o < a.length; o++) {
            for (int h = 0; h < a[o].length; h++) {
                sum += a[o][h] * b[o][h];
            }
        }
        return sum;
    }
}
