package werkmeister.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/**
 * Files that did not get their name yet. A server that lives may be writing one: it joins small
 * files in the background.
 */
final class HalfWritten {
    private static final Duration SOON = Duration.ofSeconds(15);

    private HalfWritten() {}

    /** Those that are left when a server has had the time to finish them. */
    static List<String> leftIn(Path folder) {
        long end = System.nanoTime() + SOON.toNanos();
        List<String> left = in(folder);
        while (!left.isEmpty() && System.nanoTime() < end) {
            pause();
            left = in(folder);
        }
        return left;
    }

    private static List<String> in(Path folder) {
        if (!Files.exists(folder)) {
            return List.of();
        }
        try (var files = Files.walk(folder)) {
            return files.filter(Files::isRegularFile)
                    .map(Path::toString)
                    .filter(file -> file.matches(".*\\.(part|tmp)") || file.contains("incoming"))
                    .toList();
        } catch (IOException | UncheckedIOException e) {
            // A file that got its name meanwhile was unfinished when it was listed.
            return List.of(e.toString());
        }
    }

    private static void pause() {
        try {
            Thread.sleep(20);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
