package werkmeister.server.loop;

import werkmeister.server.journal.Journal;
import werkmeister.server.json.Json;
import werkmeister.units.Sha256;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * Keeps the state beside the journal now and then, in a thread of its own: writing down what
 * hundreds of thousands of jobs amount to takes longer than thousands of commands, and none of them
 * should wait for it. A state that was not kept costs nothing but a longer replay.
 */
final class Keeper {
    /** A snapshot is kept after this many events, */
    static final int EVENTS_PER_SNAPSHOT = 20_000;

    /**
     * and not before the journal has grown by this share: a snapshot holds the whole state, so that
     * in a long journal keeping one every so many events took longer than all the commands. To
     * replay a third of the journal takes hardly longer than to read a state of all of it.
     */
    private static final double GROWTH_PER_SNAPSHOT = 0.5;

    private final Journal journal;
    private long last;
    private CompletableFuture<Void> writing = CompletableFuture.completedFuture(null);

    /**
     * @param last the entry that the newest snapshot was taken after; 0: there is none
     */
    Keeper(Journal journal, long last) {
        this.journal = journal;
        this.last = last;
    }

    /** To be asked by the thread that appends, when the books are where the journal is. */
    void keepIfDue(Books books) {
        if (writing.isDone()) {
            requireKept();
            if (due(last, journal.size())) {
                begin(books);
            }
        }
    }

    static boolean due(long last, long now) {
        return now - last >= Math.max(EVENTS_PER_SNAPSHOT, GROWTH_PER_SNAPSHOT * last);
    }

    /** The last one, when nobody appends any more. */
    void finish(Books books) {
        requireKept();
        if (journal.size() > last) {
            begin(books);
            requireKept();
        }
    }

    private void begin(Books books) {
        last = journal.size();
        var head = journal.head();
        Books.State state = books.state();
        long sequence = last;
        writing =
                CompletableFuture.runAsync(
                        () -> keep(sequence, head, state),
                        task -> Thread.ofPlatform().name("snapshot").daemon().start(task));
    }

    private void keep(long sequence, Sha256 head, Books.State state) {
        journal.keep(new Journal.Snapshot(sequence, head, Json.bytes(state)));
    }

    private void requireKept() {
        try {
            writing.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof RuntimeException why) {
                throw why;
            }
            throw e;
        }
    }
}
