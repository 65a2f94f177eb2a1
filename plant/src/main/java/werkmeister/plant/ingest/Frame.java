package werkmeister.plant.ingest;

import java.util.Arrays;
import java.util.List;

/** All of a file in memory: rows in their order, columns in theirs. */
@SuppressWarnings(
        "ArrayRecordComponent") // Columns of millions of rows are handed on, never compared as
// values.
record Frame(int[] rowNumbers, long[] times, String[] timeTexts, List<Series> columns) {
    Frame {
        columns = List.copyOf(columns);
    }

    int rows() {
        return times.length;
    }

    Frame with(List<Series> others) {
        return new Frame(rowNumbers, times, timeTexts, others);
    }

    Frame withTimes(long[] others) {
        return new Frame(rowNumbers, others, timeTexts, columns);
    }

    /** Only these rows. */
    Frame pick(int[] rows) {
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
