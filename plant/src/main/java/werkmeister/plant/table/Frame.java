package werkmeister.plant.table;

import java.util.Arrays;
import java.util.List;

/** All of a file in memory: rows in their order, columns in theirs. */
@SuppressWarnings(
        "ArrayRecordComponent") // Columns of millions of rows are handed on, never compared as
// values.
public record Frame(int[] rowNumbers, long[] times, String[] timeTexts, List<Series> columns) {
    public Frame {
        columns = List.copyOf(columns);
    }

    public int rows() {
        return times.length;
    }

    public Frame with(List<Series> others) {
        return new Frame(rowNumbers, times, timeTexts, others);
    }

    public Frame withTimes(long[] others) {
        return new Frame(rowNumbers, others, timeTexts, columns);
    }

    /** Only these rows. */
    public Frame pick(int[] rows) {
        return new Frame(
                Arrays.stream(rows).map(row -> rowNumbers[row]).toArray(),
                Arrays.stream(rows).mapToLong(row -> times[row]).toArray(),
                timeTexts.length == 0
                        ? timeTexts
                        : Arrays.stream(rows)
                                .mapToObj(row -> timeTexts[row])
                                .toArray(String[]::new),
                columns.stream().map(column -> column.pick(rows)).toList());
    }
}
