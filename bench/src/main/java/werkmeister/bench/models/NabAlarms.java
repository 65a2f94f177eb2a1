package werkmeister.bench.models;

import werkmeister.bench.models.NabScore.Profile;
import werkmeister.learning.model.AlertRule;
import werkmeister.learning.model.AlertTracker;
import werkmeister.learning.model.Quantile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Scored series, alarmed where a finding begins: people are told once. NAB lets each detector have
 * the one threshold for all series that is best for the profile.
 */
final class NabAlarms {
    private static final int THRESHOLDS = 80;
    private static final double RAREST = 1e-5;

    private final List<Series> all = new ArrayList<>();

    @SuppressWarnings("ArrayRecordComponent") // Columns are handed on, never compared as values.
    private record Series(
            long[] times, double[] scores, AlertRule rule, int first, List<int[]> windows) {
        boolean[] alarms(double threshold) {
            var tracker = new AlertTracker(rule.withThreshold(threshold));
            boolean[] alarms = new boolean[scores.length];
            int last = 0;
            for (int row = first; row < alarms.length; row++) {
                if (tracker.next(times[row], scores[row])) {
                    int number = tracker.current().orElseThrow().number();
                    alarms[row] = number != last;
                    last = number;
                }
            }
            return alarms;
        }
    }

    void add(long[] times, double[] scores, AlertRule rule, int first, List<int[]> windows) {
        all.add(new Series(times, scores, rule, first, windows));
    }

    double best(Profile profile) {
        double[] scores =
                all.stream()
                        .flatMapToDouble(series ->
                                Arrays.stream(series.scores, series.first, series.scores.length))
                        .toArray();
        double[] sorted = Quantile.sorted(scores);
        return IntStream.rangeClosed(1, THRESHOLDS)
                .mapToDouble(i -> Math.pow(RAREST, (double) i / THRESHOLDS))
                .map(rare -> Quantile.ofSorted(sorted, 1 - rare))
                .filter(threshold -> threshold > 0)
                .map(threshold -> score(profile, threshold))
                .max()
                .orElse(0);
    }

    private double score(Profile profile, double threshold) {
        var score = new NabScore(profile);
        all.forEach(series -> score.take(series.alarms(threshold), series.first, series.windows));
        return score.value();
    }
}
