package werkmeister.learning.train;

import werkmeister.learning.model.Quantile;
import werkmeister.learning.order.Label;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;

/**
 * The samples of sister machines, laid before a machine's own as if it had lived through them: what
 * is normal for equal machines is normal for a new one. A signal whose level the sister has hardly
 * ever had is moved to the machine's own, measured over time that both have lived through, for
 * sensors differ; a level that the sister knows is another way of running and stays. Nothing is
 * stretched, for a short history knows no spread. Sisters are moved back in time by so many times
 * 52 weeks that day, week and (nearly) season stay what they were.
 *
 * @param samples of the sisters, and behind them the machine's own
 * @param labels of all of them, in the samples' time
 */
record Kin(SampleTable samples, List<Label> labels) {
    private static final long YEAR_MICROS = Duration.ofDays(364).toNanos() / 1000;

    /** A level is known by so many values of either. */
    private static final int LEVEL_ROWS = 200;

    /** A level beyond this quantile of a sister's values is none of hers. */
    private static final double RARE = 0.01;

    /** A sister's samples of at least this machine's signals, and what is known of them. */
    record Relative(SampleTable samples, List<Label> labels) {}

    static Kin of(SampleTable own, List<Label> labels, List<Relative> sisters) {
        var tables = new ArrayList<SampleTable>();
        var told = new ArrayList<>(labels);
        tables.add(own);
        long next = own.rows() == 0 ? 0 : own.times()[0];
        for (Relative sister : sisters) {
            if (sister.samples().rows() == 0) {
                continue;
            }
            long[] times = sister.samples().times();
            long behind = times[times.length - 1] - next;
            long back = Math.max(0, Math.floorDiv(behind, YEAR_MICROS) + 1) * YEAR_MICROS;
            tables.addFirst(moved(sister.samples(), own, back));
            sister.labels().forEach(label -> told.add(moved(label, back)));
            next = times[0] - back;
        }
        told.sort(Comparator.comparing(label -> label.span().from()));
        return new Kin(joined(own.signals(), tables), told);
    }

    private static Label moved(Label label, long back) {
        Duration by = Duration.of(back, ChronoUnit.MICROS);
        var span = new TimeSpan(label.span().from().minus(by), label.span().to().minus(by));
        return new Label(span, label.kind(), label.note());
    }

    private static SampleTable moved(SampleTable sister, SampleTable own, long back) {
        long[] times = Arrays.stream(sister.times()).map(time -> time - back).toArray();
        double[][] columns = new double[own.signals().size()][];
        for (int c = 0; c < columns.length; c++) {
            String signal = own.signals().get(c);
            double[] column = sister.column(signal);
            double step = step(own, own.columns()[c], sister, column);
            columns[c] = Arrays.stream(column).map(x -> x + step).toArray();
        }
        return new SampleTable(times, own.signals(), columns);
    }

    /** By how much a sister's values are to be moved. */
    private static double step(
            SampleTable own, double[] values, SampleTable sister, double[] column) {
        double level = level(own, values, sister);
        double[] known = Quantile.sorted(column);
        boolean strange =
                known.length > 0
                        && (level < Quantile.ofSorted(known, RARE)
                                || level > Quantile.ofSorted(known, 1 - RARE));
        double by = level - level(sister, column, own);
        return strange && !Double.isNaN(by) ? by : 0;
    }

    /** The median over the time that both have lived through; NaN where that is too little. */
    private static double level(SampleTable table, double[] column, SampleTable other) {
        if (table.rows() == 0 || other.rows() == 0) {
            return Double.NaN;
        }
        int from = table.rowAt(other.times()[0]);
        int to = table.rowAt(other.times()[other.rows() - 1] + 1);
        double[] values =
                Arrays.stream(column, from, Math.max(from, to))
                        .filter(x -> !Double.isNaN(x))
                        .toArray();
        return values.length < LEVEL_ROWS ? Double.NaN : Quantile.of(values, 0.5);
    }

    private static SampleTable joined(List<String> signals, List<SampleTable> tables) {
        long[] times =
                tables.stream().flatMapToLong(table -> Arrays.stream(table.times())).toArray();
        double[][] columns = new double[signals.size()][];
        for (int c = 0; c < columns.length; c++) {
            int column = c;
            columns[c] =
                    Stream.of(tables.toArray(SampleTable[]::new))
                            .flatMapToDouble(table -> Arrays.stream(table.columns()[column]))
                            .toArray();
        }
        return new SampleTable(times, signals, columns);
    }
}
