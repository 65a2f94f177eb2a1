package werkmeister.plant.store;

import werkmeister.units.Refusal;

import java.util.Arrays;
import java.util.List;

/**
 * Samples of one machine in memory, a column a signal, in order of time.
 *
 * @param times microseconds since 1970-01-01T00:00:00Z, not decreasing
 * @param signals the columns' names
 * @param columns one array a signal, as long as {@code times}; NaN where there is no value
 */
@SuppressWarnings(
        "ArrayRecordComponent") // Columns of millions of rows are handed on, never compared as
// values.
public record SampleTable(long[] times, List<String> signals, double[][] columns) {
    public SampleTable {
        signals = List.copyOf(signals);
        if (columns.length != signals.size()) {
            throw Refusal.invalid(
                    "There are %d columns for %d signals."
                            .formatted(columns.length, signals.size()));
        }
        for (int i = 0; i < columns.length; i++) {
            if (columns[i].length != times.length) {
                throw Refusal.invalid(
                        "Signal (%s) has %d values for %d times."
                                .formatted(signals.get(i), columns[i].length, times.length));
            }
        }
    }

    public int rows() {
        return times.length;
    }

    /** The column of a signal. */
    public double[] column(String signal) {
        int at = signals.indexOf(signal);
        if (at < 0) {
            throw Refusal.notFound("There is no signal (%s) among %s.".formatted(signal, signals));
        }
        return columns[at];
    }

    /** Rows {@code from} up to, not including, {@code to}: a copy. */
    public SampleTable slice(int from, int to) {
        var sliced = new double[columns.length][];
        for (int i = 0; i < columns.length; i++) {
            sliced[i] = Arrays.copyOfRange(columns[i], from, to);
        }
        return new SampleTable(Arrays.copyOfRange(times, from, to), signals, sliced);
    }

    /** The same rows with only these signals, in this order; the columns are shared. */
    public SampleTable select(List<String> wanted) {
        return new SampleTable(
                times, wanted, wanted.stream().map(this::column).toArray(double[][]::new));
    }

    /** The first row at or after a time (microseconds since the epoch), or {@code rows()}. */
    public int rowAt(long time) {
        int at = Arrays.binarySearch(times, time);
        if (at < 0) {
            return -at - 1;
        }
        while (at > 0 && times[at - 1] == time) {
            at--;
        }
        return at;
    }

    /** The values of one row, in the order of the signals. */
    public double[] row(int at) {
        var values = new double[columns.length];
        for (int i = 0; i < columns.length; i++) {
            values[i] = columns[i][at];
        }
        return values;
    }
}
