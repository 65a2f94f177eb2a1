package werkmeister.plant.table;

import werkmeister.plant.store.TimeOrder;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What the times of a file show, taken in block by block: how often they go back or repeat, the
 * usual step, gaps. Each block is brought in order of time first; between blocks the latest time so
 * far counts.
 */
public final class TimeTally {
    private static final double MICROS = 1e6;
    private static final double GAP_PERIODS = 3.5;

    /** Steps of other lengths than these many are not counted: no clock has so many. */
    private static final int STEPS_MAX = 1 << 18;

    private static final long MINUTE = 60_000_000;
    private static final long HOUR = 60 * MINUTE;

    /** Clocks that lost their battery start in 1970, 1980 or 1984; nobody's data are so old. */
    private static final long EARLIEST_CLOCK = 500_000_000_000_000L;

    private static final long MODERN = 950_000_000_000_000L;

    private final Map<Long, Long> countsByStep = new HashMap<>();
    private long rows;
    private long first = Long.MAX_VALUE;
    private long latest = Long.MIN_VALUE;
    private long previous = Long.MIN_VALUE;
    private long back;
    private long firstBackRow;
    private long jumpsBack;
    private long firstJumpRow;
    private long jumpMicros;
    private long unset;
    private long repeated;
    private long longest;
    private long longestAfter;
    private long step;
    private long stepCount;

    /**
     * Gaps in which nothing was measured.
     *
     * @param longestMicros how long the longest is
     * @param after microseconds since the epoch of the last sample before it
     */
    public record Gaps(long count, long longestMicros, long after) {}

    public static TimeTally of(long[] times, int[] rowNumbers) {
        var tally = new TimeTally();
        tally.add(times, rowNumbers);
        return tally;
    }

    /** Takes the next rows of the file in. */
    public void add(long[] times, int[] rowNumbers) {
        boolean ordered = true;
        for (int i = 0; i < times.length; i++) {
            if (times[i] < EARLIEST_CLOCK) {
                unset++;
            }
            if (times[i] < previous) {
                if (previous - times[i] >= HOUR - MINUTE) {
                    jumpsBack++;
                    firstJumpRow = jumpsBack == 1 ? rowNumbers[i] : firstJumpRow;
                    jumpMicros = jumpsBack == 1 ? previous - times[i] : jumpMicros;
                }
                ordered &= i == 0;
                back++;
                firstBackRow = back == 1 ? rowNumbers[i] : firstBackRow;
            }
            previous = times[i];
        }
        if (ordered) {
            for (long time : times) {
                next(time);
            }
        } else {
            for (int i : TimeOrder.of(times)) {
                next(times[i]);
            }
        }
        rows += times.length;
    }

    private void next(long time) {
        first = Math.min(first, time);
        if (latest == Long.MIN_VALUE) {
            latest = time;
            return;
        }
        if (time == latest) {
            repeated++;
        }
        if (time <= latest) {
            return;
        }
        long length = time - latest;
        if (length > longest) {
            longest = length;
            longestAfter = latest;
        }
        if (length != step) {
            flush();
            step = length;
        }
        stepCount++;
        latest = time;
    }

    /** Equal steps follow each other nearly always, so a map is asked only when they change. */
    private void flush() {
        if (stepCount > 0 && (countsByStep.size() < STEPS_MAX || countsByStep.containsKey(step))) {
            countsByStep.merge(step, stepCount, Long::sum);
        }
        stepCount = 0;
    }

    public long rows() {
        return rows;
    }

    /** Microseconds since the epoch; of no meaning without rows. */
    public long first() {
        return first;
    }

    public long latest() {
        return latest;
    }

    /** How often time goes back from one row to the next. */
    public long back() {
        return back;
    }

    public long firstBackRow() {
        return firstBackRow;
    }

    /**
     * Jumps of the clock.
     *
     * @param row of the first
     * @param micros how far the first goes back
     */
    public record Jumps(long count, long row, long micros) {}

    /** Where time goes back by an hour or more, as a clock does that is set. */
    public Optional<Jumps> jumpsBack() {
        return jumpsBack == 0
                ? Optional.empty()
                : Optional.of(new Jumps(jumpsBack, firstJumpRow, jumpMicros));
    }

    /** Rows whose clock was not set: before 1986 in a file that is otherwise of this century. */
    public long unset() {
        return latest > MODERN ? unset : 0;
    }

    /** Rows that repeat the time of another. */
    public long repeated() {
        return repeated;
    }

    /** The usual time between samples (the median step), if there are at least two times. */
    public Optional<Double> periodSeconds() {
        flush();
        long steps = countsByStep.values().stream().mapToLong(Long::longValue).sum();
        long seen = 0;
        for (var each : new TreeMap<>(countsByStep).entrySet()) {
            seen += each.getValue();
            if (seen > steps / 2) {
                return Optional.of(each.getKey() / MICROS);
            }
        }
        return Optional.empty();
    }

    public Optional<Gaps> gaps() {
        double limit = periodSeconds().orElse(0.0) * MICROS * GAP_PERIODS;
        long count =
                countsByStep.entrySet().stream()
                        .filter(each -> each.getKey() > limit)
                        .mapToLong(Map.Entry::getValue)
                        .sum();
        return count == 0 ? Optional.empty() : Optional.of(new Gaps(count, longest, longestAfter));
    }
}
