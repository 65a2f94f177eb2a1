package werkmeister.cli.terminal;

import org.jspecify.annotations.Nullable;

import java.io.PrintStream;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/**
 * How far something long has come, on standard error: a bar that is drawn over where a person looks
 * on, a plain line now and then where a file does. Nothing is shown of what is done quickly.
 */
public final class Progress implements AutoCloseable {
    private static final Duration SHOWN_AFTER = Duration.ofMillis(500);
    private static final Duration DRAWN_EVERY = Duration.ofMillis(100);
    private static final Duration TOLD_AFTER = Duration.ofSeconds(2);
    private static final Duration TOLD_EVERY = Duration.ofSeconds(15);
    private static final int BAR = 24;

    private final PrintStream err;
    private final InstantSource clock;
    private final boolean terminal;
    private final int columns;
    private final String label;
    private final long total;
    private Instant next;
    private boolean drawn;
    private @Nullable Thread ticker;

    /** Starts one. A total of 0 or less says that nobody knows it. */
    public Progress(Shell shell, String label, long total) {
        this.err = shell.err();
        this.clock = shell.clock();
        this.terminal = shell.terminal();
        this.columns = shell.columns();
        this.label = label;
        this.total = total;
        this.next = clock.instant().plus(terminal ? SHOWN_AFTER : TOLD_AFTER);
    }

    public void at(long done) {
        at(done, "");
    }

    /** So much is done; the note says what is going on. */
    public synchronized void at(long done, String note) {
        var now = clock.instant();
        if (now.isBefore(next)) {
            return;
        }
        if (terminal) {
            next = now.plus(DRAWN_EVERY);
            err.print("\r" + fitted(bar(done) + label + (note.isEmpty() ? "" : "  " + note)));
            err.print("\u001b[K");
            err.flush();
            drawn = true;
        } else {
            next = now.plus(TOLD_EVERY);
            err.println(share(done) + label + (note.isEmpty() ? "" : "  " + note));
        }
    }

    /** Shows that something goes on, of which nobody knows how far it has come. */
    public Progress ticking() {
        ticker =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                while (true) {
                                    Thread.sleep(DRAWN_EVERY);
                                    at(0);
                                }
                            } catch (InterruptedException _) {
                                Thread.currentThread().interrupt();
                            }
                        });
        return this;
    }

    /** Takes the bar away. */
    @Override
    public synchronized void close() {
        if (ticker != null) {
            ticker.interrupt();
            ticker = null;
        }
        if (drawn) {
            err.print("\r\u001b[K");
            err.flush();
            drawn = false;
        }
    }

    private String bar(long done) {
        if (total <= 0) {
            return "";
        }
        int full = (int) (BAR * Math.min(done, total) / total);
        return "█".repeat(full) + "░".repeat(BAR - full) + " " + share(done);
    }

    private String share(long done) {
        return total <= 0 ? "" : "%3d %%  ".formatted(100 * Math.min(done, total) / total);
    }

    private String fitted(String line) {
        return line.length() < columns ? line : line.substring(0, Math.max(0, columns - 1));
    }
}
