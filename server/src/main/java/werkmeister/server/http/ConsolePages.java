package werkmeister.server.http;

import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/** The console's files out of the jar, for anyone: they hold nothing of anybody. */
final class ConsolePages {
    private static final String FOLDER = "/console";
    private static final Pattern FILE = Pattern.compile("(/[A-Za-z0-9_-]+(\\.[A-Za-z0-9_-]+)*)+");
    private static final Map<String, String> TYPES =
            Map.of(
                    "html", "text/html; charset=utf-8",
                    "js", "text/javascript; charset=utf-8",
                    "css", "text/css; charset=utf-8",
                    "svg", "image/svg+xml",
                    "png", "image/png",
                    "ico", "image/x-icon",
                    "json", "application/json",
                    "woff2", "font/woff2",
                    "txt", "text/plain; charset=utf-8");

    private ConsolePages() {}

    static Reply at(String method, String path) throws IOException {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw new Unanswerable(
                    Problem.of(
                            405,
                            Refusal.Kind.INVALID,
                            "(%s) takes GET, HEAD, not %s.".formatted(path, method)),
                    Map.of("Allow", "GET, HEAD"));
        }
        String file = path.equals("/") ? "/index.html" : path;
        String type = TYPES.get(file.substring(file.lastIndexOf('.') + 1));
        if (type == null || !FILE.matcher(file).matches()) {
            throw unknown(path);
        }
        try (InputStream in = ConsolePages.class.getResourceAsStream(FOLDER + file)) {
            if (in == null) {
                throw unknown(path);
            }
            return page(type, in.readAllBytes());
        }
    }

    private static Reply page(String type, byte[] bytes) {
        return new Reply.Bytes(
                type,
                OptionalLong.of(bytes.length),
                Optional.of(Sha256.of(bytes).value()),
                Map.of("Cache-Control", "no-cache"),
                out -> out.write(bytes));
    }

    private static Refusal unknown(String path) {
        return Refusal.notFound(
                "There is no page (%s); the console is at /, the API at %s."
                        .formatted(path, Front.BASE));
    }
}
