package werkmeister.server.http;

import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/**
 * What happens, while it happens: the journal's entries as server-sent events.
 *
 * <p>A stream reads the journal from its own place onwards and keeps nothing in memory, so a slow
 * listener costs others nothing. One that takes no bytes for {@link #PATIENCE} is cut off; it comes
 * back with Last-Event-ID and misses nothing.
 */
final class EventStreams implements AutoCloseable {
    /** How long one write may take. */
    static final Duration PATIENCE = Duration.ofSeconds(20);

    /** How often a silent stream shows that it is alive. */
    static final Duration HEARTBEAT = Duration.ofSeconds(15);

    /** Streams open at the same time, of one tenant. */
    static final int STREAMS_OF_A_TENANT_MAX = 64;

    private static final int ENTRIES_A_READ = 500;
    private static final long NOT_WRITING = Long.MAX_VALUE;

    /** Where entries come from. */
    interface Feed {
        /** The sequence of the newest entry. */
        long newest();

        /** Entries after a sequence, oldest first. */
        List<Happened> after(long sequence, int limit, Optional<TenantId> tenant);

        /** Waits until there is an entry after the sequence, or until the time is over. */
        void await(long sequence, Duration longest) throws InterruptedException;
    }

    /** One listener; {@code writingSince} is by nanoTime. */
    private static final class Listener {
        private final Thread thread = Thread.currentThread();
        private final TenantId counted;
        private volatile long writingSince = NOT_WRITING;

        Listener(TenantId counted) {
            this.counted = counted;
        }
    }

    private final Feed feed;
    private final LongSupplier nanoTime;
    private final Duration heartbeat;
    private final Duration patience;
    private final Map<Listener, Boolean> listeners = new ConcurrentHashMap<>();
    private final Thread watch;
    private volatile boolean closed;

    EventStreams(Feed feed, LongSupplier nanoTime, Duration heartbeat, Duration patience) {
        this.feed = feed;
        this.nanoTime = nanoTime;
        this.heartbeat = heartbeat;
        this.patience = patience;
        this.watch = Thread.ofVirtual().name("slow-listeners").start(this::cutOffSlowListeners);
    }

    /**
     * A stream from a place in the journal onwards.
     *
     * @param asks the tenant that asks
     * @param shown the tenant whose entries are shown, empty for all
     * @param after the last entry that the listener has seen
     */
    Reply stream(TenantId asks, Optional<TenantId> shown, OptionalLong after) {
        if (listeners.keySet().stream().filter(one -> one.counted.equals(asks)).count()
                >= STREAMS_OF_A_TENANT_MAX) {
            throw Refusal.capacity(
                    "Tenant (%s) listens to %d streams of events already: close one."
                            .formatted(asks, STREAMS_OF_A_TENANT_MAX));
        }
        long from = after.orElseGet(feed::newest);
        return new Reply.Bytes(
                "text/event-stream",
                OptionalLong.empty(),
                Optional.empty(),
                Map.of("X-Accel-Buffering", "no"),
                out -> listen(asks, shown, from, out));
    }

    /** Streams that are open now. */
    int listening() {
        return listeners.size();
    }

    /** Ends every stream. */
    @Override
    public void close() {
        closed = true;
        watch.interrupt();
        listeners.keySet().forEach(listener -> listener.thread.interrupt());
    }

    private void listen(TenantId asks, Optional<TenantId> shown, long from, OutputStream out)
            throws IOException {
        var listener = new Listener(asks);
        listeners.put(listener, true);
        try {
            write(listener, out, "retry: 2000\n\n");
            pump(listener, shown, from, out);
        } catch (InterruptedException e) {
            // The server stops: the stream ends here, the listener resumes elsewhere or later. The
            // thread is not interrupted again, or the end of the answer could not be written.
        } finally {
            listeners.remove(listener);
        }
    }

    private void pump(Listener listener, Optional<TenantId> shown, long from, OutputStream out)
            throws IOException, InterruptedException {
        long seen = from;
        while (!closed) {
            long newest = feed.newest();
            var entries = feed.after(seen, ENTRIES_A_READ, shown);
            var text = new StringBuilder();
            entries.forEach(entry -> text.append(entry.text()));
            if (!text.isEmpty()) {
                write(listener, out, text.toString());
                seen = entries.getLast().sequence();
            }
            if (entries.size() < ENTRIES_A_READ) {
                seen =
                        Math.max(
                                seen,
                                newest); // What others did in between is passed over, not read
                // again.
                feed.await(seen, heartbeat);
                if (feed.newest() <= seen) {
                    write(listener, out, ": alive\n\n");
                }
            }
        }
    }

    private void write(Listener listener, OutputStream out, String text) throws IOException {
        listener.writingSince = nanoTime.getAsLong();
        try {
            out.write(text.getBytes(StandardCharsets.UTF_8));
            out.flush();
        } finally {
            listener.writingSince = NOT_WRITING;
        }
    }

    /**
     * Interrupting a virtual thread that waits for its socket closes the socket: that is the cut.
     */
    private void cutOffSlowListeners() {
        try {
            while (!closed) {
                Thread.sleep(patience.dividedBy(4));
                long now = nanoTime.getAsLong();
                for (Listener listener : listeners.keySet()) {
                    long since = listener.writingSince;
                    if (since != NOT_WRITING && now - since > patience.toNanos()) {
                        listener.thread.interrupt();
                    }
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // Closed: the thread ends here.
        }
    }
}
