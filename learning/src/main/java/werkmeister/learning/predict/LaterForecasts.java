package werkmeister.learning.predict;

import werkmeister.learning.forecast.ForecastModel.Band;
import werkmeister.learning.predict.LaterTrial.Answer;
import werkmeister.learning.predict.LaterTrial.Later;
import werkmeister.learning.table.Grid;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;

/**
 * What two forecasts of equal steps would have said over later time: of the signals that both know,
 * as far ahead as both reach, from the same steps on.
 */
final class LaterForecasts {
    /** More forecasts than this say little more. */
    private static final int ORIGINS_MAX = 500;

    private final List<String> signals;
    private final Optional<Grid> grid;
    private final int[] origins;
    private final int horizon;
    private final SampleTable table;

    LaterForecasts(ForecastPredictor one, ForecastPredictor two, Later later) {
        signals = one.signals().stream().filter(two.signals()::contains).toList();
        horizon = Math.min(one.model().horizon(), two.model().horizon());
        int window = Math.max(one.window(), two.window());
        Instant from = later.from().minus(one.step().multipliedBy(window));
        TimeSpan all = later.dataset().span();
        table =
                new Steps(signals, one.step())
                        .table(
                                later.samples(),
                                later.dataset(),
                                new TimeSpan(
                                        from.isBefore(all.from()) ? all.from() : from, all.to()));
        grid = table.rows() == 0 ? Optional.empty() : Optional.of(Steps.grid(table));
        origins =
                grid.map(known -> origins(known, window, ClassWork.micros(later.from())))
                        .orElse(new int[0]);
    }

    /** Steps that were measured, with enough before and behind them. */
    private int[] origins(Grid known, int window, long from) {
        int[] all =
                IntStream.range(Math.min(window, known.slots()), known.slots() - horizon)
                        .filter(slot -> known.rows()[slot] >= 0)
                        .filter(slot -> table.times()[known.rows()[slot]] >= from)
                        .toArray();
        int every = Math.max(1, Math.ceilDiv(all.length, ORIGINS_MAX));
        return IntStream.range(0, all.length)
                .filter(i -> i % every == 0)
                .map(i -> all[i])
                .toArray();
    }

    /** Of each forecast the root mean squared error in spreads of the signals; the truth is 0. */
    SortedMap<Long, Answer<Double>> errors(ForecastPredictor predictor) {
        var errors = new TreeMap<Long, Answer<Double>>();
        if (grid.isEmpty() || origins.length == 0) {
            return errors;
        }
        double[] squares = new double[origins.length];
        double[] counts = new double[origins.length];
        for (int k = 0; k < signals.size(); k++) {
            int number = predictor.signals().indexOf(signals.get(k));
            double[] values = grid.get().values()[k];
            boolean[] measured = grid.get().measured()[k];
            double spread = spread(values, measured);
            Band[] bands = predictor.model().forecast(number, values, origins);
            for (int o = 0; o < origins.length; o++) {
                for (int h = 0; h < horizon; h++) {
                    int slot = origins[o] + 1 + h;
                    double error = (bands[o].expected()[h] - values[slot]) / spread;
                    squares[o] += measured[slot] ? error * error : 0;
                    counts[o] += measured[slot] ? 1 : 0;
                }
            }
        }
        for (int o = 0; o < origins.length; o++) {
            if (counts[o] > 0) {
                errors.put(
                        table.times()[grid.get().rows()[origins[o]]],
                        new Answer<>(Math.sqrt(squares[o] / counts[o]), 0.0));
            }
        }
        return errors;
    }

    private static double spread(double[] values, boolean[] measured) {
        var known = new ArrayList<Double>();
        for (int i = 0; i < values.length; i++) {
            if (measured[i]) {
                known.add(values[i]);
            }
        }
        double[] all = known.stream().mapToDouble(Double::doubleValue).toArray();
        double mean = Arrays.stream(all).average().orElse(0);
        double variance = Arrays.stream(all).map(x -> (x - mean) * (x - mean)).average().orElse(0);
        return variance > 0 ? Math.sqrt(variance) : 1;
    }
}
