package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import werkmeister.cli.client.Access;
import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;
import werkmeister.server.Server;
import werkmeister.server.Settings;

import java.net.URI;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;

/** The real server with real workers, asked by the real commands as a person types them. */
final class RealServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Server server;
    private final Path home;

    private RealServer(Server server, Path home) {
        this.server = server;
        this.home = home;
    }

    /** Starts over a folder that holds nothing yet. */
    static RealServer start(Path folder) {
        var settings =
                new Settings(
                        folder.resolve("data"),
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        Server.workerCommand("werkmeister.cli.Main"),
                        InstantSource.system());
        var server = Server.start(settings);
        var access = new Access(server.uri(), server.firstKey().orElseThrow());
        access.save(folder.resolve("home/werkmeister"));
        return new RealServer(server, folder.resolve("home"));
    }

    /** What came of one command. */
    record Said(int code, String out, String err) {
        JsonNode json() {
            return JSON.readTree(out);
        }
    }

    /** Words with blanks between; a blank within a word is written as {@code ~}. */
    Said run(String words, Object... values) {
        return run(Language.EN, words, values);
    }

    Said run(Language language, String words, Object... values) {
        var typed =
                Arrays.stream(words.formatted(values).strip().split(" +"))
                        .map(word -> word.replace('~', ' '))
                        .toArray(String[]::new);
        var shell = new CapturedShell(language, Map.of(), home);
        int code = Werkmeister.run(shell.shell(), typed);
        return new Said(code, shell.out(), shell.err());
    }

    URI uri() {
        return server.uri();
    }

    @Override
    public void close() {
        server.close();
    }
}
