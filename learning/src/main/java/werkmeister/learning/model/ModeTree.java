package werkmeister.learning.model;

import java.util.List;

/**
 * Tells operating modes apart by thresholds in the valleys of the signals' distributions. The first
 * split is the root; without splits there is one mode, number 0.
 */
public record ModeTree(List<Split> splits) {
    public static final ModeTree NONE = new ModeTree(List.of());

    public ModeTree {
        splits = List.copyOf(splits);
    }

    /**
     * A question to a channel's value.
     *
     * @param below where to go if the value is below the limit: a split's index, or {@code -1 -
     *     mode}; {@code above} likewise
     */
    public record Split(int channel, double limit, int below, int above) {}

    /** The mode of a sample, given its channels' values. */
    public int mode(double[] values) {
        if (splits.isEmpty()) {
            return 0;
        }
        int at = 0;
        while (at >= 0) {
            Split split = splits.get(at);
            at = values[split.channel()] < split.limit() ? split.below() : split.above();
        }
        return -1 - at;
    }
}
