package werkmeister.server.journal;

import werkmeister.units.Sha256;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/**
 * The hash of an entry: SHA-256 over, in this order and big-endian,
 *
 * <ol>
 *   <li>the sequence, 8 bytes,
 *   <li>the time in microseconds since 1970-01-01T00:00Z, 8 bytes, signed,
 *   <li>tenant, actor, type and payload: each its length in bytes as 4 bytes, then its UTF-8 bytes,
 *   <li>the hash of the entry before, 32 bytes; 32 zero bytes for the first.
 * </ol>
 *
 * The lengths make it impossible to move text from one field to the next without changing the hash.
 * An object is used by one thread: the digest is reused.
 */
final class EntryHash {
    private final MessageDigest digest = Sha256.digest();
    private final ByteBuffer number = ByteBuffer.allocate(Long.BYTES);

    byte[] of(Row row) {
        putLong(row.sequence());
        putLong(row.atMicros());
        putText(row.tenant());
        putText(row.actor());
        putText(row.type());
        putText(row.payload());
        digest.update(row.previous());
        return digest.digest();
    }

    private void putLong(long value) {
        digest.update(number.clear().putLong(value).flip());
    }

    private void putText(String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(number.clear().putInt(bytes.length).flip());
        digest.update(bytes);
    }
}
