package werkmeister.learning.model;

/**
 * How a signal enters the model.
 *
 * @param column of the signal among the sample's values
 * @param change true: a counter, judged by its step from sample to sample
 * @param low values (or steps) below are taken as this, so that one wild value cannot ruin the
 *     rest; {@code high} likewise
 * @param usual the median, taken where nothing was measured yet
 */
public record Channel(int column, boolean change, double low, double high, double usual) {
    /** Low and high lie so many widths of the usual range beyond it on either side. */
    private static final double WIDTHS_BEYOND = 3;

    /**
     * The value, moved into the range that nearly all training values had: what is expected of a
     * machine must be something that it has done.
     */
    double asSeen(double value) {
        double width = (high - low) / (2 * WIDTHS_BEYOND + 1);
        double least = low + WIDTHS_BEYOND * width;
        return Math.clamp(value, least, Math.max(least, high - WIDTHS_BEYOND * width));
    }
}
