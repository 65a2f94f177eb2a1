package werkmeister.plant.ingest;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * Work that another thread does while the caller goes on: one piece at a time, in order. What fails
 * there fails here at the next piece or at the end.
 */
final class Alongside implements AutoCloseable {
    private final ExecutorService thread =
            Executors.newSingleThreadExecutor(Thread.ofPlatform().daemon().factory());
    private Future<?> work = CompletableFuture.completedFuture(null);

    /** Waits for the piece before, so that no more than one is in memory, and goes on. */
    void take(Runnable next) {
        settle();
        work = thread.submit(next);
    }

    /** Waits for what was taken last. */
    void settle() {
        try {
            work.get();
        } catch (ExecutionException e) {
            switch (e.getCause()) {
                case RuntimeException failed -> throw failed;
                case Error failed -> throw failed;
                case null, default -> throw new IllegalStateException(e);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("Reading was interrupted.", e);
        }
    }

    @Override
    public void close() {
        thread.close();
    }
}
