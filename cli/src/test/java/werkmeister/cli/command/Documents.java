package werkmeister.cli.command;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The documents of the house, as tests compare them with what is true. */
final class Documents {
    private Documents() {}

    /** A file of docs/. */
    static Path document(String name) {
        return root().resolve("docs").resolve(name);
    }

    /** The project's folder, from wherever in it the test runs. */
    static Path root() {
        Path folder = Path.of("").toAbsolutePath();
        while (!Files.isRegularFile(folder.resolve("ARCHITECTURE.md"))) {
            folder = folder.getParent();
            if (folder == null) {
                throw new IllegalStateException("This test runs outside of the project.");
            }
        }
        return folder;
    }

    static String text(Path document) {
        try {
            return Files.readString(document);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Puts the truth into the document where a person asked for that by a system property. */
    static void write(Path document, String text) {
        try {
            Files.writeString(document, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
