package werkmeister.plant.table;

import werkmeister.plant.store.SampleTable;
import werkmeister.plant.store.TimeOrder;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/** All of a file in memory: rows in their order, columns in theirs. */
@SuppressWarnings(
        "ArrayRecordComponent") // Columns of millions of rows are handed on, never compared as
// values.
public record Frame(int[] rowNumbers, long[] times, String[] timeTexts, List<Series> columns) {
    /** Types of columns whose values are samples of the machine. */
    public static final Set<String> SAMPLES = Set.of("number", "flag");

    public Frame {
        columns = List.copyOf(columns);
    }

    public int rows() {
        return times.length;
    }

    /** A column that is there. */
    Series column(String name) {
        return columns.stream()
                .filter(column -> column.name().name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    public Frame with(List<Series> others) {
        return new Frame(rowNumbers, times, timeTexts, others);
    }

    public Frame withTimes(long[] others) {
        return new Frame(rowNumbers, others, timeTexts, columns);
    }

    /** These rows and then those of another part of the file with the same columns. */
    Frame append(Frame other) {
        var joined = new ArrayList<Series>();
        for (int i = 0; i < columns.size(); i++) {
            joined.add(columns.get(i).append(other.columns.get(i)));
        }
        return new Frame(
                IntStream.concat(Arrays.stream(rowNumbers), Arrays.stream(other.rowNumbers))
                        .toArray(),
                LongStream.concat(Arrays.stream(times), Arrays.stream(other.times)).toArray(),
                Stream.concat(Arrays.stream(timeTexts), Arrays.stream(other.timeTexts))
                        .toArray(String[]::new),
                joined);
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

    /**
     * The measured signals and the codes of their quality in order of time; of rows with equal
     * times the last one counts.
     */
    public SampleTable samples() {
        var signals =
                columns.stream()
                        .filter(column ->
                                SAMPLES.contains(column.type())
                                        || column.type().equals(QualityColumns.TYPE))
                        .toList();
        List<String> names = signals.stream().map(column -> column.name().name()).toList();
        double[][] values = signals.stream().map(Series::numbers).toArray(double[][]::new);
        if (isRising()) {
            return new SampleTable(times, names, values);
        }
        int[] kept = TimeOrder.lastOfEach(times);
        for (int i = 0; i < values.length; i++) {
            double[] column = values[i];
            values[i] = Arrays.stream(kept).mapToDouble(row -> column[row]).toArray();
        }
        return new SampleTable(
                Arrays.stream(kept).mapToLong(row -> times[row]).toArray(), names, values);
    }

    private boolean isRising() {
        for (int i = 1; i < times.length; i++) {
            if (times[i] <= times[i - 1]) {
                return false;
            }
        }
        return true;
    }
}
