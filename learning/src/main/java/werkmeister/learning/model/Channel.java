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
public record Channel(int column, boolean change, double low, double high, double usual) {}
