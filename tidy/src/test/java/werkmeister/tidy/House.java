package werkmeister.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** Where the house stands, and its files. */
final class House {
    private static final List<String> NOT_OURS =
            List.of("target", "node_modules", ".git", "dist", ".gl");

    private House() {}

    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.exists(folder.resolve("ARCHITECTURE.md"))) {
            folder = folder.getParent();
        }
        return folder;
    }

    static List<Path> files(String ending) throws IOException {
        try (Stream<Path> all = Files.walk(root())) {
            return all.filter(file -> file.toString().endsWith(ending))
                    .filter(file ->
                            Stream.of(root().relativize(file).toString().split("/"))
                                    .noneMatch(NOT_OURS::contains))
                    .sorted()
                    .toList();
        }
    }
}
