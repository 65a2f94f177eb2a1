package werkmeister.learning.evaluate;

/**
 * The scored rows of a series, one entry a row: what {@code --scores} writes.
 *
 * @param firstRow data rows before the first scored one; row {@code i} here is data row {@code
 *     firstRow + i + 1} for people
 * @param times microseconds since the epoch
 * @param scores NaN where the model does not judge (written as 0)
 * @param findings number of the finding that an alarmed row belongs to, 0 if none
 */
@SuppressWarnings("ArrayRecordComponent") // Columns are handed on, never compared as values.
public record ScoredSeries(
        String name,
        int firstRow,
        long[] times,
        double[] scores,
        double threshold,
        boolean[] alarms,
        int[] findings) {
    public int rows() {
        return times.length;
    }
}
