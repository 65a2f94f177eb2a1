package werkmeister.bench.data;

import java.util.Arrays;

/** Sums, and perhaps sums of products, of columns; rows with a missing value count as zeros. */
final class Moments {
    private static final int TILE = 256;

    private final double[] sums;
    private final double[][] products;
    private final double[][] tile;
    private final boolean crossed;

    Moments(int columns, boolean crossed) {
        this.sums = new double[columns];
        this.products = new double[columns][columns];
        this.tile = new double[columns][TILE];
        this.crossed = crossed;
    }

    void add(double[][] columns) {
        int rows = columns[0].length;
        for (int from = 0; from < rows; from += TILE) {
            add(columns, from, Math.min(rows, from + TILE));
        }
    }

    private void add(double[][] columns, int from, int to) {
        for (int c = 0; c < columns.length; c++) {
            double sum = 0;
            for (int i = from; i < to; i++) {
                double value = columns[c][i];
                double there = Double.isNaN(value) ? 0 : value;
                tile[c][i - from] = there;
                sum += there;
            }
            Arrays.fill(tile[c], to - from, TILE, 0);
            sums[c] += sum;
        }
        for (int a = 0; a < columns.length && crossed; a++) {
            for (int b = 0; b <= a; b++) {
                products[a][b] += dot(tile[a], tile[b]);
            }
        }
    }

    private static double dot(double[] one, double[] other) {
        double s0 = 0;
        double s1 = 0;
        double s2 = 0;
        double s3 = 0;
        for (int i = 0; i < TILE; i += 4) {
            s0 += one[i] * other[i];
            s1 += one[i + 1] * other[i + 1];
            s2 += one[i + 2] * other[i + 2];
            s3 += one[i + 3] * other[i + 3];
        }
        return s0 + s1 + s2 + s3;
    }

    /** Something that follows from everything. */
    double outcome() {
        double outcome = 0;
        for (int a = 0; a < sums.length; a++) {
            outcome += sums[a];
            for (int b = 0; b <= a; b++) {
                outcome += products[a][b];
            }
        }
        return outcome;
    }
}
