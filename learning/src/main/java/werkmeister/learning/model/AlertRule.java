package werkmeister.learning.model;

import werkmeister.units.Refusal;

import java.time.Duration;

/**
 * When scores become a finding: enough of the latest judged samples lie at or above the threshold.
 *
 * @param threshold of the score
 * @param needed samples at or above the threshold among the latest {@code window} judged ones
 * @param window judged samples that are looked at, the latest included
 * @param mergeGap a finding stays open until it has been quiet for this long; what follows sooner
 *     belongs to it
 */
public record AlertRule(double threshold, int needed, int window, Duration mergeGap) {
    /** More samples than this would turn persistence into deafness. */
    public static final int WINDOW_MAX = 100_000;

    public AlertRule {
        if (!(threshold > 0)) {
            throw Refusal.invalid("The threshold (%s) must be above 0.".formatted(threshold));
        }
        if (needed < 1 || needed > window || window > WINDOW_MAX) {
            throw Refusal.invalid(
                    "The rule needs %d of %d samples; it must need 1 to %d of as many or more."
                            .formatted(needed, window, WINDOW_MAX));
        }
        if (mergeGap.isNegative()) {
            throw Refusal.invalid("The merge gap (%s) must not be negative.".formatted(mergeGap));
        }
    }

    /** The same rule with another threshold; nothing has to be trained again. */
    public AlertRule withThreshold(double other) {
        return new AlertRule(other, needed, window, mergeGap);
    }
}
