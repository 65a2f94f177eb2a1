package werkmeister.server.journal;

import werkmeister.server.journal.Journal.Snapshot;
import werkmeister.units.Sha256;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The snapshots of a journal, one file each: 24 bytes "werkmeister snapshot 1\n" and a zero, the
 * sequence (8), the head (32), the state, and the SHA-256 of all of that (32).
 */
record SnapshotFolder(Path folder) {
    /** The newest, and one to fall back to when the newest turns out to be broken. */
    private static final int KEPT = 2;

    private static final byte[] MAGIC =
            Arrays.copyOf("werkmeister snapshot 1\n".getBytes(StandardCharsets.US_ASCII), 24);
    private static final int HASH_BYTES = 32;
    private static final int AROUND_STATE = MAGIC.length + Long.BYTES + 2 * HASH_BYTES;

    Optional<Snapshot> newest() {
        for (var file : files()) {
            try {
                var snapshot = parse(Files.readAllBytes(file));
                if (snapshot.isPresent()) {
                    return snapshot;
                }
                report(file, "its content does not match its hash");
            } catch (IOException e) {
                report(file, e.toString());
            }
        }
        return Optional.empty();
    }

    private static void report(Path file, String why) {
        System.getLogger(SnapshotFolder.class.getName())
                .log(
                        System.Logger.Level.WARNING,
                        "The snapshot (%s) is passed over: %s. The journal is replayed from an earlier one."
                                .formatted(file, why));
    }

    void keep(Snapshot snapshot) {
        try {
            Files.createDirectories(folder);
            var file = folder.resolve("journal-%019d.snapshot".formatted(snapshot.sequence()));
            var part = folder.resolve("snapshot.part");
            try (var channel =
                    FileChannel.open(
                            part,
                            StandardOpenOption.CREATE,
                            StandardOpenOption.WRITE,
                            StandardOpenOption.TRUNCATE_EXISTING)) {
                for (var bytes = ByteBuffer.wrap(bytes(snapshot)); bytes.hasRemaining(); ) {
                    channel.write(bytes);
                }
                channel.force(true);
            }
            Files.move(part, file, StandardCopyOption.ATOMIC_MOVE);
            try (var names = FileChannel.open(folder, StandardOpenOption.READ)) {
                names.force(true);
            }
            for (var old : files().stream().skip(KEPT).toList()) {
                Files.delete(old);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The snapshot of entry (%d) could not be kept in (%s)."
                            .formatted(snapshot.sequence(), folder),
                    e);
        }
    }

    /** Newest first. */
    private List<Path> files() {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.list(folder)) {
            return files.filter(file ->
                            file.getFileName().toString().matches("journal-\\d{19}\\.snapshot"))
                    .sorted(Comparator.reverseOrder())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The snapshots in (%s) cannot be listed.".formatted(folder), e);
        }
    }

    private static byte[] bytes(Snapshot snapshot) {
        var bytes =
                ByteBuffer.allocate(AROUND_STATE + snapshot.state().length)
                        .put(MAGIC)
                        .putLong(snapshot.sequence())
                        .put(HexFormat.of().parseHex(snapshot.head().value()))
                        .put(snapshot.state());
        var digest = Sha256.digest();
        digest.update(bytes.array(), 0, bytes.position());
        return bytes.put(digest.digest()).array();
    }

    private static Optional<Snapshot> parse(byte[] bytes) {
        var digest = Sha256.digest();
        int end = bytes.length - HASH_BYTES;
        if (bytes.length < AROUND_STATE
                || !Arrays.equals(bytes, 0, MAGIC.length, MAGIC, 0, MAGIC.length)) {
            return Optional.empty();
        }
        digest.update(bytes, 0, end);
        if (!Arrays.equals(digest.digest(), Arrays.copyOfRange(bytes, end, bytes.length))) {
            return Optional.empty();
        }
        var in = ByteBuffer.wrap(bytes, MAGIC.length, end - MAGIC.length);
        long sequence = in.getLong();
        var head = new byte[HASH_BYTES];
        in.get(head);
        var state = new byte[in.remaining()];
        in.get(state);
        return Optional.of(new Snapshot(sequence, Row.sha256(head), state));
    }
}
