package werkmeister.learning.forecast;

import java.util.Arrays;
import java.util.List;

/**
 * What was learned of the course of signals.
 *
 * @param horizon steps that are forecast
 * @param season after so many steps the signals repeat themselves; 1 if they do not
 */
public record ForecastModel(int horizon, int season, List<OfSeries> series) {
    /** Nine of ten values shall lie in the band. */
    public static final double COVERAGE = 0.9;

    public ForecastModel {
        series = List.copyOf(series);
    }

    /**
     * How one series is forecast.
     *
     * @param mean and {@code spread} of its training values
     * @param below how far the band reaches below the forecast at each step; {@code above} likewise
     * @param errors of each candidate on the time it was chosen by, mean squared, standardised
     */
    @SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
    public record OfSeries(
            double mean,
            double spread,
            List<Weighted> members,
            double[] below,
            double[] above,
            List<Tried> errors) {}

    /** A method and its part in the forecast. */
    record Weighted(Member member, double weight) {}

    /** A candidate of the leaderboard. */
    public record Tried(String name, double error, double weight) {}

    /** A forecast of the next steps. */
    @SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
    public record Band(double[] expected, double[] low, double[] high) {}

    /** Rows that must lie before a forecast. */
    public int lookBack() {
        return series.stream()
                .flatMap(one -> one.members().stream())
                .mapToInt(weighted -> weighted.member().lookBack())
                .max()
                .orElse(1);
    }

    /**
     * The forecasts made after each of these rows, which ascend.
     *
     * @param number of the series
     * @param values without gaps
     */
    public Band[] forecast(int number, double[] values, int[] origins) {
        OfSeries one = series.get(number);
        double[] standard = standardised(values, one.mean(), one.spread());
        double[][] expected = mixed(one.members(), standard, origins, horizon);
        return Arrays.stream(expected).map(steps -> band(one, steps)).toArray(Band[]::new);
    }

    private static Band band(OfSeries one, double[] steps) {
        double[] low = new double[steps.length];
        double[] high = new double[steps.length];
        double[] middle = new double[steps.length];
        for (int h = 0; h < steps.length; h++) {
            middle[h] = one.mean() + one.spread() * steps[h];
            low[h] = middle[h] - one.spread() * one.below()[h];
            high[h] = middle[h] + one.spread() * one.above()[h];
        }
        return new Band(middle, low, high);
    }

    static double[] standardised(double[] values, double mean, double spread) {
        return Arrays.stream(values).map(x -> (x - mean) / spread).toArray();
    }

    static double[][] mixed(List<Weighted> members, double[] standard, int[] origins, int horizon) {
        double[][] mixed = new double[origins.length][horizon];
        for (Weighted weighted : members) {
            double[][] said = weighted.member().forecast(standard, origins, horizon);
            for (int o = 0; o < mixed.length; o++) {
                for (int h = 0; h < horizon; h++) {
                    mixed[o][h] += weighted.weight() * said[o][h];
                }
            }
        }
        return mixed;
    }
}
