package werkmeister.plant.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashSet;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;

/**
 * Files that become durable together: each is written beside its place, all are synced, then all
 * are renamed, then each folder is synced once. Syncing at the end lets the disk write many files
 * at once.
 */
final class FileBatch implements AutoCloseable {
    private static final String UNFINISHED = ".part";

    private final Path root;
    private final Set<Path> targets = new LinkedHashSet<>();
    private final TreeSet<Path> folders = new TreeSet<>();

    FileBatch(Path root) {
        this.root = root;
    }

    /**
     * Writes the bytes beside their place; nothing is visible before {@link #commit}. Several
     * threads may add.
     */
    void add(String path, byte[] bytes) throws IOException {
        Path target = root.resolve(path);
        register(target);
        Files.write(unfinished(target), bytes);
    }

    private synchronized void register(Path target) throws IOException {
        makeFolders(folder(target));
        targets.add(target);
    }

    void commit() throws IOException {
        for (Path target : targets) {
            try (var channel = FileChannel.open(unfinished(target), StandardOpenOption.WRITE)) {
                channel.force(true);
            }
        }
        for (Path target : targets) {
            Files.move(unfinished(target), target, StandardCopyOption.ATOMIC_MOVE);
        }
        for (Path folder : folders) {
            sync(folder);
        }
        targets.clear();
    }

    /** Makes the names in the folder of a file durable. */
    static void syncFolderOf(Path file) throws IOException {
        sync(folder(file));
    }

    /** Removes what was not committed. */
    @Override
    public void close() throws IOException {
        for (Path target : targets) {
            Files.deleteIfExists(unfinished(target));
        }
        targets.clear();
    }

    private static void sync(Path folder) throws IOException {
        try (var channel = FileChannel.open(folder, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /**
     * A folder that is made must itself be durable in its parent, up to the first that is there.
     */
    private void makeFolders(Path folder) throws IOException {
        if (!folders.add(folder) || Files.isDirectory(folder)) {
            return;
        }
        Path parent = folder.toAbsolutePath().getParent();
        if (parent != null) {
            makeFolders(parent);
        }
        Files.createDirectories(folder);
    }

    private static Path folder(Path file) {
        return Objects.requireNonNull(file.getParent(), "A file of the store lies in a folder.");
    }

    private static Path unfinished(Path target) {
        return target.resolveSibling(target.getFileName() + UNFINISHED);
    }
}
