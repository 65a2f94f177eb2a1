package werkmeister.learning.table;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Signals on one even grid of time. Where nothing was measured, values lie on a straight line
 * between those before and after.
 *
 * @param values one array a signal
 * @param measured whether a signal has a value of its own in a slot
 * @param rows the table's row in each slot, -1 where there is none
 * @param stepMicros from slot to slot; 0 where the table has no times and slots are rows
 */
@SuppressWarnings("ArrayRecordComponent") // Columns are handed on, never compared as values.
public record Grid(
        List<String> signals,
        double[][] values,
        boolean[][] measured,
        int[] rows,
        long stepMicros) {
    /** A gap that would need more slots than this many times the rows is cut short. */
    private static final int SLOTS_PER_ROW_MAX = 3;

    /** Of rows in order of time, which need not be even. */
    public static Grid of(
            List<String> signals, double[][] columns, int[] rows, long[] times, boolean timed) {
        long step = timed ? usualStep(rows, times) : 0;
        int[] slots = slots(rows, times, step);
        int count = slots.length == 0 ? 0 : slots[slots.length - 1] + 1;
        double[][] values = new double[signals.size()][count];
        boolean[][] measured = new boolean[signals.size()][count];
        int[] rowOfSlot = new int[count];
        Arrays.fill(rowOfSlot, -1);
        for (int c = 0; c < values.length; c++) {
            Arrays.fill(values[c], Double.NaN);
            for (int i = 0; i < slots.length; i++) {
                double value = columns[c][rows[i]];
                if (!Double.isNaN(value)) {
                    values[c][slots[i]] = value;
                    measured[c][slots[i]] = true;
                }
            }
            bridge(values[c]);
        }
        for (int i = 0; i < slots.length; i++) {
            rowOfSlot[slots[i]] = rows[i];
        }
        return new Grid(signals, values, measured, rowOfSlot, step);
    }

    public int slots() {
        return rows.length;
    }

    private static long usualStep(int[] rows, long[] times) {
        long[] steps =
                IntStream.range(1, rows.length)
                        .mapToLong(i -> times[rows[i]] - times[rows[i - 1]])
                        .filter(step -> step > 0)
                        .sorted()
                        .toArray();
        return steps.length == 0 ? 1 : steps[steps.length / 2];
    }

    private static int[] slots(int[] rows, long[] times, long step) {
        int[] slots = new int[rows.length];
        for (int i = 1; i < slots.length; i++) {
            long ahead =
                    step == 0
                            ? 1
                            : Math.round((double) (times[rows[i]] - times[rows[i - 1]]) / step);
            long most = (long) SLOTS_PER_ROW_MAX * rows.length / 10 + 1;
            slots[i] = slots[i - 1] + (int) Math.clamp(ahead, 0, most);
        }
        return slots;
    }

    private static void bridge(double[] values) {
        int before = -1;
        for (int i = 0; i < values.length; i++) {
            if (!Double.isNaN(values[i])) {
                for (int j = before + 1; j < i; j++) {
                    double left = before < 0 ? values[i] : values[before];
                    double share = before < 0 ? 1 : (double) (j - before) / (i - before);
                    values[j] = left + share * (values[i] - left);
                }
                before = i;
            }
        }
        for (int j = before + 1; j < values.length; j++) {
            values[j] = before < 0 ? 0 : values[before];
        }
    }
}
