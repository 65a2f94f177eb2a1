package werkmeister.learning.metric;

import java.util.Arrays;

/**
 * How far predicted remaining lives are from the true ones.
 *
 * @param count predictions that were judged
 * @param rmse root of the mean squared error, in the unit of the clock
 * @param mae mean absolute error
 * @param score the sum over the predictions of {@code exp(-d/13)-1} for predictions that are too
 *     short by d and {@code exp(d/10)-1} for those too long (Saxena et al., PHM 2008): late
 *     warnings cost more
 */
public record LifeError(int count, double rmse, double mae, double score) {
    private static final double EARLY = 13;
    private static final double LATE = 10;

    /** The truths, none longer than a limit. */
    public static double[] capped(double[] truth, double limit) {
        return Arrays.stream(truth).map(x -> Math.min(x, limit)).toArray();
    }

    /** NaN where there is nothing to judge. */
    public static LifeError of(double[] predicted, double[] truth) {
        double squares = 0;
        double absolutes = 0;
        double score = 0;
        for (int i = 0; i < truth.length; i++) {
            double d = predicted[i] - truth[i];
            squares += d * d;
            absolutes += Math.abs(d);
            score += d < 0 ? Math.expm1(-d / EARLY) : Math.expm1(d / LATE);
        }
        return new LifeError(
                truth.length, Math.sqrt(squares / truth.length), absolutes / truth.length, score);
    }
}
