package werkmeister.learning.table;

import java.util.Arrays;
import java.util.List;

/**
 * Rows of features, each of a machine (or run) at a time. The rows of a machine stand together, in
 * order of time.
 *
 * @param names of the features
 * @param columns one array a feature, NaN where there is no value
 * @param machines the number of each row's machine, an index into {@code machineNames}
 * @param machineNames as the file names them, in order of their first rows
 * @param clock the time of each row, in a unit of the table's own, rising within a machine
 */
@SuppressWarnings("ArrayRecordComponent") // Columns are handed on, never compared as values.
public record Cases(
        List<String> names,
        double[][] columns,
        int[] machines,
        List<String> machineNames,
        double[] clock) {
    public Cases {
        names = List.copyOf(names);
        machineNames = List.copyOf(machineNames);
        if (names.size() != columns.length || machines.length != clock.length) {
            throw new IllegalArgumentException("The table's parts do not fit together.");
        }
    }

    public int rows() {
        return machines.length;
    }

    /** First row of each machine, and behind them the number of rows. */
    public int[] starts() {
        int[] starts = Rows.where(rows(), row -> row == 0 || machines[row] != machines[row - 1]);
        int[] closed = Arrays.copyOf(starts, starts.length + 1);
        closed[starts.length] = rows();
        return closed;
    }

    /** These rows, in this order. */
    public Cases pick(int[] rows) {
        return new Cases(
                names,
                Rows.pick(columns, rows),
                Rows.pick(machines, rows),
                machineNames,
                Rows.pick(clock, rows));
    }

    /** The same with other features. */
    public Cases with(List<String> otherNames, double[][] otherColumns) {
        return new Cases(otherNames, otherColumns, machines, machineNames, clock);
    }
}
