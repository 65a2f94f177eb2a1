package werkmeister.simulator.press;

/** Takes rows one after the other. */
@FunctionalInterface
public interface RowSink {
    /**
     * Takes one row.
     *
     * @param time microseconds since 1970-01-01T00:00:00Z
     * @param values one a signal, in the line's order, NaN where there is none; only valid during
     *     the call
     */
    void row(long time, double[] values);
}
