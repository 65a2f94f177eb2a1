package werkmeister.learning.classify;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What is to be seen of a whole cycle (a press stroke, a batch, a test run): of each signal the
 * level, spread, extremes and quantiles of the cycle and of its halves, quarters and eighths, and
 * how it rises within them (intervals as in QUANT; Dempster, Schmidt and Webb, 2023).
 */
public final class CycleFeatures {
    private static final int DEPTH = 4;
    private static final double[] QUANTILES = {0, 0.1, 0.25, 0.5, 0.75, 0.9, 1};

    private CycleFeatures() {}

    /** Names of the features of a cycle of these signals. */
    public static List<String> names(List<String> signals) {
        var names = new ArrayList<String>();
        for (String signal : signals) {
            for (int depth = 0; depth < DEPTH; depth++) {
                for (int part = 0; part < 1 << depth; part++) {
                    String place = signal + " " + (part + 1) + "/" + (1 << depth);
                    names.add(place + " mean");
                    names.add(place + " spread");
                    names.add(place + " rise");
                    if (depth < 2) {
                        for (double quantile : QUANTILES) {
                            names.add(place + " q" + quantile);
                        }
                    }
                }
            }
            names.add(signal + " step");
        }
        return names;
    }

    /**
     * One array a feature, an entry a cycle.
     *
     * @param columns one array a signal
     * @param starts first row of each cycle, and behind them the number of rows
     */
    public static double[][] of(double[][] columns, int[] starts) {
        int cycles = starts.length - 1;
        double[][] rows = new double[cycles][];
        for (int cycle = 0; cycle < cycles; cycle++) {
            var features = new ArrayList<Double>();
            for (double[] column : columns) {
                add(features, Arrays.copyOfRange(column, starts[cycle], starts[cycle + 1]));
            }
            rows[cycle] = features.stream().mapToDouble(Double::doubleValue).toArray();
        }
        double[][] turned = new double[cycles == 0 ? 0 : rows[0].length][cycles];
        for (int f = 0; f < turned.length; f++) {
            int feature = f;
            Arrays.setAll(turned[f], cycle -> rows[cycle][feature]);
        }
        return turned;
    }

    private static void add(List<Double> features, double[] course) {
        for (int depth = 0; depth < DEPTH; depth++) {
            int parts = 1 << depth;
            for (int part = 0; part < parts; part++) {
                int from = (int) ((long) course.length * part / parts);
                int to = (int) ((long) course.length * (part + 1) / parts);
                addPart(features, Arrays.copyOfRange(course, from, to), depth < 2);
            }
        }
        features.add(step(course));
    }

    private static void addPart(List<Double> features, double[] part, boolean quantiles) {
        double[] sorted = Arrays.stream(part).filter(x -> !Double.isNaN(x)).sorted().toArray();
        double mean = Arrays.stream(sorted).average().orElse(Double.NaN);
        double squares = 0;
        for (double x : sorted) {
            squares += (x - mean) * (x - mean);
        }
        features.add(mean);
        features.add(sorted.length < 2 ? Double.NaN : Math.sqrt(squares / sorted.length));
        features.add(part.length < 2 ? Double.NaN : part[part.length - 1] - part[0]);
        for (double quantile : quantiles ? QUANTILES : new double[0]) {
            features.add(
                    sorted.length == 0
                            ? Double.NaN
                            : sorted[(int) Math.round(quantile * (sorted.length - 1))]);
        }
    }

    /** Root mean square of the steps from value to value. */
    private static double step(double[] course) {
        double sum = 0;
        int count = 0;
        for (int i = 1; i < course.length; i++) {
            double step = course[i] - course[i - 1];
            if (!Double.isNaN(step)) {
                sum += step * step;
                count++;
            }
        }
        return count == 0 ? Double.NaN : Math.sqrt(sum / count);
    }
}
