package werkmeister.learning.life;

import werkmeister.learning.table.Rows;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.IntStream;

/**
 * How far the truth lies from predictions, by how long the predicted life is: quantiles of the
 * errors that models made on machines they had not seen (split conformal prediction with local
 * quantiles; Lei et al., JASA 113, 2018).
 *
 * @param at predicted lives, ascending
 * @param below what to add for the low end of the interval at each; {@code above} for the high end
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
public record Interval(double[] at, double[] below, double[] above) {
    /** The share of truths that an interval shall hold. */
    static final double COVERAGE = 0.9;

    private static final int KNOTS = 40;

    /** A knot's quantiles are those of so much of the cases around it. */
    private static final double AROUND = 0.06;

    private static final int AROUND_MIN = 40;

    /** Knots lie at least such a share of their range apart. */
    private static final double APART = 0.002;

    /**
     * From predictions of cases that were not trained on, and the truth.
     *
     * @param machines that the cases are of: rows of one machine err alike, so it is the number of
     *     machines that says how far a quantile is to be trusted (Vovk, Gammerman and Shafer, 2005)
     */
    static Interval of(double[] predicted, double[] truth, int machines) {
        int n = predicted.length;
        double level = Math.min(1, (1 + COVERAGE) / 2 * (machines + 1) / machines);
        int[] order =
                IntStream.range(0, n)
                        .boxed()
                        .sorted(Comparator.comparingDouble(i -> predicted[i]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        int knots = Math.max(1, Math.min(KNOTS, n / AROUND_MIN));
        int half = (int) Math.min(n / 2.0, Math.max(AROUND_MIN, n * AROUND) / 2);
        double[] at = new double[knots];
        double[] below = new double[knots];
        double[] above = new double[knots];
        for (int k = 0; k < knots; k++) {
            int centre = (int) ((k + 0.5) * n / knots);
            int from = Math.max(0, centre - half);
            int to = Math.min(n, centre + half + 1);
            double[] errors =
                    IntStream.range(from, to)
                            .mapToDouble(i -> truth[order[i]] - predicted[order[i]])
                            .sorted()
                            .toArray();
            at[k] = predicted[order[centre]];
            below[k] = quantile(errors, 1 - level);
            above[k] = quantile(errors, level);
        }
        return new Interval(at, below, above).risen();
    }

    /** Of knots at about one place the last one counts: the lines between would be cliffs. */
    private Interval risen() {
        double apart = APART * (at[at.length - 1] - at[0]);
        int[] kept =
                IntStream.range(0, at.length)
                        .filter(k -> k == at.length - 1 || at[k + 1] - at[k] > apart)
                        .toArray();
        return new Interval(Rows.pick(at, kept), Rows.pick(below, kept), Rows.pick(above, kept));
    }

    LifeSpan around(double expected) {
        double low = expected + Math.min(0, between(below, expected));
        double high = expected + Math.max(0, between(above, expected));
        return new LifeSpan(expected, Math.max(0, low), high);
    }

    private double between(double[] values, double x) {
        int k = Arrays.binarySearch(at, x);
        int right = k >= 0 ? k : -k - 1;
        if (right == 0) {
            return values[0];
        }
        if (right == at.length) {
            return values[at.length - 1];
        }
        double share = (x - at[right - 1]) / (at[right] - at[right - 1]);
        return values[right - 1] + share * (values[right] - values[right - 1]);
    }

    /** Rather outside than inside: of few errors the extreme ones count. */
    private static double quantile(double[] sorted, double p) {
        double place = p * (sorted.length + 1) - 1;
        int low = (int) Math.clamp(Math.floor(place), 0, sorted.length - 1);
        int high = Math.min(sorted.length - 1, low + 1);
        double share = Math.clamp(place - low, 0, 1);
        return sorted[low] + share * (sorted[high] - sorted[low]);
    }
}
