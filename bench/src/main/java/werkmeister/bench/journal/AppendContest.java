package werkmeister.bench.journal;

import werkmeister.bench.harness.Contest;
import werkmeister.bench.harness.Pace;
import werkmeister.server.journal.Journal;

/** So many events a commit, again and again: into the journal, and bare. */
record AppendContest(Pace pace, Journal journal, BareInserts bare, int group) implements Contest {
    @Override
    public Lap lap() throws Exception {
        double floor = pace.perSecond(() -> bare.commit(group));
        double ours = pace.perSecond(this::append);
        return Lap.of(ours, floor);
    }

    private long append() {
        return journal.append(SampleEvent.drafts(journal.size(), group)).size();
    }

    @Override
    public void close() throws Exception {
        try (bare) {
            journal.close();
        }
    }
}
