package werkmeister.plant.store;

import werkmeister.units.TimeSpan;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Lays tables of the same machine over one another: one row a time, in order of time. */
public final class Merge {
    private Merge() {}

    /**
     * Merges by time. Where two tables have the same time, the later table's value wins signal by
     * signal; a missing value never hides one that is there. A signal that a table lacks is missing
     * in its rows.
     */
    public static SampleTable of(List<SampleTable> tables, List<String> signals, TimeSpan span) {
        var parts =
                tables.stream()
                        .map(table -> within(align(table, signals), span))
                        .filter(table -> table.rows() > 0)
                        .toList();
        if (parts.isEmpty()) {
            return new SampleTable(new long[0], signals, new double[signals.size()][0]);
        }
        boolean plain =
                IntStream.range(1, parts.size())
                        .allMatch(i -> last(parts.get(i - 1)) < parts.get(i).times()[0]);
        SampleTable chained = parts.size() == 1 ? parts.getFirst() : chain(parts, signals);
        return plain && strictlyRising(chained.times()) ? chained : settle(chained);
    }

    /** Microseconds since the epoch, saturating: spans may reach to the end of time. */
    static long micros(java.time.Instant instant) {
        try {
            return Math.addExact(
                    Math.multiplyExact(instant.getEpochSecond(), 1_000_000L),
                    instant.getNano() / 1_000);
        } catch (ArithmeticException e) {
            return instant.getEpochSecond() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    private static SampleTable align(SampleTable table, List<String> signals) {
        if (table.signals().equals(signals)) {
            return table;
        }
        var columns = new double[signals.size()][];
        for (int i = 0; i < columns.length; i++) {
            int at = table.signals().indexOf(signals.get(i));
            if (at >= 0) {
                columns[i] = table.columns()[at];
            } else {
                columns[i] = new double[table.rows()];
                Arrays.fill(columns[i], Double.NaN);
            }
        }
        return new SampleTable(table.times(), signals, columns);
    }

    private static SampleTable within(SampleTable table, TimeSpan span) {
        int from = table.rowAt(micros(span.from()));
        int to = table.rowAt(micros(span.to()));
        return from == 0 && to == table.rows() ? table : table.slice(from, to);
    }

    private static long last(SampleTable table) {
        return table.times()[table.rows() - 1];
    }

    private static boolean strictlyRising(long[] times) {
        for (int i = 1; i < times.length; i++) {
            if (times[i] <= times[i - 1]) {
                return false;
            }
        }
        return true;
    }

    private static SampleTable chain(List<SampleTable> parts, List<String> signals) {
        int rows = parts.stream().mapToInt(SampleTable::rows).sum();
        var times = new long[rows];
        var columns = new double[signals.size()][rows];
        int at = 0;
        for (SampleTable part : parts) {
            System.arraycopy(part.times(), 0, times, at, part.rows());
            for (int c = 0; c < columns.length; c++) {
                System.arraycopy(part.columns()[c], 0, columns[c], at, part.rows());
            }
            at += part.rows();
        }
        return new SampleTable(times, signals, columns);
    }

    /**
     * Sorts by time, keeps the order of arrival among equals, then lets the last value of each time
     * win.
     */
    private static SampleTable settle(SampleTable table) {
        int[] order = TimeOrder.of(table.times());
        var starts = new ArrayList<Integer>();
        for (int i = 0; i < order.length; i++) {
            if (i == 0 || table.times()[order[i]] != table.times()[order[i - 1]]) {
                starts.add(i);
            }
        }
        int[] from = starts.stream().mapToInt(Integer::intValue).toArray();
        var times = new long[from.length];
        var columns = new double[table.columns().length][from.length];
        for (int row = 0; row < from.length; row++) {
            times[row] = table.times()[order[from[row]]];
            int to = row + 1 < from.length ? from[row + 1] : order.length;
            for (int c = 0; c < columns.length; c++) {
                columns[c][row] = lastPresent(table.columns()[c], order, from[row], to);
            }
        }
        return new SampleTable(times, table.signals(), columns);
    }

    private static double lastPresent(double[] column, int[] order, int from, int to) {
        for (int i = to - 1; i >= from; i--) {
            if (!Double.isNaN(column[order[i]])) {
                return column[order[i]];
            }
        }
        return Double.NaN;
    }
}
