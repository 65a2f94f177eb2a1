package werkmeister.learning.predict;

import werkmeister.plant.store.SampleTable;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/** Names the signals that have most to do with an answer. */
final class Drivers {
    private static final int NAMED_MAX = 5;

    /** What has less to do with it is not worth a word. */
    private static final double SHARE_MIN = 0.03;

    private static final int NOW_ROWS = 5;
    private static final int START_ROWS = 30;

    private Drivers() {}

    /**
     * @param contributions of each of the table's signals, of whatever sign
     * @param all the sum of all that contributes, signs left out
     */
    static List<Outlook.Driver> of(SampleTable table, double[] contributions, double all) {
        int rows = table.rows();
        return of(
                contributions,
                c ->
                        new Outlook.Driver(
                                table.signals().get(c),
                                Math.abs(contributions[c]) / Math.max(all, 1e-12),
                                mean(table.columns()[c], Math.max(0, rows - NOW_ROWS), rows),
                                mean(table.columns()[c], 0, Math.min(START_ROWS, rows))));
    }

    /**
     * Of a cycle, whose means stand beside those of the cycles before.
     *
     * @param contributions of each signal, of whatever sign
     */
    static List<Outlook.Driver> of(
            SampleTable cycle, List<SampleTable> before, double[] contributions) {
        double all = Arrays.stream(contributions).map(Math::abs).sum();
        return of(
                contributions,
                c ->
                        new Outlook.Driver(
                                cycle.signals().get(c),
                                Math.abs(contributions[c]) / Math.max(all, 1e-12),
                                mean(cycle.columns()[c], 0, cycle.rows()),
                                before.stream()
                                        .mapToDouble(one -> mean(one.columns()[c], 0, one.rows()))
                                        .filter(x -> !Double.isNaN(x))
                                        .average()
                                        .orElse(Double.NaN)));
    }

    private static List<Outlook.Driver> of(
            double[] contributions, IntFunction<Outlook.Driver> driver) {
        return IntStream.range(0, contributions.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer c) -> -Math.abs(contributions[c])))
                .limit(NAMED_MAX)
                .map(driver::apply)
                .filter(one -> one.share() >= SHARE_MIN)
                .filter(one -> !Double.isNaN(one.now()) && !Double.isNaN(one.before()))
                .toList();
    }

    private static double mean(double[] column, int from, int to) {
        return Arrays.stream(column, from, to)
                .filter(x -> !Double.isNaN(x))
                .average()
                .orElse(Double.NaN);
    }
}
