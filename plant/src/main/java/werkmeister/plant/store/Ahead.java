package werkmeister.plant.store;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;

/**
 * Makes one thing after another, the next while the caller still looks at the one before. What
 * fails on the way fails where it would have been handed on.
 */
final class Ahead<S, T> implements AutoCloseable {
    private final Deque<S> sources;
    private final Function<S, T> making;
    private CompletableFuture<T> next = new CompletableFuture<>();
    private boolean started;

    Ahead(List<S> sources, Function<S, T> making) {
        this.sources = new ArrayDeque<>(sources);
        this.making = making;
    }

    boolean hasNext() {
        return started || !sources.isEmpty();
    }

    T next() {
        if (!started) {
            start();
        }
        CompletableFuture<T> made = next;
        started = false;
        try {
            T found = made.join();
            if (!sources.isEmpty()) {
                start();
            }
            return found;
        } catch (CompletionException e) {
            throw e.getCause() instanceof RuntimeException cause ? cause : e;
        }
    }

    private void start() {
        S source = sources.removeFirst();
        started = true;
        next = new CompletableFuture<>();
        CompletableFuture<T> making = next;
        Thread.ofVirtual().start(() -> complete(making, source));
    }

    private void complete(CompletableFuture<T> made, S source) {
        try {
            made.complete(making.apply(source));
        } catch (RuntimeException | Error e) {
            made.completeExceptionally(e);
        }
    }

    /** Waits for what is still being made, so that nobody reads files after the caller has left. */
    @Override
    public void close() {
        if (started) {
            next.exceptionally(_ -> null).join();
        }
    }
}
