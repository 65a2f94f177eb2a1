package werkmeister.bench.journal;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Contest;
import werkmeister.server.journal.Journal;
import werkmeister.server.journal.Journals;
import werkmeister.server.loop.Cloud;

import java.util.Optional;

/**
 * From a closed journal to a control loop that takes commands: the lock, the newest snapshot, and
 * the entries after it checked, read as JSON and applied.
 */
final class OpenContest implements Contest {
    private final Bench bench;
    private final LongJournal journal;
    private final boolean withSnapshot;

    private OpenContest(Bench bench, LongJournal journal, boolean withSnapshot) {
        this.bench = bench;
        this.journal = journal;
        this.withSnapshot = withSnapshot;
    }

    /** As after an orderly stop: the snapshot says it all. */
    static OpenContest fromSnapshot(Bench bench, LongJournal journal) {
        return new OpenContest(bench, journal, true);
    }

    /** As if there had never been a snapshot. */
    static OpenContest byReplay(Bench bench, LongJournal journal) {
        return new OpenContest(bench, journal, false);
    }

    private record Opened(Journal journal, Cloud cloud) implements AutoCloseable {
        @Override
        public void close() {
            cloud.close();
            journal.close();
        }
    }

    @Override
    public Lap lap() throws Exception {
        if (withSnapshot) {
            return Lap.alone(open());
        }
        var read = bench.pace().timed(() -> BareSelect.all(journal.file()));
        journal.forgetSnapshots();
        return Lap.of(open(), read.seconds());
    }

    /** Closing keeps a snapshot where there was none. */
    private double open() throws Exception {
        var timed =
                bench.pace()
                        .timed(() -> {
                            var clock = bench.shell().clock();
                            var opened = Journals.open(journal.folder(), Optional.empty(), clock);
                            return new Opened(opened, Cloud.open(opened, clock));
                        });
        try (var opened = timed.made()) {
            if (opened.journal().size() != journal.events()) {
                throw new IllegalStateException("The journal lost entries.");
            }
        }
        return timed.seconds();
    }
}
