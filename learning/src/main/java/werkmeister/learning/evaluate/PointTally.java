package werkmeister.learning.evaluate;

import werkmeister.plant.store.SampleTable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Point metrics of the model and of its trivial rivals, gathered over series. */
final class PointTally {
    /** Wider buffers than this share of the rows would forgive everything. */
    private static final double WINDOW_SHARE_MAX = 0.1;

    private Counts counts = Counts.NONE;
    private final List<Double> volumes = new ArrayList<>();
    private final Map<String, Counts> rivalCounts = new LinkedHashMap<>();
    private final Map<String, List<Double>> rivalVolumes = new LinkedHashMap<>();

    void take(
            Backtest.Series series,
            ScoredSeries scored,
            boolean[] labels,
            SampleTable train,
            long seed) {
        if (scored.rows() == 0) {
            return;
        }
        SampleTable rows = series.table().slice(series.trainRows(), series.table().rows());
        int window = rows.columns().length == 0 ? 0 : VusPr.window(rows.columns()[0]);
        int width = (int) Math.min(window, WINDOW_SHARE_MAX * rows.rows());
        counts = counts.plus(Counts.of(labels, scored.alarms()));
        add(volumes, VusPr.of(labels, scored.scores(), width));
        int alarms = 0;
        for (boolean alarm : scored.alarms()) {
            alarms += alarm ? 1 : 0;
        }
        var rivals = new Rivals(train, rows, (double) alarms / scored.rows(), seed).all();
        rivals.forEach((name, said) -> {
            rivalCounts.merge(name, Counts.of(labels, said.alarms()), Counts::plus);
            add(
                    rivalVolumes.computeIfAbsent(name, _ -> new ArrayList<>()),
                    VusPr.of(labels, said.scores(), width));
        });
    }

    BacktestReport.Point point() {
        return new BacktestReport.Point(
                counts.precision(),
                counts.recall(),
                counts.f1(),
                counts.falseAlarmRate(),
                counts.missedAlarmRate(),
                mean(volumes));
    }

    Map<String, BacktestReport.Baseline> baselines() {
        var baselines = new LinkedHashMap<String, BacktestReport.Baseline>();
        rivalCounts.forEach((name, tally) ->
                baselines.put(
                        name,
                        new BacktestReport.Baseline(
                                tally.f1(), mean(rivalVolumes.getOrDefault(name, List.of())))));
        return baselines;
    }

    private static void add(List<Double> volumes, double volume) {
        if (!Double.isNaN(volume)) {
            volumes.add(volume);
        }
    }

    private static double mean(List<Double> volumes) {
        return volumes.stream().mapToDouble(Double::doubleValue).average().orElse(0);
    }
}
