package werkmeister.plant.table;

import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** What the values of a column show, taken in block by block in the file's order. */
public final class SignalTally {
    private static final int STUCK_ROWS = 100;
    private static final int MANY_VALUES = 50;
    private static final double NEARLY_ALL = 0.9;

    /** What systems write for "no value". All are beyond this. */
    private static final double[] SENTINELS = {
        -999.0, -9999.0, -99999.0, 9999.0, 99999.0, -999.25, 32767.0, -32768.0, 65535.0
    };

    private static final double SENTINEL_MIN = 999;

    private final CourseTally course = new CourseTally();
    private long rows;
    private long count;
    private double min = Double.POSITIVE_INFINITY;
    private double max = Double.NEGATIVE_INFINITY;
    private double sum;
    private double lost;
    private boolean binary = true;
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
    private final Set<Double> distinct = new HashSet<>();

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

    /** Takes the values of the next rows in. */
    public void add(double[] values, int[] rowNumbers) {
        course.add(values, rowNumbers);
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            course(value, rowNumbers[i]);
            if (!Double.isNaN(value)) {
                take(value);
            }
            last = value;
            rows++;
        }
    }

    private void course(double value, long row) {
        if (value == last) {
            run++;
        } else {
            changes += rows > 0 ? 1 : 0;
            up += value == last + 1 ? 1 : 0;
            down += value < last ? 1 : 0;
            run = 1;
            runRow = row;
        }
        if (run > longest && rows > 0) {
            longest = run;
            longestRow = runRow;
            longestValue = value;
        }
        if (distinct.size() < MANY_VALUES && (value != last || rows == 0)) {
            distinct.add(value);
        }
    }

    private void take(double value) {
        count++;
        min = Math.min(min, value);
        max = Math.max(max, value);
        binary &= value == 0 || value == 1;
        whole &= value == Math.rint(value);
        // Kahan's sum: a column of ten years must add up to the last digits.
        double next = value - lost;
        double total = sum + next;
        lost = total - sum - next;
        sum = total;
        double size = Math.abs(value);
        if (size < SENTINEL_MIN || !isSentinel(value)) {
            others = Math.max(others, size);
        }
    }

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
        return count == 0 ? Optional.empty() : Optional.of(sum);
    }

    public boolean constant() {
        return count > 0 && min == max;
    }

    /** Whether it has only the states 0 and 1, and 1 at least once. */
    public boolean isFlag() {
        return binary && max == 1;
    }

    /** Whether it has but a few values, all whole, as classes have. */
    public boolean isFew() {
        return whole && distinct.size() < MANY_VALUES;
    }

    /** Whether it goes up by one from row to row, but for new starts. */
    public boolean counts(int fewestRows) {
        return rows >= fewestRows && up + down == rows - 1 && up >= NEARLY_ALL * (rows - 1);
    }

    /** The longest run of one value, if the signal otherwise moves all the time. */
    public Optional<Stuck> stuck() {
        boolean moves = distinct.size() >= MANY_VALUES && changes * 2 > rows - longest;
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
