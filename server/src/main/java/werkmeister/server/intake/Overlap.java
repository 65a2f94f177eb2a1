package werkmeister.server.intake;

import werkmeister.plant.control.Novelty;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * New files beside those that a machine has already: which readings are new, which are the same,
 * and which are corrected. A new file at a time is in memory, and what lies under it.
 */
final class Overlap {
    private final SampleStore store;
    private final List<SampleFile> known;
    private final List<String> signals;

    private Overlap(SampleStore store, List<SampleFile> known, List<String> signals) {
        this.store = store;
        this.known = known;
        this.signals = signals;
    }

    /**
     * Compares them.
     *
     * @param values readings in the new files, where nothing overlaps
     */
    static Novelty of(
            SampleStore store,
            List<SampleFile> known,
            List<SampleFile> fresh,
            List<String> signals,
            long values) {
        if (fresh.stream().allMatch(file -> known.stream().noneMatch(old -> meet(old, file)))) {
            return new Novelty(values, 0, 0);
        }
        var overlap = new Overlap(store, known, signals);
        return fresh.stream().map(overlap::of).reduce(new Novelty(0, 0, 0), Novelty::plus);
    }

    private static boolean meet(SampleFile one, SampleFile other) {
        return !one.last().isBefore(other.first()) && !other.last().isBefore(one.first());
    }

    /** Whether a machine has every reading of these samples already, each with the same value. */
    static boolean isNothingNew(SampleStore store, List<SampleFile> known, SampleTable samples) {
        var span = new TimeSpan(instant(samples.times()[0]), instant(last(samples) + 1));
        List<SampleFile> under =
                known.stream()
                        .filter(old ->
                                old.first().isBefore(span.to())
                                        && !old.last().isBefore(span.from()))
                        .toList();
        if (under.isEmpty()) {
            return false;
        }
        var novelty = new Overlap(store, known, samples.signals()).of(samples, under, span);
        return novelty.added() + novelty.changed() == 0;
    }

    private static long last(SampleTable samples) {
        return samples.times()[samples.rows() - 1];
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }

    private Novelty of(SampleFile file) {
        var span = new TimeSpan(file.first(), file.last().plusNanos(1_000));
        SampleTable now = store.read(List.of(file), signals, span);
        List<SampleFile> under = known.stream().filter(old -> meet(old, file)).toList();
        return of(now, under, span);
    }

    private Novelty of(SampleTable now, List<SampleFile> under, TimeSpan span) {
        SampleTable before = store.read(under, signals, span);
        long added = 0;
        long same = 0;
        long changed = 0;
        int old = 0;
        for (int row = 0; row < now.rows(); row++) {
            long time = now.times()[row];
            while (old < before.rows() && before.times()[old] < time) {
                old++;
            }
            boolean there = old < before.rows() && before.times()[old] == time;
            for (int c = 0; c < now.columns().length; c++) {
                double value = now.columns()[c][row];
                double other = there ? before.columns()[c][old] : Double.NaN;
                if (!Double.isNaN(value)) {
                    added += Double.isNaN(other) ? 1 : 0;
                    same += value == other ? 1 : 0;
                    changed += !Double.isNaN(other) && value != other ? 1 : 0;
                }
            }
        }
        return new Novelty(added, same, changed);
    }
}
