package werkmeister.server.http;

import werkmeister.server.console.ConsoleFile;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** The console's files out of the jar, for anyone: they hold nothing of anybody. */
final class ConsolePages {
    static final String FOLDER = "/console/";

    private ConsolePages() {}

    static Reply at(String method, String path) {
        if (!method.equals("GET") && !method.equals("HEAD")) {
            throw new Unanswerable(
                    Problem.of(
                            405,
                            Refusal.Kind.INVALID,
                            "(%s) takes GET, HEAD, not %s.".formatted(path, method)),
                    Map.of("Allow", "GET, HEAD"));
        }
        if (path.isEmpty() || path.equals("/") || path.equals("/console")) {
            return new Reply.Moved(FOLDER);
        }
        return Optional.of(path)
                .filter(name -> name.startsWith(FOLDER))
                .flatMap(name -> ConsoleFile.named(name.substring(FOLDER.length())))
                .map(ConsolePages::page)
                .orElseThrow(() -> unknown(path));
    }

    private static Reply page(ConsoleFile file) {
        byte[] bytes = file.bytes();
        return new Reply.Bytes(
                file.contentType(),
                OptionalLong.of(bytes.length),
                Optional.of(Sha256.of(bytes).value()),
                Map.of("Cache-Control", "no-cache"),
                out -> out.write(bytes));
    }

    private static Refusal unknown(String path) {
        return Refusal.notFound(
                "There is no page (%s); the console is at %s, the API at %s."
                        .formatted(path, FOLDER, Front.BASE));
    }
}
