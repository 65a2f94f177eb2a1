package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import werkmeister.cli.terminal.CapturedShell;
import werkmeister.cli.text.Language;

import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The real server with real workers, {@code werkmeister serve} in a process of its own, asked by
 * the real commands as a person types them.
 */
final class RealServer implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final String LISTENS = "Werkmeister listens at ";

    private final Process process;
    private final Path home;
    private final List<String> greeting;

    private RealServer(Process process, Path home, List<String> greeting) {
        this.process = process;
        this.home = home;
        this.greeting = List.copyOf(greeting);
    }

    /**
     * Starts over a folder of data, which may be new, for a person whose files lie in the folder.
     */
    static RealServer start(Path folder) throws IOException {
        Path home = folder.resolve("home");
        var builder =
                new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "--enable-native-access=ALL-UNNAMED",
                        "-cp",
                        System.getProperty("java.class.path"),
                        "werkmeister.cli.Main",
                        "serve",
                        "--port",
                        "0",
                        "--data",
                        folder.resolve("data").toString(),
                        "--lang",
                        "en");
        builder.environment().put("XDG_DATA_HOME", home.toString());
        builder.redirectError(ProcessBuilder.Redirect.INHERIT);
        var process = builder.start();
        var greeting = new ArrayList<String>();
        var lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            greeting.add(line);
            if (line.startsWith(LISTENS)) {
                return new RealServer(process, home, greeting);
            }
        }
        throw new IllegalStateException("The server ended at once: " + greeting);
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

    /** What it said when it started. */
    List<String> greeting() {
        return greeting;
    }

    URI uri() {
        return URI.create(greeting.getLast().substring(LISTENS.length()));
    }

    /** As a person stops it. */
    @Override
    public void close() {
        process.destroy();
        try {
            if (!process.waitFor(30, TimeUnit.SECONDS)) {
                process.destroyForcibly();
            }
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
