package werkmeister.bench.models;

import werkmeister.learning.evaluate.ScoredSeries;
import werkmeister.learning.model.AlertRule;
import werkmeister.learning.model.AlertTracker;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/**
 * When scores become an alarm, chosen by the labels of other files: every other file is labelled,
 * the rule that does best on these is used on the rest, and the other way round. No file's labels
 * choose its own rule.
 */
final class RuleChoice {
    private static final double[] THRESHOLDS = {0.85, 1, 1.15, 1.3, 1.5, 1.75, 2};

    /** So many of the latest so many samples. */
    private static final int[][] PERSISTENCE = {
        {2, 3}, {1, 10}, {2, 10}, {5, 10}, {2, 20}, {5, 20}, {10, 20}, {2, 40}, {5, 40}, {10, 40},
        {20, 40}
    };

    private final List<ScoredSeries> series;
    private final List<boolean[]> labels;
    private final List<boolean[]> changes;

    /**
     * @param labels of each series' scored rows; {@code changes} likewise
     */
    RuleChoice(List<ScoredSeries> series, List<boolean[]> labels, List<boolean[]> changes) {
        this.series = List.copyOf(series);
        this.labels = List.copyOf(labels);
        this.changes = List.copyOf(changes);
    }

    /** The alarms of each series by the rule that did best on the other half. */
    List<boolean[]> alarms() {
        var chosen = List.of(best(0), best(1));
        var alarms = new ArrayList<boolean[]>();
        for (int i = 0; i < series.size(); i++) {
            alarms.add(alarms(series.get(i), chosen.get(1 - i % 2)));
        }
        return alarms;
    }

    private AlertRule best(int half) {
        AlertRule best = new AlertRule(1, 2, 3, Duration.ZERO);
        double most = Double.NEGATIVE_INFINITY;
        for (double threshold : THRESHOLDS) {
            for (int[] persistence : PERSISTENCE) {
                var rule = new AlertRule(threshold, persistence[0], persistence[1], Duration.ZERO);
                double worth = worth(half, rule);
                if (worth > most) {
                    most = worth;
                    best = rule;
                }
            }
        }
        return best;
    }

    /** Both tasks count the same. */
    private double worth(int half, AlertRule rule) {
        var score = SkabScore.standard();
        var counts = new Counts();
        for (int i = half; i < series.size(); i += 2) {
            boolean[] alarms = alarms(series.get(i), rule);
            score.take(series.get(i).times(), alarms, changes.get(i));
            counts.add(alarms, labels.get(i));
        }
        return counts.f1() + score.value() / 100;
    }

    private static boolean[] alarms(ScoredSeries one, AlertRule rule) {
        var tracker = new AlertTracker(rule);
        boolean[] alarms = new boolean[one.rows()];
        for (int row = 0; row < alarms.length; row++) {
            alarms[row] = tracker.next(one.times()[row], one.scores()[row]);
        }
        return alarms;
    }

    double f1(List<boolean[]> alarms) {
        var counts = new Counts();
        for (int i = 0; i < alarms.size(); i++) {
            counts.add(alarms.get(i), labels.get(i));
        }
        return counts.f1();
    }

    double score(List<boolean[]> alarms, Supplier<SkabScore> profile) {
        SkabScore score = profile.get();
        for (int i = 0; i < alarms.size(); i++) {
            score.take(series.get(i).times(), alarms.get(i), changes.get(i));
        }
        return score.value();
    }

    /** What is behind the rows that are trained on. */
    static boolean[] scored(ScoredSeries one, boolean[] marks) {
        return Arrays.copyOfRange(marks, one.firstRow(), marks.length);
    }

    private static final class Counts {
        private double hits;
        private double wrong;

        void add(boolean[] alarms, boolean[] truth) {
            for (int row = 0; row < alarms.length; row++) {
                hits += alarms[row] && truth[row] ? 1 : 0;
                wrong += alarms[row] == truth[row] ? 0 : 1;
            }
        }

        double f1() {
            return hits == 0 ? 0 : 2 * hits / (2 * hits + wrong);
        }
    }
}
