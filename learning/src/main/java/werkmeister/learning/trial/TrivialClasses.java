package werkmeister.learning.trial;

import java.util.Random;

/** Trivial rivals in telling classes: the most frequent, one by chance, the nearest mean. */
final class TrivialClasses {
    private final double[] counts;
    private final double[] means;
    private final double[] spreads;
    private final double[][] centres;

    TrivialClasses(double[][] columns, int[] truth, int classes) {
        counts = new double[classes];
        for (int c : truth) {
            counts[c]++;
        }
        means = new double[columns.length];
        spreads = new double[columns.length];
        centres = new double[classes][columns.length];
        for (int f = 0; f < columns.length; f++) {
            learn(f, columns[f], truth);
        }
    }

    private void learn(int f, double[] column, int[] truth) {
        double n = 0;
        double sum = 0;
        double squares = 0;
        double[] seen = new double[counts.length];
        double[] sums = new double[counts.length];
        for (int row = 0; row < column.length; row++) {
            double x = column[row];
            if (!Double.isNaN(x)) {
                n++;
                sum += x;
                squares += x * x;
                seen[truth[row]]++;
                sums[truth[row]] += x;
            }
        }
        means[f] = n == 0 ? 0 : sum / n;
        double variance = n == 0 ? 0 : squares / n - means[f] * means[f];
        spreads[f] = variance > 0 ? Math.sqrt(variance) : 1;
        for (int c = 0; c < seen.length; c++) {
            centres[c][f] = seen[c] == 0 ? 0 : (sums[c] / seen[c] - means[f]) / spreads[f];
        }
    }

    int majority() {
        int best = 0;
        for (int c = 1; c < counts.length; c++) {
            best = counts[c] > counts[best] ? c : best;
        }
        return best;
    }

    /** As often as each class was seen. */
    int drawn(Random random) {
        double sum = 0;
        for (double count : counts) {
            sum += count;
        }
        double at = random.nextDouble() * sum;
        for (int c = 0; c < counts.length - 1; c++) {
            at -= counts[c];
            if (at < 0) {
                return c;
            }
        }
        return counts.length - 1;
    }

    int nearestMean(double[][] columns, int row) {
        int best = majority();
        double least = Double.POSITIVE_INFINITY;
        for (int c = 0; c < counts.length; c++) {
            double distance = 0;
            for (int f = 0; f < columns.length; f++) {
                double d = (columns[f][row] - means[f]) / spreads[f] - centres[c][f];
                distance += Double.isNaN(d) ? 0 : d * d;
            }
            if (counts[c] > 0 && distance < least) {
                least = distance;
                best = c;
            }
        }
        return best;
    }
}
