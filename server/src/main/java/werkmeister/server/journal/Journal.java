package werkmeister.server.journal;

import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * Everything that has happened, in order: entries are numbered from 1, each carries the hash of the
 * one before, and none is acknowledged before it is durable. One thread appends; any thread reads.
 */
public interface Journal extends AutoCloseable {
    /** What the first entry names as the hash before it. */
    Sha256 GENESIS = new Sha256("0".repeat(64));

    /**
     * One payload has at most this many characters; bulk data belongs in files that an entry names
     * with their hash.
     */
    int PAYLOAD_CHARS_MAX = 16 << 20;

    /** One append has at most this many drafts: the control loop groups hundreds, not millions. */
    int DRAFTS_PER_APPEND_MAX = 100_000;

    /** One read returns at most this many entries. */
    int ENTRIES_PER_READ_MAX = 10_000;

    /**
     * An entry to be. The tenant is "" for what belongs to the site itself; the payload is JSON
     * text, kept to the byte; the time is kept to the microsecond.
     */
    record Draft(Instant at, String tenant, String actor, String type, String payload) {
        public Draft {
            at = microseconds(at);
            check("tenant", tenant);
            check("actor", actor);
            check("type", type);
            check("payload", payload);
            if (type.isEmpty()) {
                throw Refusal.invalid("A journal entry needs a type; the one given is empty.");
            }
            if (payload.length() > PAYLOAD_CHARS_MAX) {
                throw Refusal.capacity(
                        "The payload of a journal entry of type (%s) has (%d) characters; at most %d are kept: put bulk data in a file."
                                .formatted(type, payload.length(), PAYLOAD_CHARS_MAX));
            }
        }

        private static Instant microseconds(Instant at) {
            try {
                return Instant.EPOCH.plus(
                        ChronoUnit.MICROS.between(Instant.EPOCH, at), ChronoUnit.MICROS);
            } catch (ArithmeticException | DateTimeException e) {
                throw new Refusal(
                        Refusal.Kind.INVALID,
                        "The time (%s) of a journal entry does not fit into microseconds since 1970; check the clock."
                                .formatted(at));
            }
        }

        /** What has no UTF-8 form cannot be hashed, and PostgreSQL keeps no NUL. */
        private static void check(String field, String text) {
            for (int i = 0; i < text.length(); i++) {
                char c = text.charAt(i);
                boolean paired =
                        Character.isHighSurrogate(c)
                                && i + 1 < text.length()
                                && Character.isLowSurrogate(text.charAt(i + 1));
                if (c == 0 || (Character.isSurrogate(c) && !paired)) {
                    throw Refusal.invalid(
                            "The %s of a journal entry has a character (U+%04X) at position (%d) that cannot be stored; escape it in the JSON text."
                                    .formatted(field, (int) c, i));
                }
                if (paired) {
                    i++;
                }
            }
        }
    }

    /** An entry as it stands in the journal; docs/journal.md says how the hash is taken. */
    record Entry(
            long sequence,
            Instant at,
            String tenant,
            String actor,
            String type,
            String payload,
            Sha256 previous,
            Sha256 hash) {}

    /** What the whole journal amounted to after some entry. The head is that entry's hash. */
    record Snapshot(long sequence, Sha256 head, byte[] state) {
        public Snapshot {
            if (sequence < 1) {
                throw Refusal.invalid(
                        "A snapshot needs at least one entry before it; its sequence is (%d)."
                                .formatted(sequence));
            }
        }
    }

    /**
     * The outcome of checking every entry from the first: how many stand in an unbroken chain, and
     * where it breaks.
     */
    record Verification(long events, Sha256 head, Optional<Break> firstBreak) {
        /** The first entry that is not what was written, and why we say so. */
        public record Break(long sequence, String why) {}

        public boolean ok() {
            return firstBreak.isEmpty();
        }
    }

    /**
     * Appends all or nothing in one transaction; when it returns, the entries survive the loss of
     * power. After the first {@link JournalFailed} every later call fails as well: only a restart
     * tells what was kept.
     */
    List<Entry> append(List<Draft> drafts);

    /** The sequence of the last entry; 0 when there is none. */
    long size();

    /** The hash of the last entry; {@link #GENESIS} when there is none. */
    Sha256 head();

    /**
     * Reads on from the entry after the one named, checking the chain; a break is a Refusal that
     * names file and sequence.
     */
    void replay(long after, Consumer<Entry> each);

    /**
     * Some entries after the one named, of one tenant or of all, each checked against its own hash.
     */
    List<Entry> read(long after, int limit, Optional<String> tenant);

    /** The newest snapshot that is whole; a broken one is reported in the log and passed over. */
    Optional<Snapshot> snapshot();

    /** Keeps a snapshot beside the journal; the two newest stay. */
    void keep(Snapshot snapshot);

    /** Checks the whole journal and says where it breaks; changes nothing. */
    Verification verify();

    @Override
    void close();
}
