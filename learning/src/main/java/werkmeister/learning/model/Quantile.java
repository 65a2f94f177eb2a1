package werkmeister.learning.model;

import java.util.Arrays;

/**
 * Quantiles of samples, linear between neighbours (type 7 of Hyndman and Fan, The American
 * Statistician 50, 1996).
 */
public final class Quantile {
    private static final double RARE_ROWS = 20;

    private Quantile() {}

    /**
     * The share that counts as rare: from 99 % where rows are few to 99.9 % where they are many.
     */
    public static double rare(int rows) {
        return 1 - Math.clamp(RARE_ROWS / rows, 0.001, 0.01);
    }

    /** Of the values that are numbers; NaN if there are none. */
    public static double of(double[] values, double share) {
        return ofSorted(sorted(values), share);
    }

    /** The values that are numbers, in order. */
    public static double[] sorted(double[] values) {
        double[] numbers = Arrays.stream(values).filter(Double::isFinite).toArray();
        Arrays.sort(numbers);
        return numbers;
    }

    public static double ofSorted(double[] sorted, double share) {
        if (sorted.length == 0) {
            return Double.NaN;
        }
        double at = share * (sorted.length - 1);
        int below = (int) at;
        if (below + 1 >= sorted.length) {
            return sorted[sorted.length - 1];
        }
        return sorted[below] + (at - below) * (sorted[below + 1] - sorted[below]);
    }
}
