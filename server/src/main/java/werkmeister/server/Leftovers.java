package werkmeister.server;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.Set;

/**
 * What a server that was killed left unfinished: files that did not get their name. Removed before
 * the next server takes up work, by the one that holds the lock.
 *
 * <p>A finished file that the journal does not know stays: it costs nothing but space, and a
 * journal that was restored from a backup may be older than the samples.
 */
final class Leftovers extends SimpleFileVisitor<Path> {
    private final Path data;
    private final Set<String> openJobs;

    private Leftovers(Path data, Set<String> openJobs) {
        this.data = data;
        this.openJobs = openJobs;
    }

    /**
     * Removes them.
     *
     * @param openJobs whose workers may still be at work: their folders are theirs
     */
    static void remove(Path data, Set<String> openJobs) {
        try {
            Files.walkFileTree(data, new Leftovers(data, openJobs));
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The data folder (%s) cannot be tidied up.".formatted(data), e);
        }
    }

    @Override
    public FileVisitResult preVisitDirectory(Path folder, BasicFileAttributes attributes) {
        Path place = data.relativize(folder);
        boolean atWork =
                place.getNameCount() == 2
                        && place.startsWith("jobs")
                        && openJobs.contains(place.getFileName().toString());
        return atWork ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
        if (isUnfinished(file.getFileName().toString())) {
            Files.deleteIfExists(file);
        }
        return FileVisitResult.CONTINUE;
    }

    /** A file that vanishes meanwhile is what was wanted. */
    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
        if (e instanceof NoSuchFileException) {
            return FileVisitResult.CONTINUE;
        }
        throw e;
    }

    private static boolean isUnfinished(String name) {
        return name.endsWith(".part") || name.endsWith(".tmp");
    }
}
