package werkmeister.bench.harness;

import java.util.Locale;
import java.util.Optional;

/** What a figure should reach. */
public sealed interface Goal {
    /** So much of the floor, or more: for figures of which more is better. */
    record RatioAtLeast(double limit) implements Goal {}

    /** So much of the peer's figure, or more: for figures of which more is better. */
    record PeerRatioAtLeast(double limit) implements Goal {}

    /** So much of the floor at most: for figures of which less is better. */
    record RatioAtMost(double limit) implements Goal {}

    /** So much of the peer's figure at most: for figures of which less is better. */
    record PeerRatioAtMost(double limit) implements Goal {}

    /** No less than this, in the figure's unit. */
    record ValueAtLeast(double limit) implements Goal {}

    /** No more than this, in the figure's unit. */
    record ValueAtMost(double limit) implements Goal {}

    default boolean met(double value, Optional<Double> ratio, Optional<Double> peerRatio) {
        return switch (this) {
            case PeerRatioAtLeast(var limit) -> peerRatio.orElseThrow() >= limit;
            case RatioAtLeast(var limit) -> ratio.orElseThrow() >= limit;
            case PeerRatioAtMost(var limit) -> peerRatio.orElseThrow() <= limit;
            case RatioAtMost(var limit) -> ratio.orElseThrow() <= limit;
            case ValueAtLeast(var limit) -> value >= limit;
            case ValueAtMost(var limit) -> value <= limit;
        };
    }

    default String words(String unit) {
        return switch (this) {
            case PeerRatioAtLeast(var limit) ->
                    String.format(Locale.ROOT, "peer ratio >= %s", limit);
            case RatioAtLeast(var limit) -> String.format(Locale.ROOT, "ratio >= %s", limit);
            case PeerRatioAtMost(var limit) ->
                    String.format(Locale.ROOT, "peer ratio <= %s", limit);
            case RatioAtMost(var limit) -> String.format(Locale.ROOT, "ratio <= %s", limit);
            case ValueAtLeast(var limit) -> String.format(Locale.ROOT, ">= %s %s", limit, unit);
            case ValueAtMost(var limit) -> String.format(Locale.ROOT, "<= %s %s", limit, unit);
        };
    }
}
