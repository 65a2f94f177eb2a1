package werkmeister.server.intake;

import werkmeister.plant.ingest.SampleSink;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.plant.store.SampleWriting;
import werkmeister.plant.table.QualityColumns;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The samples of a file on their way into the store; nothing is visible before the commit. */
final class Keeping implements SampleSink, AutoCloseable {
    private final SampleStore store;
    private final Machine machine;
    private final Set<String> ignored;
    private SampleWriting writing;
    private final Set<String> signals = new LinkedHashSet<>();
    private long rows;
    private long values;
    private long first;
    private long last;

    Keeping(SampleStore store, Machine machine, Set<String> ignored) {
        this.store = store;
        this.machine = machine;
        this.ignored = ignored;
        this.writing = store.writing(machine.tenant(), machine.id());
    }

    @Override
    public void begin() {
        writing.close();
        writing = store.writing(machine.tenant(), machine.id());
        signals.clear();
        rows = 0;
        values = 0;
        first = Long.MAX_VALUE;
        last = Long.MIN_VALUE;
    }

    @Override
    public void block(SampleTable samples) {
        if (samples.rows() == 0) {
            return;
        }
        List<String> wanted = samples.signals().stream().filter(this::isWanted).toList();
        signals.addAll(wanted);
        writing.add(wanted.size() == samples.signals().size() ? samples : samples.select(wanted));
        rows += samples.rows();
        wanted.forEach(name -> values += present(samples.column(name)));
        first = Math.min(first, samples.times()[0]);
        last = Math.max(last, samples.times()[samples.rows() - 1]);
    }

    private static long present(double[] column) {
        long count = 0;
        for (double value : column) {
            count += Double.isNaN(value) ? 0 : 1;
        }
        return count;
    }

    /** Who ignores a signal ignores the codes of its quality, too. */
    private boolean isWanted(String name) {
        return !ignored.contains(name)
                && ignored.stream()
                        .noneMatch(signal -> name.equals(signal + QualityColumns.COMPANION));
    }

    List<SampleFile> commit() {
        return writing.commit();
    }

    /** The signals that are kept, and the codes of their quality. */
    List<String> signals() {
        return List.copyOf(signals);
    }

    long rows() {
        return rows;
    }

    /** Readings that are kept. */
    long values() {
        return values;
    }

    /** Microseconds since the epoch of the first sample; of no meaning without rows. */
    long first() {
        return first;
    }

    long last() {
        return last;
    }

    @Override
    public void close() {
        writing.close();
    }
}
