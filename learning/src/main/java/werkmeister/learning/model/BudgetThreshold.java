package werkmeister.learning.model;

import werkmeister.learning.order.AlertBudget;

import java.util.Arrays;

/**
 * Finds the threshold that keeps an alert budget on time that was judged, with the persistence that
 * will be live.
 */
public final class BudgetThreshold {
    private static final double MICROS_PER_WEEK = 7 * 86_400e6;

    private BudgetThreshold() {}

    /**
     * The lowest threshold whose events on these samples are at most what the budget allows for the
     * judged time. The caller leaves out (as NaN) what must not count, such as known faults. With
     * less judged time than one allowed event needs, the threshold is above all scores seen by a
     * margin that follows the scores' tail.
     *
     * @param rule whose threshold is replaced
     */
    public static AlertRule keep(
            AlertBudget budget, AlertRule rule, long[] times, double[] scores) {
        double[] ordered = Arrays.stream(scores).filter(score -> score > 0).sorted().toArray();
        if (ordered.length == 0) {
            return rule;
        }
        double allowed = budget.findingsPerWeek() * judgedMicros(times, scores) / MICROS_PER_WEEK;
        double top = ordered[ordered.length - 1];
        if (allowed < 1) {
            double tail = top - ordered[(int) (ordered.length * 0.9)];
            return rule.withThreshold(
                    top + tail * Math.min(4, Math.log(1 / Math.max(allowed, 1e-9))) / Math.log(10));
        }
        return rule.withThreshold(lowest((int) allowed, rule, times, scores, ordered));
    }

    /** Time between judged neighbours, in microseconds; a pause counts as one usual step. */
    static double judgedMicros(long[] times, double[] scores) {
        long[] steps = new long[Math.max(0, times.length - 1)];
        int count = 0;
        for (int i = 1; i < times.length; i++) {
            if (!Double.isNaN(scores[i]) && times[i] > times[i - 1]) {
                steps[count++] = times[i] - times[i - 1];
            }
        }
        if (count == 0) {
            return 0;
        }
        long[] sorted = Arrays.copyOf(steps, count);
        Arrays.sort(sorted);
        long usual = sorted[count / 2];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            sum += Math.min(steps[i], 10 * usual);
        }
        return sum;
    }

    private static double lowest(
            int allowed, AlertRule rule, long[] times, double[] scores, double[] ordered) {
        int tooMany = -1;
        int few = ordered.length - 1;
        double above = Math.nextUp(ordered[few]);
        double best = above;
        while (few - tooMany > 1) {
            int middle = (few + tooMany) >>> 1;
            if (AlertTracker.events(rule.withThreshold(ordered[middle]), times, scores).size()
                    <= allowed) {
                few = middle;
                best = ordered[middle];
            } else {
                tooMany = middle;
            }
        }
        return best;
    }
}
