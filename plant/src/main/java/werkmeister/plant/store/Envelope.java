package werkmeister.plant.store;

/**
 * A signal as a chart of so many points shows it: per bucket of time the least and the greatest
 * value, so that no spike is lost.
 *
 * @param timesMillis start of each bucket, milliseconds since 1970-01-01T00:00:00Z
 * @param min least value in the bucket, NaN where there is none
 * @param max greatest value in the bucket, NaN where there is none
 */
@SuppressWarnings(
        "ArrayRecordComponent") // A chart's points are handed on, never compared as values.
public record Envelope(long[] timesMillis, double[] min, double[] max) {}
