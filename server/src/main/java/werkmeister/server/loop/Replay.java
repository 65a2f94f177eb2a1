package werkmeister.server.loop;

import werkmeister.server.journal.Journal;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * Applies a journal's entries to the books. More than half of a replay is making events of JSON,
 * which the other cores do, a batch each, while this one reads on and checks the chain. Events are
 * applied here, in the journal's order.
 */
final class Replay implements AutoCloseable {
    static final int BATCH = 1_000;

    /** Batches that may be under way: enough that no core waits, few enough for any heap. */
    private static final int AHEAD_MAX = 16;

    private final Books books;
    private final ExecutorService cores =
            Executors.newFixedThreadPool(
                    Math.max(1, Runtime.getRuntime().availableProcessors() - 1),
                    Thread.ofPlatform().daemon().name("replay-", 0).factory());
    private final ArrayDeque<CompletableFuture<List<CloudEvent>>> ahead = new ArrayDeque<>();
    private List<Journal.Entry> batch = new ArrayList<>(BATCH);

    private Replay(Books books) {
        this.books = books;
    }

    /** Applies every entry after the one named. */
    static void into(Books books, Journal journal, long after) {
        try (var replay = new Replay(books)) {
            journal.replay(after, replay::take);
            replay.finish();
        }
    }

    private void take(Journal.Entry entry) {
        batch.add(entry);
        if (batch.size() < BATCH) {
            return;
        }
        var full = batch;
        batch = new ArrayList<>(BATCH);
        ahead.add(CompletableFuture.supplyAsync(() -> events(full), cores));
        if (ahead.size() > AHEAD_MAX) {
            applyFirst();
        }
    }

    private void finish() {
        while (!ahead.isEmpty()) {
            applyFirst();
        }
        events(batch).forEach(books::apply);
    }

    private void applyFirst() {
        try {
            ahead.removeFirst().join().forEach(books::apply);
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private static List<CloudEvent> events(List<Journal.Entry> entries) {
        return entries.stream().map(EventNames::event).toList();
    }

    /** What is under way is not needed any more. */
    @Override
    public void close() {
        cores.shutdownNow();
    }
}
