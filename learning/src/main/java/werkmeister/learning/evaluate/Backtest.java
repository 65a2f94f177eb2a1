package werkmeister.learning.evaluate;

import werkmeister.learning.model.AlertRule;
import werkmeister.learning.model.AlertTracker;
import werkmeister.learning.model.Scorer;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.train.Trained;
import werkmeister.learning.train.Training;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Trains on the first part of each series (or on one series of its own) and scores the rest. The
 * threshold comes from the training part alone; labels only meet the finished scores.
 */
public final class Backtest {
    /** The share of a series that is trained on when nobody says otherwise. */
    public static final double TRAIN_SHARE = 0.4;

    private Backtest() {}

    /**
     * A series to be judged, rows in the order of its file.
     *
     * @param table rows without a time have made-up times, one second apart
     * @param labels true where a row is known to be unusual, as long as the table; empty if nobody
     *     knows
     * @param trainRows how many of the first rows are trained on; they are not scored
     */
    public record Series(
            String name, SampleTable table, Optional<boolean[]> labels, int trainRows) {
        public Series {
            if (trainRows < 0 || trainRows > table.rows()) {
                throw Refusal.invalid(
                        "%s: %d rows to train on are not within its %d rows."
                                .formatted(name, trainRows, table.rows()));
            }
        }

        /** The default split. */
        public static Series of(String name, SampleTable table, Optional<boolean[]> labels) {
            return new Series(name, table, labels, (int) (table.rows() * TRAIN_SHARE));
        }
    }

    /**
     * @param budget empty: the threshold follows from the tail of the training scores alone
     * @param trainOn one table for all series; then every row of every series is scored (beyond its
     *     trainRows)
     * @param nanoTime for the durations in the report, such as {@code System::nanoTime}
     */
    public record Options(
            Optional<AlertBudget> budget,
            Optional<SampleTable> trainOn,
            long seed,
            LongSupplier nanoTime) {}

    public static BacktestReport run(List<Series> all, Options options) {
        long trainNanos = 0;
        long scoreNanos = 0;
        var scored = new ArrayList<ScoredSeries>();
        var trainedOn = new ArrayList<SampleTable>();
        Optional<Trained> shared = Optional.empty();
        for (Series series : all) {
            long start = options.nanoTime().getAsLong();
            trainedOn.add(samples(series, options));
            Trained trained =
                    shared.isPresent() ? shared.get() : train(series, trainedOn.getLast(), options);
            if (options.trainOn().isPresent()) {
                shared = Optional.of(trained);
            }
            long between = options.nanoTime().getAsLong();
            scored.add(score(series, trained));
            trainNanos += between - start;
            scoreNanos += options.nanoTime().getAsLong() - between;
        }
        return BacktestReport.of(
                all, scored, trainedOn, options.seed(), trainNanos / 1e9, scoreNanos / 1e9);
    }

    /**
     * What a series' model learns from: its own first rows, or the signals it shares with the
     * training table.
     */
    private static SampleTable samples(Series series, Options options) {
        if (options.trainOn().isEmpty()) {
            return series.table().slice(0, series.trainRows());
        }
        SampleTable table = options.trainOn().get();
        List<String> shared =
                series.table().signals().stream().filter(table.signals()::contains).toList();
        if (shared.isEmpty()) {
            throw Refusal.invalid(
                    "%s has none of the signals %s that are trained on."
                            .formatted(series.name(), table.signals()));
        }
        return table.select(shared);
    }

    private static Trained train(Series series, SampleTable samples, Options options) {
        var recipe =
                new Training.Recipe(
                        "backtest",
                        Sha256.of(series.name()),
                        options.budget(),
                        List.of(),
                        Optional.empty(),
                        options.seed(),
                        "backtest");
        return Training.train(recipe, samples);
    }

    private static ScoredSeries score(Series series, Trained trained) {
        SampleTable table = series.table().select(trained.model().signals());
        int first = series.trainRows();
        int count = table.rows() - first;
        AlertRule rule = trained.model().rule();
        Scorer scorer = trained.model().scorer();
        var tracker = new AlertTracker(rule);
        double[] scores = new double[count];
        boolean[] alarms = new boolean[count];
        int[] findings = new int[count];
        for (int row = 0; row < table.rows(); row++) {
            double score = scorer.next(table.times()[row], table.row(row));
            if (row >= first) {
                scores[row - first] = score;
                alarms[row - first] = tracker.next(table.times()[row], score);
                findings[row - first] =
                        alarms[row - first] ? tracker.current().orElseThrow().number() : 0;
            }
        }
        return new ScoredSeries(
                series.name(),
                first,
                Arrays.copyOfRange(table.times(), first, table.rows()),
                scores,
                rule.threshold(),
                alarms,
                findings);
    }
}
