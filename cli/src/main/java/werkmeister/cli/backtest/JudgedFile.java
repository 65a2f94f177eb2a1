package werkmeister.cli.backtest;

import werkmeister.learning.evaluate.Backtest;
import werkmeister.plant.store.SampleTable;
import werkmeister.plant.store.TimeOrder;
import werkmeister.plant.table.LabelColumns;
import werkmeister.plant.table.RawTable;

import java.nio.file.Path;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;

/**
 * A file on its way through the backtest.
 *
 * @param path as the person wrote it
 * @param columns that are labels
 * @param order the table's rows in order of time
 * @param series the rows in that order
 */
@SuppressWarnings("ArrayRecordComponent") // Rows are handed on, never compared as values.
record JudgedFile(
        Path path, RawTable table, LabelColumns columns, int[] order, Backtest.Series series) {
    static final int FEWEST_TRAIN_ROWS = 20;
    private static final int FEWEST_SCORED_ROWS = 10;

    /** A machine with fewer rows cannot be tried. */
    static final int FEWEST_ROWS = FEWEST_TRAIN_ROWS + FEWEST_SCORED_ROWS;

    /** The rows in order of time, with nothing in them but what the model may see. */
    static JudgedFile of(
            Path path,
            RawTable table,
            LabelColumns columns,
            List<String> signals,
            Optional<boolean[]> labels,
            TrainUntil until) {
        int[] order = TimeOrder.of(table.times());
        long[] times = Arrays.stream(order).mapToLong(row -> table.times()[row]).toArray();
        var values =
                signals.stream()
                        .map(signal -> picked(table.column(signal), order))
                        .toArray(double[][]::new);
        var samples = new SampleTable(times, signals, values);
        int trainRows = trainRows(table, order, until);
        var sorted = labels.map(rows -> picked(rows, order));
        return new JudgedFile(
                path,
                table,
                columns,
                order,
                new Backtest.Series(path.toString(), samples, sorted, trainRows));
    }

    /** The same of one of the file's machines. */
    JudgedFile named(String machine) {
        return new JudgedFile(
                path,
                table,
                columns,
                order,
                new Backtest.Series(
                        path + " " + machine, series.table(), series.labels(), series.trainRows()));
    }

    /** The zone that the file's local times were read in. */
    static ZoneId zone(RawTable table) {
        return table.understood().format().zone().map(ZoneId::of).orElse(ZoneId.of("UTC"));
    }

    private static int trainRows(RawTable table, int[] order, TrainUntil until) {
        return switch (until) {
            case TrainUntil.Usual() ->
                    Math.max(
                            (int) (order.length * Backtest.TRAIN_SHARE),
                            Math.min(FEWEST_TRAIN_ROWS, order.length - FEWEST_SCORED_ROWS));
            case TrainUntil.Row(int number) ->
                    before(order, row -> table.rowNumbers()[row] <= number);
            case TrainUntil.Share(double share) -> (int) (order.length * share);
            case TrainUntil.Time(String text) -> {
                long end = WrittenTime.micros(text, zone(table)).orElseThrow();
                yield before(order, row -> table.times()[row] < end);
            }
        };
    }

    private static int before(int[] order, IntPredicate trained) {
        int rows = 0;
        while (rows < order.length && trained.test(order[rows])) {
            rows++;
        }
        return rows;
    }

    private static double[] picked(double[] column, int[] rows) {
        return Arrays.stream(rows).mapToDouble(row -> column[row]).toArray();
    }

    private static boolean[] picked(boolean[] column, int[] rows) {
        var picked = new boolean[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = column[rows[i]];
        }
        return picked;
    }
}
