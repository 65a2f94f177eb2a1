package werkmeister.learning.trial;

import werkmeister.learning.forecast.ForecastModel;
import werkmeister.learning.forecast.ForecastModel.Band;
import werkmeister.learning.forecast.ForecastTraining;
import werkmeister.learning.metric.ForecastError;
import werkmeister.learning.table.Grid;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Tries how well the later part of signals' time is forecast by what the earlier part taught. */
public final class ForecastTrial {
    /** Forecasts are judged from at most so many rows, evenly spread. */
    private static final int ORIGINS_MAX = 3_000;

    private static final List<String> RIVALS = List.of("lastValue", "seasonalNaive", "mean");

    private final Task task;
    private final Effort effort;

    private ForecastTrial(Task task, Effort effort) {
        this.task = task;
        this.effort = effort;
    }

    /**
     * What is to be tried.
     *
     * @param chooseUntil methods are chosen on the slots before this one
     * @param fitUntil what was chosen is fitted on the slots before this one
     * @param testFrom forecasts of the slots from here on are judged
     * @param horizon in slots; empty: it is found out
     */
    public record Task(
            Grid grid,
            int chooseUntil,
            int fitUntil,
            int testFrom,
            int testUntil,
            Optional<Integer> horizon) {}

    /**
     * How it went.
     *
     * @param standardised errors in training standard deviations, the mean over the signals
     * @param bySignal errors in each signal's own unit
     * @param rivals standardised, by name
     * @param predictions the whole test part, forecast horizon by horizon
     * @param model what was learned
     */
    public record Report(
            int horizon,
            int season,
            int origins,
            ForecastError standardised,
            Map<String, ForecastError> bySignal,
            Map<String, ForecastError> rivals,
            List<Prediction> predictions,
            ForecastModel model,
            double trainSeconds,
            double tellSeconds) {}

    public static Report run(Task task, LongSupplier nanoTime) {
        return new ForecastTrial(task, new Effort(nanoTime)).run();
    }

    private Report run() {
        double[][] values = task.grid().values();
        double[][] seen = new double[values.length][];
        Arrays.setAll(
                seen, k -> Arrays.copyOf(values[k], Math.max(task.chooseUntil(), task.fitUntil())));
        var parts = new ForecastTraining.Parts(task.chooseUntil(), task.fitUntil());
        ForecastModel model =
                effort.training(() -> ForecastTraining.train(seen, task.horizon(), parts));
        int[] origins = origins(model);
        var all = new ForecastError.Tally();
        var rivals = RIVALS.stream().map(_ -> new ForecastError.Tally()).toList();
        var bySignal = new LinkedHashMap<String, ForecastError>();
        var predictions = new ArrayList<Prediction>();
        for (int k = 0; k < values.length; k++) {
            int series = k;
            Band[] bands = effort.telling(() -> model.forecast(series, values[series], origins));
            var own = new ForecastError.Tally();
            for (int o = 0; o < origins.length; o++) {
                judge(k, origins[o], bands[o], model, all, own);
                rival(k, origins[o], model, rivals);
            }
            bySignal.put(task.grid().signals().get(k), own.error());
            predictions.addAll(predictions(k, model));
        }
        var beside = new LinkedHashMap<String, ForecastError>();
        for (int r = 0; r < rivals.size(); r++) {
            beside.put(RIVALS.get(r), rivals.get(r).error());
        }
        return new Report(
                model.horizon(),
                model.season(),
                origins.length,
                all.error(),
                bySignal,
                beside,
                predictions,
                model,
                effort.trainSeconds(),
                effort.tellSeconds());
    }

    private int[] origins(ForecastModel model) {
        int from = task.testFrom() - 1;
        int count = task.testUntil() - model.horizon() - from;
        if (count < 1 || from + 1 < model.lookBack()) {
            throw Refusal.invalid(
                    "The part to be forecast has %d steps; the horizon alone needs %d."
                            .formatted(task.testUntil() - task.testFrom(), model.horizon()));
        }
        int stride = (count + ORIGINS_MAX - 1) / ORIGINS_MAX;
        return IntStream.range(0, (count + stride - 1) / stride)
                .map(i -> from + i * stride)
                .toArray();
    }

    private void judge(
            int k,
            int origin,
            Band band,
            ForecastModel model,
            ForecastError.Tally all,
            ForecastError.Tally own) {
        double spread = model.series().get(k).spread();
        for (int h = 0; h < model.horizon(); h++) {
            int slot = origin + 1 + h;
            if (task.grid().measured()[k][slot]) {
                double truth = task.grid().values()[k][slot];
                double error = band.expected()[h] - truth;
                boolean within = truth >= band.low()[h] && truth <= band.high()[h];
                all.add(error / spread, within);
                own.add(error, within);
            }
        }
    }

    private void rival(int k, int origin, ForecastModel model, List<ForecastError.Tally> rivals) {
        double[] values = task.grid().values()[k];
        ForecastModel.OfSeries one = model.series().get(k);
        for (int h = 0; h < model.horizon(); h++) {
            int slot = origin + 1 + h;
            if (task.grid().measured()[k][slot]) {
                double seasonal = values[origin - model.season() + 1 + h % model.season()];
                double[] said = {values[origin], seasonal, one.mean()};
                for (int r = 0; r < said.length; r++) {
                    rivals.get(r).add((said[r] - values[slot]) / one.spread());
                }
            }
        }
    }

    /** Each slot of the test part once: forecast at the end of the horizon before. */
    private List<Prediction> predictions(int k, ForecastModel model) {
        int horizon = model.horizon();
        int[] origins =
                IntStream.iterate(
                                task.testFrom() - 1,
                                o -> o + 1 < task.testUntil(),
                                o -> o + horizon)
                        .toArray();
        Band[] bands = model.forecast(k, task.grid().values()[k], origins);
        var predictions = new ArrayList<Prediction>();
        for (int o = 0; o < origins.length; o++) {
            for (int h = 0; h < horizon && origins[o] + 1 + h < task.testUntil(); h++) {
                int row = task.grid().rows()[origins[o] + 1 + h];
                if (row >= 0) {
                    predictions.add(
                            new Prediction(
                                    0,
                                    row,
                                    "",
                                    bands[o].expected()[h],
                                    bands[o].low()[h],
                                    bands[o].high()[h],
                                    "",
                                    task.grid().signals().get(k)));
                }
            }
        }
        return predictions;
    }
}
