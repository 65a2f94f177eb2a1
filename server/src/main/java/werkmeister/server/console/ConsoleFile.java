package werkmeister.server.console;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;

/**
 * One of the console's files in the jar. The names are stable and carry no hash: whoever serves
 * them answers with an ETag of the bytes.
 *
 * @param name below {@code /console/}, such as {@code console.js}
 * @param contentType for the response's header
 */
public record ConsoleFile(String name, String contentType) {
    /** What the page opens with. */
    public static final ConsoleFile START =
            new ConsoleFile("index.html", "text/html; charset=utf-8");

    /** All there is; nothing else below the folder is served. */
    public static final List<ConsoleFile> ALL =
            List.of(
                    START,
                    new ConsoleFile("console.js", "text/javascript; charset=utf-8"),
                    new ConsoleFile("console.css", "text/css; charset=utf-8"),
                    new ConsoleFile("favicon.svg", "image/svg+xml"));

    /**
     * The header {@code Content-Security-Policy} that every file is to be served with: scripts,
     * styles and calls of this server only, no frames around the page, and a form that sends
     * nothing anywhere.
     */
    public static final String CONTENT_SECURITY_POLICY =
            "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:;"
                    + " connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors"
                    + " 'none'";

    /** Where the build puts the files on the class path. */
    private static final String FOLDER = "/console/";

    /** The file of a name, if it is one of the console's; the empty name is the start page's. */
    public static Optional<ConsoleFile> named(String name) {
        if (name.isEmpty()) {
            return Optional.of(START);
        }
        return ALL.stream().filter(file -> file.name.equals(name)).findFirst();
    }

    public byte[] bytes() {
        try (InputStream in = ConsoleFile.class.getResourceAsStream(FOLDER + name)) {
            if (in == null) {
                throw new IllegalStateException(
                        "The console's file (%s) is missing in the jar. Maybe it was built without console/dist."
                                .formatted(name));
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
