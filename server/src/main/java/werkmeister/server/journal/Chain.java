package werkmeister.server.journal;

import werkmeister.units.Sha256;

import java.util.Arrays;
import java.util.Optional;

/** Walks along the entries and says of each whether it continues the chain. */
final class Chain {
    private final EntryHash layout = new EntryHash();
    private long sequence;
    private byte[] last;
    private Sha256 head;

    Chain(long sequence, byte[] last) {
        this.sequence = sequence;
        this.last = last;
        this.head = Row.sha256(last);
    }

    /** Takes the next row as a link of the chain, or says why it is none. */
    Optional<String> fault(Row row) {
        if (row.sequence() != sequence + 1) {
            return Optional.of(
                    "entry %d is missing; the next one is %d"
                            .formatted(sequence + 1, row.sequence()));
        }
        if (!Arrays.equals(row.previous(), last)) {
            return Optional.of("it does not name the hash of entry %d".formatted(sequence));
        }
        if (!Arrays.equals(row.hash(), layout.of(row))) {
            return Optional.of("its content does not match its hash");
        }
        sequence = row.sequence();
        last = row.hash();
        return Optional.empty();
    }

    /** The row just taken, as an entry. */
    Journal.Entry entry(Row row) {
        var entry = row.entry(head);
        head = entry.hash();
        return entry;
    }

    long sequence() {
        return sequence;
    }

    byte[] last() {
        return last;
    }
}
