package werkmeister.learning.forecast;

import java.util.Arrays;

/** After how many steps signals repeat themselves, by the highest peak of their autocorrelation. */
final class Season {
    private static final int LAGS_MAX = 800;
    private static final int ROWS_MAX = 20_000;
    private static final double WORTH = 0.3;
    private static final double ABOUT = 0.85;
    private static final double ALIKE = 0.7;

    private Season() {}

    /**
     * @param series standardised, without gaps
     * @return steps, at least 2; 1 where nothing repeats
     */
    static int of(double[][] series, int until) {
        int lags = Math.min(LAGS_MAX, until / 4);
        double[] mean = new double[Math.max(0, lags)];
        for (double[] each : series) {
            double[] correlation = correlation(each, until, lags);
            Arrays.setAll(mean, lag -> mean[lag] + correlation[lag] / series.length);
        }
        int first = 2;
        // Near values are alike without any season.
        while (first < mean.length && mean[first - 1] > ALIKE) {
            first++;
        }
        double highest = 0;
        for (int lag = first; lag < mean.length - 1; lag++) {
            highest = isPeak(mean, lag) ? Math.max(highest, mean[lag]) : highest;
        }
        // A multiple of the season is about as high as the season.
        for (int lag = first; lag < mean.length - 1 && highest > WORTH; lag++) {
            if (isPeak(mean, lag) && mean[lag] >= ABOUT * highest) {
                return lag;
            }
        }
        return 1;
    }

    private static boolean isPeak(double[] correlation, int lag) {
        return correlation[lag] > correlation[lag - 1] && correlation[lag] >= correlation[lag + 1];
    }

    /** Of the values less their straight line, so that a trend is no season. */
    private static double[] correlation(double[] series, int until, int lags) {
        int from = Math.max(0, until - ROWS_MAX);
        double[] x = levelled(Arrays.copyOfRange(series, from, until));
        double[] correlation = new double[Math.max(0, lags)];
        double whole = 1e-12;
        for (double value : x) {
            whole += value * value;
        }
        for (int lag = 1; lag < lags; lag++) {
            double sum = 0;
            for (int i = lag; i < x.length; i++) {
                sum += x[i] * x[i - lag];
            }
            correlation[lag] = sum / whole;
        }
        return correlation;
    }

    private static double[] levelled(double[] values) {
        double middle = (values.length - 1) / 2.0;
        double mean = Arrays.stream(values).average().orElse(0);
        double rise = 0;
        double run = 1e-12;
        for (int i = 0; i < values.length; i++) {
            rise += (i - middle) * (values[i] - mean);
            run += (i - middle) * (i - middle);
        }
        double slope = rise / run;
        double[] levelled = new double[values.length];
        Arrays.setAll(levelled, i -> values[i] - mean - slope * (i - middle));
        return levelled;
    }
}
