package werkmeister.learning.predict;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * How well a question was answered on cases that training did not see, beside trivial rivals.
 *
 * @param metric such as {@code rmse}
 * @param lowerIsBetter whether it counts errors
 * @param judged answers whose truth is known
 * @param coverage share of the truths within their intervals; empty where there are none
 */
public record Leaderboard(
        Metric metric,
        boolean lowerIsBetter,
        long judged,
        double ours,
        List<Entry> rivals,
        Optional<Double> coverage) {
    public Leaderboard {
        rivals = List.copyOf(rivals);
    }

    /**
     * Of an error smaller than this no share is told: beside a faultless rival it would be huge.
     */
    static final double ERROR_MIN = 0.01;

    /** What is counted. */
    public enum Metric {
        /** Root mean square error of remaining life, in hours. */
        RMSE_HOURS,
        /** Mean over the classes of F1, each class counting the same. */
        MACRO_F1,
        /** Mean squared error in standard deviations of the training time. */
        MSE_STANDARDISED
    }

    /** A rival and what it reached. */
    public record Entry(String name, double value) {}

    /** The best of the trivial rivals. */
    public Entry best() {
        Comparator<Entry> byValue = Comparator.comparingDouble(Entry::value);
        return rivals.stream()
                .min(lowerIsBetter ? byValue : byValue.reversed())
                .orElseThrow(() -> new IllegalStateException("A leaderboard has rivals."));
    }

    /**
     * How much better than the best trivial rival: the share of its error that is gone; below zero
     * where it is worse.
     */
    public double gain() {
        double rival = best().value();
        return lowerIsBetter
                ? 1 - ours / Math.max(rival, 1e-12)
                : (ours - rival) / Math.max(1 - rival, ERROR_MIN);
    }
}
