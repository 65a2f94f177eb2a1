package werkmeister.bench.live;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/** Durable files and nothing else: each is written, synced, and so is its folder. */
final class BareFiles {
    private final Path folder;
    private final int bytes;

    BareFiles(Path folder, int bytes) {
        this.folder = folder;
        this.bytes = bytes;
    }

    /** Writes the next file of a source. */
    long write(int source, int turn) throws IOException {
        Path own = Files.createDirectories(folder.resolve("source-" + source));
        Path file = own.resolve(Integer.toString(turn));
        try (var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.allocate(bytes));
            channel.force(true);
        }
        try (var channel = FileChannel.open(own, StandardOpenOption.READ)) {
            channel.force(true);
        }
        return 1;
    }
}
