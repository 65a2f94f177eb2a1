package werkmeister.plant.table;

import java.util.Optional;
import java.util.OptionalInt;

/** What the values of a column show, taken in block by block in the file's order. */
public final class SignalTally {
    private static final int STUCK_ROWS = 100;
    private static final double NEARLY_ALL = 0.9;

    /** What systems write for "no value". All are beyond this. */
    private static final double[] SENTINELS = {
        -999.0, -9999.0, -99999.0, 9999.0, 99999.0, -999.25, 32767.0, -32768.0, 65535.0
    };

    private static final double SENTINEL_MIN = 999;

    private final CourseTally course = new CourseTally();
    private long rows;
    private long count;
    private long before;
    private long behind;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private final KahanSum sum = new KahanSum();
    private boolean whole = true;
    private double last = Double.NaN;
    private long changes;
    private long up;
    private long down;
    private long run;
    private long runRow;
    private long longest;
    private long longestRow;
    private double longestValue = Double.NaN;
    private double others;
    private final long[] sentinels = new long[SENTINELS.length];
    private final FewValues distinct = new FewValues();

    /**
     * A long run of one value.
     *
     * @param row the file's row in which it begins
     */
    public record Stuck(long rows, long row, double value) {}

    /** A value that may stand for "no value". */
    public record Mark(double value, long count) {}

    public static SignalTally of(double[] values, int[] rowNumbers) {
        var tally = new SignalTally();
        tally.add(values, rowNumbers);
        return tally;
    }

    /** Takes the values of the next rows in: a few bare loops, for they run over everything. */
    public void add(double[] values, int[] rowNumbers) {
        course.add(values, rowNumbers);
        sum.add(values);
        runs(values, rowNumbers);
        range(values);
        whole = whole && isWhole(values);
        sizes(values);
        rows += values.length;
    }

    /** Runs of one value, and how it goes from row to row. */
    private void runs(double[] values, int[] rowNumbers) {
        double before = last;
        boolean few = !distinct.areMany();
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            boolean first = rows + i == 0;
            if (value == before) {
                run++;
            } else {
                changes += first ? 0 : 1;
                up += value == before + 1 ? 1 : 0;
                down += value < before ? 1 : 0;
                run = 1;
                runRow = rowNumbers[i];
                if (few) {
                    distinct.add(value);
                    few = !distinct.areMany();
                }
            }
            if (run > longest && !first) {
                longest = run;
                longestRow = runRow;
                longestValue = value;
            }
            before = value;
        }
        last = before;
    }

    private void range(double[] values) {
        double low = min;
        double high = max;
        int present = 0;
        for (double value : values) {
            present += Double.isNaN(value) ? 0 : 1;
            low = value < low ? value : low;
            high = value > high ? value : high;
        }
        min = low;
        max = high;
        edges(values, present);
        count += present;
    }

    /** Rows in front of the first value and behind the last one. */
    private void edges(double[] values, int present) {
        if (present == 0) {
            before += count == 0 ? values.length : 0;
            behind += values.length;
            return;
        }
        int first = 0;
        while (count == 0 && Double.isNaN(values[first])) {
            first++;
        }
        before += first;
        int last = values.length;
        while (Double.isNaN(values[last - 1])) {
            last--;
        }
        behind = values.length - last;
    }

    private static boolean isWhole(double[] values) {
        for (double value : values) {
            if (value != Math.rint(value) && !Double.isNaN(value)) {
                return false;
            }
        }
        return true;
    }

    /** Marks for "no value", and the greatest of all other sizes. */
    private void sizes(double[] values) {
        if (max < SENTINEL_MIN && min > -SENTINEL_MIN) {
            others = Math.max(others, Math.max(max, -min));
            return;
        }
        for (double value : values) {
            double size = Math.abs(value);
            boolean mark = size >= SENTINEL_MIN && isSentinel(value);
            others = !mark && size > others ? size : others;
        }
    }

    /** Counts the value if it is one. */
    private boolean isSentinel(double value) {
        for (int i = 0; i < SENTINELS.length; i++) {
            if (value == SENTINELS[i]) {
                sentinels[i]++;
                return true;
            }
        }
        return false;
    }

    public CourseTally course() {
        return course;
    }

    public long rows() {
        return rows;
    }

    /** Values that are there. */
    public long count() {
        return count;
    }

    /** Rows before the first value; all of them where there is none. */
    public long before() {
        return before;
    }

    /** Rows after the last value. */
    public long behind() {
        return behind;
    }

    /** How many values it takes, if they are few and all whole, as states are. */
    public OptionalInt states() {
        return isFew() ? OptionalInt.of(distinct.size()) : OptionalInt.empty();
    }

    public long missing() {
        return rows - count;
    }

    public Optional<Double> min() {
        return count == 0 ? Optional.empty() : Optional.of(min);
    }

    public Optional<Double> max() {
        return count == 0 ? Optional.empty() : Optional.of(max);
    }

    public Optional<Double> sum() {
        return count == 0 ? Optional.empty() : Optional.of(sum.total());
    }

    public boolean constant() {
        return count > 0 && min == max;
    }

    /** Whether it has only the states 0 and 1, and 1 at least once. */
    public boolean isFlag() {
        return whole && min >= 0 && max == 1;
    }

    /** Whether it has but a few values, all whole, as classes have. */
    public boolean isFew() {
        return whole && !distinct.areMany();
    }

    /** Whether it goes up by one from row to row, but for new starts. */
    public boolean counts(int fewestRows) {
        return rows >= fewestRows && up + down == rows - 1 && up >= NEARLY_ALL * (rows - 1);
    }

    /** The longest run of one value, if the signal otherwise moves all the time. */
    public Optional<Stuck> stuck() {
        boolean moves = distinct.areMany() && changes * 2 > rows - longest;
        return moves && longest >= STUCK_ROWS
                ? Optional.of(new Stuck(longest, longestRow, longestValue))
                : Optional.empty();
    }

    /** A value that systems write for "no value", if it stands far from all others. */
    public Optional<Mark> mark() {
        int at = -1;
        for (int i = 0; i < SENTINELS.length; i++) {
            boolean far = others * 2 < Math.abs(SENTINELS[i]);
            if (sentinels[i] > 0 && sentinels[i] * 2 <= rows && far) {
                at = at < 0 || sentinels[i] > sentinels[at] ? i : at;
            }
        }
        return at < 0 ? Optional.empty() : Optional.of(new Mark(SENTINELS[at], sentinels[at]));
    }
}
