package werkmeister.plant.store;

import java.util.Arrays;

/**
 * A signal of one file, aggregated beforehand: the least and greatest value per step of time. Steps
 * are counted from the epoch, so that those of all files nest.
 *
 * @param step its length in microseconds
 * @param first number of the first step
 * @param min one a step, NaN where there is no value
 * @param max one a step, NaN where there is no value
 */
@SuppressWarnings("ArrayRecordComponent") // Handed on, never compared as values.
record Levels(long step, long first, double[] min, double[] max) {
    private static final long SECOND = 1_000_000;

    /** Each divides the next. */
    private static final long[] STEPS = {
        SECOND,
        10 * SECOND,
        60 * SECOND,
        600 * SECOND,
        3_600 * SECOND,
        14_400 * SECOND,
        86_400 * SECOND
    };

    /**
     * So many steps a file at most: an eightieth of its bytes or so, and fine enough for a page.
     */
    private static final int STEPS_MAX = 256;

    /** Files of fewer rows are read themselves. */
    private static final int ROWS_MIN = 1_000;

    /** Whether a file of so many rows has levels beside it. */
    static boolean areKept(long rows) {
        return rows >= ROWS_MIN;
    }

    /** The step of a file from its first to its last sample, in microseconds. */
    static long step(long firstTime, long lastTime) {
        for (long step : STEPS) {
            if (steps(firstTime, lastTime, step) <= STEPS_MAX) {
                return step;
            }
        }
        return STEPS[STEPS.length - 1];
    }

    static long step(SampleFile file) {
        return step(Merge.micros(file.first()), Merge.micros(file.last()));
    }

    private static long steps(long firstTime, long lastTime, long step) {
        return Math.floorDiv(lastTime, step) - Math.floorDiv(firstTime, step) + 1;
    }

    /** Of a column; times do not decrease. */
    static Levels of(long[] times, double[] values) {
        long step = step(times[0], times[times.length - 1]);
        long first = Math.floorDiv(times[0], step);
        int count = Math.toIntExact(steps(times[0], times[times.length - 1], step));
        var min = new double[count];
        var max = new double[count];
        Arrays.fill(min, Double.NaN);
        Arrays.fill(max, Double.NaN);
        for (int from = 0; from < times.length; ) {
            long number = Math.floorDiv(times[from], step);
            long end = (number + 1) * step;
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            int row = from;
            for (; row < times.length && times[row] < end; row++) {
                low = values[row] < low ? values[row] : low;
                high = values[row] > high ? values[row] : high;
            }
            if (low <= high) {
                min[(int) (number - first)] = low;
                max[(int) (number - first)] = high;
            }
            from = row;
        }
        return new Levels(step, first, min, max);
    }

    /** The start of a step, microseconds since the epoch. */
    long start(int number) {
        return (first + number) * step;
    }
}
