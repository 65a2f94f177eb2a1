package werkmeister.bench.journal;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Contest;
import werkmeister.server.journal.Journal;
import werkmeister.server.journal.Journals;

import java.util.Optional;

/** Checks every entry of a long journal, and the database's own structure. */
final class VerifyContest implements Contest {
    private final Bench bench;
    private final LongJournal longJournal;
    private final Journal journal;

    VerifyContest(Bench bench, LongJournal longJournal) {
        this.bench = bench;
        this.longJournal = longJournal;
        this.journal = Journals.open(longJournal.folder(), Optional.empty(), bench.shell().clock());
    }

    @Override
    public Lap lap() throws Exception {
        var read = bench.pace().timed(() -> BareSelect.all(longJournal.file()));
        var verified = bench.pace().timed(journal::verify);
        if (!verified.made().ok() || verified.made().events() != longJournal.events()) {
            throw new IllegalStateException("The journal is broken: " + verified.made());
        }
        return Lap.of(
                longJournal.events() / verified.seconds(), longJournal.events() / read.seconds());
    }

    @Override
    public void close() {
        journal.close();
    }
}
