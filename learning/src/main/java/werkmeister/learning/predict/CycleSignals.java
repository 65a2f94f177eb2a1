package werkmeister.learning.predict;

import werkmeister.learning.predict.CycleBook.Cycle;
import werkmeister.learning.table.Leaks;
import werkmeister.learning.table.Rows;
import werkmeister.learning.table.Withheld;
import werkmeister.learning.trial.ClassTrial;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Chooses the signals whose courses are looked at, by the samples of whole cycles. */
final class CycleSignals {
    /** So many samples show what gives a class away. */
    private static final int ROWS_MAX = 20_000;

    /** Of so many cycles, where they have more. */
    private static final int CYCLES_MAX = 400;

    private CycleSignals() {}

    static Signals of(CycleWork work, CycleBook book, List<String> common, List<String> classes) {
        boolean few = book.rows() <= ROWS_MAX;
        CycleBook some = few ? book : book.every(Math.ceilDiv(book.cycles().size(), CYCLES_MAX));
        int each = few ? ROWS_MAX : ROWS_MAX / some.cycles().size();
        var tables = new ArrayList<SampleTable>();
        some.scan(work.samples(), common, (cycle, _) -> tables.add(thinned(cycle, each)));
        int[] codes = codes(some.cycles(), tables, classes);
        int[] known = Rows.where(codes.length, row -> codes[row] >= 0);
        int[] truth = Rows.pick(codes, known);
        Signals signals =
                Signals.of(
                        CycleCut.joined(tables),
                        work.question().target(),
                        column -> Leaks.tells(ClassWork.codes(Rows.pick(column, known)), truth));
        Signals chosen = withoutCounters(signals, tables);
        if (chosen.used().isEmpty()) {
            throw Refusal.invalid("No signal is left to tell the classes by.");
        }
        return chosen;
    }

    /** Evenly, with the last sample: what is known at the end only is set there. */
    private static SampleTable thinned(SampleTable cycle, int rowsMax) {
        int step = Math.ceilDiv(cycle.rows(), rowsMax);
        int last = cycle.rows() - 1;
        int[] rows = Rows.where(cycle.rows(), row -> (last - row) % step == 0);
        return new SampleTable(
                Arrays.stream(rows).mapToLong(row -> cycle.times()[row]).toArray(),
                cycle.signals(),
                Rows.pick(cycle.columns(), rows));
    }

    /** The class of each sample is that of its cycle. */
    private static int[] codes(List<Cycle> cycles, List<SampleTable> tables, List<String> classes) {
        int[] codes =
                ClassTrial.codes(cycles.stream().map(Cycle::truth).toArray(String[]::new), classes);
        int[] rows = new int[tables.stream().mapToInt(SampleTable::rows).sum()];
        int at = 0;
        for (int i = 0; i < codes.length; i++) {
            int rowsOfCycle = tables.get(i).rows();
            Arrays.fill(rows, at, at + rowsOfCycle, codes[i]);
            at += rowsOfCycle;
        }
        return rows;
    }

    /** What rises from every cycle to the next one names cycles: neighbours would be told by it. */
    private static Signals withoutCounters(Signals signals, List<SampleTable> cycles) {
        var used = new ArrayList<String>();
        var withheld = new ArrayList<>(signals.withheld());
        for (String signal : signals.used()) {
            if (rises(signal, cycles)) {
                withheld.add(new Withheld(signal, Withheld.Reason.ID));
            } else {
                used.add(signal);
            }
        }
        return new Signals(used, withheld);
    }

    private static boolean rises(String signal, List<SampleTable> cycles) {
        double before = Double.NEGATIVE_INFINITY;
        for (SampleTable cycle : cycles) {
            double low = Double.POSITIVE_INFINITY;
            double high = Double.NEGATIVE_INFINITY;
            for (double value : cycle.column(signal)) {
                low = value < low ? value : low;
                high = value > high ? value : high;
            }
            if (low < before || high <= before) {
                return false;
            }
            before = Math.max(before, high);
        }
        return true;
    }
}
