package werkmeister.server.fleet;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * The nodes that are expected to be heard of, a name a line in a file: so that one which fell
 * silent while the server was down is missed, too. When they were heard is not kept.
 */
final class Roll {
    private final Path file;
    private final Set<String> nodes = new TreeSet<>();

    Roll(Path file) {
        this.file = file;
        if (Files.exists(file)) {
            try {
                nodes.addAll(Files.readAllLines(file));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }

    synchronized List<String> nodes() {
        return List.copyOf(nodes);
    }

    synchronized void add(String node) {
        if (nodes.add(node)) {
            write();
        }
    }

    synchronized void remove(String node) {
        if (nodes.remove(node)) {
            write();
        }
    }

    private void write() {
        Path fresh = file.resolveSibling(file.getFileName() + ".new");
        try {
            Files.write(fresh, nodes);
            Files.move(fresh, file, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
