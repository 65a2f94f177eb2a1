package werkmeister.learning.evaluate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Compares findings with labelled spans: which were caught, with what lead, and how many findings
 * met nothing.
 */
final class Verdicts {
    private static final double MICROS_PER_WEEK = 7 * 86_400e6;

    private int total;
    private int caught;
    private int findings;
    private int falseFindings;
    private double normalMicros;
    private double micros;
    private final List<Double> leadSeconds = new ArrayList<>();

    /** Takes up a series; {@code labels} as long as its scored rows. */
    void take(ScoredSeries series, boolean[] labels) {
        for (int[] span : VusPr.spans(labels)) {
            total++;
            int first = span[0];
            while (first <= span[1] && !series.alarms()[first]) {
                first++;
            }
            if (first <= span[1]) {
                caught++;
                leadSeconds.add((series.times()[span[1]] - series.times()[first]) / 1e6);
            }
        }
        countFindings(series, labels);
        long step = usualStep(series.times());
        for (int row = 1; row < series.rows(); row++) {
            double passed = Math.clamp(series.times()[row] - series.times()[row - 1], 0, 10 * step);
            micros += passed;
            normalMicros += labels[row] ? 0 : passed;
        }
    }

    BacktestReport.Events events() {
        double[] leads = leadSeconds.stream().mapToDouble(Double::doubleValue).sorted().toArray();
        double median = leads.length == 0 ? Double.NaN : leads[leads.length / 2];
        return new BacktestReport.Events(
                total, caught, median, perWeek(falseFindings, normalMicros));
    }

    BacktestReport.Findings findings() {
        return new BacktestReport.Findings(findings, perWeek(findings, micros));
    }

    private static double perWeek(int count, double micros) {
        return micros == 0 ? 0 : count * MICROS_PER_WEEK / micros;
    }

    private void countFindings(ScoredSeries series, boolean[] labels) {
        int last = Arrays.stream(series.findings()).max().orElse(0);
        boolean[] met = new boolean[last + 1];
        for (int row = 0; row < series.rows(); row++) {
            met[series.findings()[row]] |= labels[row];
        }
        findings += last;
        for (int finding = 1; finding <= last; finding++) {
            falseFindings += met[finding] ? 0 : 1;
        }
    }

    private static long usualStep(long[] times) {
        long[] steps = new long[Math.max(0, times.length - 1)];
        Arrays.setAll(steps, i -> Math.max(0, times[i + 1] - times[i]));
        Arrays.sort(steps);
        return steps.length == 0 ? 0 : steps[steps.length / 2];
    }
}
