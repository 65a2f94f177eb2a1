package werkmeister.learning.forecast;

/**
 * The products of a series with itself, summed over all windows that slide along it: entry (i, j)
 * is the sum over the windows of what stands at place i times what stands at place j. All that a
 * linear forecast by least squares needs of a series, for every look-back and horizon within the
 * window.
 *
 * <p>From one place to the next along a diagonal one product leaves the sum and one joins it, so
 * that the whole table costs windows plus places squared, not their product.
 */
final class LagProducts {
    private final int places;
    private final double[][] sums;
    private long windows;

    /**
     * @param places in a window
     */
    LagProducts(int places) {
        this.places = places;
        this.sums = new double[places][places];
    }

    /** Takes the windows in that begin at rows {@code from} to before {@code to}. */
    void add(double[] series, int from, int to) {
        if (to <= from) {
            return;
        }
        windows += to - from;
        for (int lag = 0; lag < places; lag++) {
            double sum = 0;
            for (int row = from; row < to; row++) {
                sum += series[row] * series[row + lag];
            }
            for (int i = 0; i + lag < places; i++) {
                sums[i][i + lag] += sum;
                sum +=
                        at(series, to + i) * at(series, to + i + lag)
                                - series[from + i] * series[from + i + lag];
            }
        }
    }

    /** The last step along a diagonal looks one beyond the windows and is not used. */
    private static double at(double[] series, int row) {
        return row < series.length ? series[row] : 0;
    }

    long windows() {
        return windows;
    }

    /** The sum over the windows of the values at two places, each less the one at {@code last}. */
    double less(int i, int j, int last) {
        return sum(i, j) - sum(i, last) - sum(last, j) + sum(last, last);
    }

    private double sum(int i, int j) {
        return i <= j ? sums[i][j] : sums[j][i];
    }
}
