package werkmeister.learning.model;

import java.util.List;

/** Which signals a score comes from, most first; the shares add up to 1 (or all are 0). */
public record Explanation(List<Part> parts) {
    public Explanation {
        parts = List.copyOf(parts);
    }

    /**
     * One signal's part in a score.
     *
     * @param actual what was measured (smoothed as the model smooths)
     * @param expected what the model would have expected beside the other signals
     * @param share of the score, 0 to 1
     */
    public record Part(String signal, double actual, double expected, double share) {}
}
