package werkmeister.learning.predict;

import werkmeister.learning.order.Label;
import werkmeister.learning.table.Cases;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * The lives of machines: from the start, or the end of a fault, to the end of the next one. It is
 * the end that counts: a log of faults says when something was repaired, and often, too, since when
 * it was coming.
 */
public final class Lives {
    private static final double MICROS_PER_HOUR = 3.6e9;

    private Lives() {}

    /**
     * The lives that came to an end.
     *
     * @param span of the machine's samples
     * @param labels what is known of them; each fault ends a life
     * @param endsLast whether the end of the samples ends a life where no fault is known
     */
    static List<TimeSpan> ended(TimeSpan span, List<Label> labels, boolean endsLast) {
        List<TimeSpan> faults = faults(labels);
        if (faults.isEmpty()) {
            return endsLast ? List.of(span) : List.of();
        }
        var lives = new ArrayList<TimeSpan>();
        Instant born = span.from();
        for (TimeSpan fault : faults) {
            if (fault.to().isAfter(born) && !fault.to().isAfter(span.to())) {
                lives.add(new TimeSpan(born, fault.to()));
            }
            born = born.isAfter(fault.to()) ? born : fault.to();
        }
        return lives;
    }

    /** When the present life began; empty: with the first sample. */
    public static Optional<Instant> presentFrom(List<Label> labels) {
        return faults(labels).stream().map(TimeSpan::to).max(Comparator.naturalOrder());
    }

    /** Where several people have labelled one fault, it is one: the last of them knew its end. */
    private static List<TimeSpan> faults(List<Label> labels) {
        var faults = new ArrayList<TimeSpan>();
        labels.stream()
                .filter(label -> label.kind() == Label.Kind.FAULT || label.kind() == Label.Kind.END)
                .map(Label::span)
                .sorted(Comparator.comparing(TimeSpan::from).thenComparing(TimeSpan::to))
                .forEach(span -> {
                    if (faults.isEmpty() || !faults.getLast().overlaps(span)) {
                        faults.add(span);
                    } else if (faults.getLast().to().isBefore(span.to())) {
                        faults.set(
                                faults.size() - 1,
                                new TimeSpan(faults.getLast().from(), span.to()));
                    }
                });
        return faults;
    }

    /**
     * Tables of equal signals, one after the other; the clock counts hours from each one's start.
     */
    static Cases cases(List<String> names, List<SampleTable> tables) {
        int rows = tables.stream().mapToInt(SampleTable::rows).sum();
        List<String> signals = tables.getFirst().signals();
        double[][] columns = new double[signals.size()][rows];
        int[] machines = new int[rows];
        double[] clock = new double[rows];
        int at = 0;
        for (int m = 0; m < tables.size(); m++) {
            SampleTable table = tables.get(m);
            for (int c = 0; c < columns.length; c++) {
                System.arraycopy(table.columns()[c], 0, columns[c], at, table.rows());
            }
            Arrays.fill(machines, at, at + table.rows(), m);
            for (int row = 0; row < table.rows(); row++) {
                clock[at + row] = (table.times()[row] - table.times()[0]) / MICROS_PER_HOUR;
            }
            at += table.rows();
        }
        return new Cases(signals, columns, machines, names, clock);
    }
}
