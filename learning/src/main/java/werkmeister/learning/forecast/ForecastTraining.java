package werkmeister.learning.forecast;

import werkmeister.learning.forecast.ForecastModel.OfSeries;
import werkmeister.learning.forecast.ForecastModel.Tried;
import werkmeister.learning.forecast.ForecastModel.Weighted;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Finds out how signals are forecast best. Each method is fitted on the time before a cut and
 * judged on the time after it, at several cuts; the methods are mixed with the weights that did
 * best there, and the errors of the mixture give the band.
 */
public final class ForecastTraining {
    /** Where methods are fitted up to, in shares of the time, and at last its end. */
    private static final double[] CUTS = {0.5, 0.625, 0.75, 0.875, 1};

    private static final int ORIGINS_MAX = 120;

    /** How much a series' own errors weigh beside those of all. */
    private static final double OWN = 0.5;

    private final double[][] standard;
    private final Parts parts;
    private final int horizon;
    private final int season;
    private final List<Method> methods;

    private ForecastTraining(double[][] standard, Parts parts, int horizon, int season) {
        this.standard = standard;
        this.parts = parts;
        this.horizon = horizon;
        this.season = season;
        this.methods =
                Method.all(season, horizon, (int) (CUTS[0] * parts.chooseUntil()), standard.length);
    }

    /**
     * How much of the time is used for what, in rows.
     *
     * @param chooseUntil methods are chosen on what lies before this row
     * @param fitUntil the chosen ones are fitted on what lies before this row
     */
    public record Parts(int chooseUntil, int fitUntil) {}

    /**
     * Learns to forecast.
     *
     * @param series on one grid of time, without gaps
     * @param horizon in steps; empty: a season, else a twentieth of the time, at most 24
     */
    public static ForecastModel train(double[][] series, Optional<Integer> horizon, Parts parts) {
        double[][] standard = new double[series.length][];
        double[][] scales = new double[series.length][];
        for (int k = 0; k < series.length; k++) {
            scales[k] = scale(series[k], parts.fitUntil());
            standard[k] = ForecastModel.standardised(series[k], scales[k][0], scales[k][1]);
        }
        int season = Season.of(standard, parts.fitUntil());
        int steps = horizon.orElse(season > 1 ? season : Math.clamp(parts.fitUntil() / 20, 1, 24));
        check(steps, parts.chooseUntil());
        return new ForecastTraining(standard, parts, steps, season).train(scales);
    }

    private static double[] scale(double[] series, int until) {
        double mean = Arrays.stream(series, 0, until).average().orElse(0);
        double variance =
                Arrays.stream(series, 0, until)
                        .map(x -> (x - mean) * (x - mean))
                        .average()
                        .orElse(0);
        return new double[] {mean, variance > 0 ? Math.sqrt(variance) : 1};
    }

    private static void check(int steps, int rows) {
        if (steps < 1 || rows < 10 * steps) {
            throw Refusal.invalid(
                    "A forecast of %d steps cannot be learned from %d rows: %d are needed at least."
                            .formatted(steps, rows, 10 * Math.max(1, steps)));
        }
    }

    private ForecastModel train(double[][] scales) {
        var errors = new MethodErrors(standard.length, methods.size());
        var trials = trials();
        trials.forEach(trial -> judge(trial, errors));
        var fitting = new Fitting(standard, parts.fitUntil(), horizon);
        double[][] pooled = errors.pooled();
        boolean[] kept = kept(pooled);
        var all = new ArrayList<OfSeries>();
        for (int k = 0; k < standard.length; k++) {
            double[] weights = weights(errors.shared(k, pooled, OWN), kept);
            all.add(ofSeries(k, scales[k], weights, errors, trials, fitting));
        }
        return new ForecastModel(horizon, season, all);
    }

    /** Of the ridges of a look-back only the best one is mixed. */
    private boolean[] kept(double[][] products) {
        boolean[] kept = new boolean[methods.size()];
        for (int i = 0; i < kept.length; i++) {
            kept[i] = true;
            for (int j = 0; j < kept.length; j++) {
                if (methods.get(i) instanceof Method.Ridge one
                        && methods.get(j) instanceof Method.Ridge other
                        && one.lookBack() == other.lookBack()
                        && one.shared() == other.shared()
                        && products[j][j] < products[i][i]) {
                    kept[i] = false;
                }
            }
        }
        return kept;
    }

    private double[] weights(double[][] products, boolean[] kept) {
        int[] some = IntStream.range(0, kept.length).filter(i -> kept[i]).toArray();
        double[][] picked = new double[some.length][some.length];
        for (int i = 0; i < some.length; i++) {
            for (int j = 0; j < some.length; j++) {
                picked[i][j] = products[some[i]][some[j]];
            }
        }
        double[] found = Mixture.weights(picked);
        double[] weights = new double[kept.length];
        for (int i = 0; i < some.length; i++) {
            weights[some[i]] = found[i];
        }
        return weights;
    }

    /** Methods fitted before a cut, and the rows after it from which forecasts are judged. */
    @SuppressWarnings("ArrayRecordComponent") // Rows are handed on, never compared as a value.
    private record Trial(Fitting fitting, int[] origins) {}

    private List<Trial> trials() {
        var trials = new ArrayList<Trial>();
        for (int c = 0; c + 1 < CUTS.length; c++) {
            int cut = (int) (CUTS[c] * parts.chooseUntil());
            int end = (int) (CUTS[c + 1] * parts.chooseUntil());
            // A long horizon may reach beyond the next cut, but not beyond the time.
            int count = Math.min(end, parts.chooseUntil() - horizon + 1) - cut;
            if (count > 0) {
                trials.add(new Trial(new Fitting(standard, cut, horizon), spread(cut - 1, count)));
            }
        }
        return trials;
    }

    private static int[] spread(int from, int count) {
        int stride = (count + ORIGINS_MAX - 1) / ORIGINS_MAX;
        return IntStream.range(0, (count + stride - 1) / stride)
                .map(i -> from + i * stride)
                .toArray();
    }

    private void judge(Trial trial, MethodErrors errors) {
        for (int k = 0; k < standard.length; k++) {
            int series = k;
            errors.add(
                    k,
                    methods.stream()
                            .map(method ->
                                    errors(
                                            series,
                                            method.fit(trial.fitting(), series)
                                                    .forecast(
                                                            standard[series],
                                                            trial.origins(),
                                                            horizon),
                                            trial.origins()))
                            .toList());
        }
    }

    /** What came, less what was forecast. */
    private double[][] errors(int k, double[][] forecast, int[] origins) {
        double[][] errors = new double[origins.length][horizon];
        for (int o = 0; o < origins.length; o++) {
            for (int h = 0; h < horizon; h++) {
                errors[o][h] = standard[k][origins[o] + 1 + h] - forecast[o][h];
            }
        }
        return errors;
    }

    private OfSeries ofSeries(
            int k,
            double[] scale,
            double[] weights,
            MethodErrors errors,
            List<Trial> trials,
            Fitting fitting) {
        var tried = new ArrayList<Tried>();
        for (int i = 0; i < weights.length; i++) {
            tried.add(new Tried(methods.get(i).name(), errors.of(k, i), weights[i]));
        }
        double[][] left =
                trials.stream()
                        .flatMap(trial ->
                                Arrays.stream(errors(k, mixed(k, weights, trial), trial.origins())))
                        .toArray(double[][]::new);
        return new OfSeries(
                scale[0],
                scale[1],
                members(k, weights, fitting),
                reach(left, -1),
                reach(left, 1),
                tried);
    }

    private double[][] mixed(int k, double[] weights, Trial trial) {
        return ForecastModel.mixed(
                members(k, weights, trial.fitting()), standard[k], trial.origins(), horizon);
    }

    private List<Weighted> members(int k, double[] weights, Fitting fitting) {
        return IntStream.range(0, weights.length)
                .filter(i -> weights[i] > 0)
                .mapToObj(i -> new Weighted(methods.get(i).fit(fitting, k), weights[i]))
                .toList();
    }

    /** How far the band reaches at each step: half of what is outside lies on either side. */
    private double[] reach(double[][] errors, int sign) {
        double p = (1 + sign * ForecastModel.COVERAGE) / 2;
        double[] reach = new double[horizon];
        for (int h = 0; h < horizon; h++) {
            int step = h;
            double[] sorted =
                    Arrays.stream(errors).mapToDouble(row -> row[step]).sorted().toArray();
            int at = (int) Math.clamp(Math.round(p * (sorted.length - 1)), 0, sorted.length - 1);
            reach[h] = Math.max(0, sign * sorted[at]);
        }
        return reach;
    }
}
