package werkmeister.server.journal;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.InstantSource;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The one writer's claim on a data folder; the operating system drops it when the process ends,
 * however it ends.
 */
final class FolderLock implements AutoCloseable {
    /**
     * The folders that this process holds. POSIX drops all locks of a process on a file as soon as
     * any of its descriptors is closed, so a second attempt in the same process must not even open
     * the file.
     */
    private static final Set<Path> HELD = ConcurrentHashMap.newKeySet();

    private final Path folder;
    private final FileChannel channel;

    private FolderLock(Path folder, FileChannel channel) {
        this.folder = folder;
        this.channel = channel;
    }

    static FolderLock take(Path data, InstantSource clock) throws IOException {
        var folder = data.toRealPath();
        if (!HELD.add(folder)) {
            throw taken(folder, "this process");
        }
        try {
            return new FolderLock(folder, lock(folder, clock));
        } catch (IOException | RuntimeException e) {
            HELD.remove(folder);
            throw e;
        }
    }

    private static FileChannel lock(Path folder, InstantSource clock) throws IOException {
        var file = folder.resolve("journal.lock");
        var channel =
                FileChannel.open(
                        file,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        try {
            if (channel.tryLock() == null) {
                throw taken(folder, Files.readString(file).strip());
            }
            var note =
                    "process %d since %s%n"
                            .formatted(ProcessHandle.current().pid(), clock.instant());
            channel.truncate(0);
            channel.write(ByteBuffer.wrap(note.getBytes(StandardCharsets.UTF_8)), 0);
            return channel;
        } catch (IOException | RuntimeException e) {
            channel.close();
            throw e;
        }
    }

    private static Refusal taken(Path folder, String holder) {
        return Refusal.conflict(
                "The data folder (%s) is already in use by another Werkmeister (%s); stop that one first, or name another folder."
                        .formatted(folder, holder.isEmpty() ? "unknown process" : holder));
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            System.getLogger(FolderLock.class.getName())
                    .log(
                            System.Logger.Level.WARNING,
                            "The lock of the data folder (%s) did not close: %s"
                                    .formatted(folder, e));
        } finally {
            HELD.remove(folder);
        }
    }
}
