package werkmeister.learning.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Volume under the precision-recall surface: average precision that forgives small shifts, averaged
 * over how large a shift is forgiven (Paparrizos et al., PVLDB 15(11), 2022; in the form of the
 * TSB-AD benchmark, NeurIPS 2024).
 *
 * <p>The definition loops over buffer widths, 250 thresholds and all rows. Here each row is put
 * once into the bucket of the first threshold that it reaches; per width only the rows near a
 * labelled span are touched, so 100,000 rows take milliseconds.
 */
public final class VusPr {
    private static final int THRESHOLDS = 250;
    private static final int LAGS = 400;
    private static final int LAG_ROWS = 20_000;
    private static final int LAG_MIN = 3;
    private static final int LAG_MAX = 300;
    private static final int WINDOW_DEFAULT = 125;

    private final boolean[] labels;
    private final List<int[]> spans;
    private final int[] buckets;
    private final int[] predicted = new int[THRESHOLDS];
    private final double[] spanRows = new double[THRESHOLDS];
    private final double[] soft;
    private final int positives;

    private VusPr(boolean[] labels, double[] scores) {
        this.labels = labels;
        this.spans = spans(labels);
        this.buckets = new int[labels.length];
        this.soft = new double[labels.length];
        double[] thresholds = thresholds(scores);
        int count = 0;
        for (int row = 0; row < labels.length; row++) {
            buckets[row] = bucket(thresholds, scores[row]);
            predicted[buckets[row]]++;
            if (labels[row]) {
                spanRows[buckets[row]]++;
                count++;
            }
        }
        positives = count;
        for (int i = 1; i < THRESHOLDS; i++) {
            predicted[i] += predicted[i - 1];
            spanRows[i] += spanRows[i - 1];
        }
    }

    /**
     * @param scores one a row, higher is more unusual
     * @param window widest buffer in rows
     * @return 0 to 1; NaN if no row is labelled
     */
    public static double of(boolean[] labels, double[] scores, int window) {
        if (labels.length == 0 || spans(labels).isEmpty()) {
            return Double.NaN;
        }
        double[] finite = Arrays.stream(scores).map(s -> Double.isNaN(s) ? 0 : s).toArray();
        var volume = new VusPr(labels, finite);
        double sum = 0;
        for (int width = 0; width <= window; width++) {
            sum += volume.averagePrecision(width);
        }
        return sum / (window + 1);
    }

    /**
     * The benchmark's rule for the window: the lag of the highest peak of a signal's
     * autocorrelation.
     */
    public static int window(double[] signal) {
        int n = Math.min(signal.length, LAG_ROWS);
        double mean = Arrays.stream(signal, 0, n).filter(Double::isFinite).average().orElse(0);
        double[] x = new double[n];
        Arrays.setAll(x, i -> Double.isFinite(signal[i]) ? signal[i] - mean : 0);
        double[] correlation = new double[Math.max(0, Math.min(LAGS + 1, n) - 3)];
        for (int lag = 3; lag < correlation.length + 3; lag++) {
            double sum = 0;
            for (int i = lag; i < n; i++) {
                sum += x[i] * x[i - lag];
            }
            correlation[lag - 3] = sum;
        }
        int best = -1;
        for (int i = 1; i < correlation.length - 1; i++) {
            boolean peak =
                    correlation[i] > correlation[i - 1] && correlation[i] > correlation[i + 1];
            if (peak && (best < 0 || correlation[i] > correlation[best])) {
                best = i;
            }
        }
        return best < LAG_MIN || best > LAG_MAX ? WINDOW_DEFAULT : best + 3;
    }

    /** Runs of labelled rows: first and last row. */
    static List<int[]> spans(boolean[] labels) {
        var spans = new ArrayList<int[]>();
        for (int row = 0; row < labels.length; row++) {
            if (labels[row] && (row == 0 || !labels[row - 1])) {
                spans.add(new int[] {row, row});
            }
            if (labels[row]) {
                spans.getLast()[1] = row;
            }
        }
        return spans;
    }

    private static double[] thresholds(double[] scores) {
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double[] thresholds = new double[THRESHOLDS];
        for (int i = 0; i < THRESHOLDS; i++) {
            int at = (int) ((double) i * (sorted.length - 1) / (THRESHOLDS - 1));
            thresholds[i] = sorted[sorted.length - 1 - at];
        }
        return thresholds;
    }

    /** The first (highest) threshold that a score reaches. */
    private static int bucket(double[] thresholds, double score) {
        int low = 0;
        int high = THRESHOLDS - 1;
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (score >= thresholds[middle]) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return low;
    }

    private double averagePrecision(int width) {
        double[] near = softByThreshold(width);
        int[] reached = reachedByThreshold(width / 2);
        int hoods = reached[THRESHOLDS];
        double average = 0;
        double before = 0;
        for (int i = 0; i < THRESHOLDS; i++) {
            double caught = spanRows[i] + near[i];
            double weight = (2.0 * positives + near[i]) / 2;
            double recall = Math.min(caught / weight, 1) * reached[i] / hoods;
            double precision = predicted[i] == 0 ? 1 : caught / predicted[i];
            average += (recall - before) * precision;
            before = recall;
        }
        return average;
    }

    /** Soft labels beside the spans, summed over the rows that reach each threshold. */
    private double[] softByThreshold(int width) {
        for (int[] span : spans) {
            for (int k = 1; k <= width / 2; k++) {
                double weight = Math.sqrt(1 - k / (double) width);
                soften(span[0] - k, weight);
                soften(span[1] + k, weight);
            }
        }
        double[] sums = new double[THRESHOLDS];
        for (int[] span : spans) {
            for (int k = 1; k <= width / 2; k++) {
                takeSoft(span[0] - k, sums);
                takeSoft(span[1] + k, sums);
            }
        }
        for (int i = 1; i < THRESHOLDS; i++) {
            sums[i] += sums[i - 1];
        }
        return sums;
    }

    private void soften(int row, double weight) {
        if (row >= 0 && row < labels.length && !labels[row]) {
            soft[row] += weight;
        }
    }

    private void takeSoft(int row, double[] sums) {
        if (row >= 0 && row < labels.length && soft[row] > 0) {
            sums[buckets[row]] += Math.min(1, soft[row]);
            soft[row] = 0;
        }
    }

    /**
     * How many of the spans, each widened and merged with those it touches, hold a row that reaches
     * each threshold.
     */
    private int[] reachedByThreshold(int half) {
        int[] reached = new int[THRESHOLDS + 1];
        int at = 0;
        while (at < spans.size()) {
            int from = Math.max(0, spans.get(at)[0] - half);
            int to = Math.min(labels.length - 1, spans.get(at)[1] + half);
            while (++at < spans.size() && spans.get(at)[0] - half <= to + 1) {
                to = Math.min(labels.length - 1, spans.get(at)[1] + half);
            }
            int best = THRESHOLDS;
            for (int row = from; row <= to; row++) {
                best = Math.min(best, buckets[row]);
            }
            reached[Math.min(best, THRESHOLDS - 1)]++;
            reached[THRESHOLDS]++;
        }
        for (int i = 1; i < THRESHOLDS; i++) {
            reached[i] += reached[i - 1];
        }
        return reached;
    }
}
