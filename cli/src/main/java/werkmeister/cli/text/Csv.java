package werkmeister.cli.text;

import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Comma-separated files that others read on (RFC 4180). */
public final class Csv {
    private Csv() {}

    /** Begins a file, in a folder that is made if need be. */
    public static BufferedWriter create(Path target) throws IOException {
        Path folder = target.toAbsolutePath().getParent();
        if (folder != null) {
            Files.createDirectories(folder);
        }
        return Files.newBufferedWriter(target);
    }

    /** A cell, between quotes where it needs them. */
    public static String cell(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n' || c == '\r');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }
}
