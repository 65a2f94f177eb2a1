package werkmeister.cli;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/**
 * The product as it is started, {@code werkmeister serve}, in a process of its own over a data
 * folder.
 */
final class ServerProcess implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final Process process;
    private final URI uri;
    private final String key;
    private final HttpClient http =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private ServerProcess(Process process, URI uri, String key) {
        this.process = process;
        this.uri = uri;
        this.key = key;
    }

    /** The server died while it was asked. */
    static final class Gone extends RuntimeException {
        private static final long serialVersionUID = 1;

        Gone(Exception cause) {
            super(cause);
        }
    }

    /** What the server said, and whether it had said it before under the same key. */
    record Said(int status, String body, boolean replayed) {
        JsonNode json() {
            return JSON.readTree(body);
        }

        /** The sentence that says why not. */
        String detail() {
            return json().path("detail").asString();
        }
    }

    /** Starts; when it returns, the server answers. */
    static ServerProcess start(Path data, Path home) throws IOException {
        return start(List.of(), data, home);
    }

    /** Starts under another program, such as strace. Fails with {@link Gone} if it dies at once. */
    static ServerProcess start(List<String> before, Path data, Path home) throws IOException {
        var process = launch(before, data, home);
        var lines = process.inputReader(StandardCharsets.UTF_8);
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            int at = line.indexOf("http://");
            if (at >= 0) {
                var key = Files.readString(data.resolve("operator.key")).strip();
                return new ServerProcess(process, URI.create(line.substring(at).strip()), key);
            }
        }
        throw new Gone(new IOException("The server did not come up."));
    }

    /** What a server says that refuses to start. */
    static String refusal(Path data, Path home) throws IOException, InterruptedException {
        var process = launch(List.of(), data, home);
        try {
            assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
            assertThat(process.exitValue()).isNotZero();
            return Files.readString(errors(home)).strip();
        } finally {
            process.destroyForcibly();
        }
    }

    private static Process launch(List<String> before, Path data, Path home) throws IOException {
        Files.createDirectories(home.resolve("tmp"));
        var command = new ArrayList<>(before);
        command.addAll(
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx256m",
                        "-XX:TieredStopAtLevel=1",
                        "-XX:+UseSerialGC",
                        "-Xshare:auto",
                        "--enable-native-access=ALL-UNNAMED",
                        "-Djava.io.tmpdir=" + home.resolve("tmp"),
                        "-cp",
                        System.getProperty(
                                "surefire.test.class.path", System.getProperty("java.class.path")),
                        "werkmeister.cli.Main",
                        "serve",
                        "--data",
                        data.toString(),
                        "--port",
                        "0"));
        var builder = new ProcessBuilder(command).redirectError(errors(home).toFile());
        builder.environment().put("XDG_DATA_HOME", home.toString());
        builder.environment().put("LANG", "C.UTF-8");
        builder.environment().put("TMPDIR", home.resolve("tmp").toString());
        return builder.start();
    }

    private static Path errors(Path home) {
        return home.resolve("errors.txt");
    }

    long pid() {
        return process.pid();
    }

    URI uri() {
        return uri;
    }

    String key() {
        return key;
    }

    JsonNode get(String path) {
        var said = ask(path);
        assertThat(said.status()).as("GET %s: %s", path, said.body()).isEqualTo(200);
        return said.json();
    }

    /** What a path answers, whatever that is. */
    Said ask(String path) {
        return send(request(path).GET());
    }

    /** All items of a list. */
    List<JsonNode> items(String path) {
        var items = new ArrayList<JsonNode>();
        String page = path + (path.contains("?") ? "&" : "?") + "limit=1000";
        for (String next = page; !next.isEmpty(); ) {
            JsonNode answer = get(next);
            answer.path("items").forEach(items::add);
            String after = answer.path("next").asString("");
            next = after.isEmpty() ? "" : page + "&after=" + after;
        }
        return items;
    }

    /** The entry that the journal ends with: its number and hash. */
    String head() {
        long events = get("/health").path("journal").path("events").asLong();
        JsonNode last = get("/journal?after=" + (events - 1)).path("items").path(0);
        return last.path("sequence").asLong() + " " + last.path("hash").asString();
    }

    Said post(String path, String body) {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    /** The same request under the same key is done once. */
    Said once(String key, String path, String body) {
        return send(
                request(path).header("Idempotency-Key", key).POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri.resolve("/api/v1" + path))
                .timeout(PATIENCE)
                .header("Authorization", "Bearer " + key);
    }

    private Said send(HttpRequest.Builder request) {
        try {
            HttpResponse<String> response = http.send(request.build(), BodyHandlers.ofString());
            return new Said(
                    response.statusCode(),
                    response.body(),
                    response.headers().firstValue("Idempotency-Replayed").isPresent());
        } catch (IOException e) {
            throw new Gone(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Gone(e);
        }
    }

    /** Sends SIGKILL. */
    void kill() {
        // Through the handle: the process itself would also throw away what it printed last.
        process.toHandle().destroyForcibly();
        await();
    }

    /** Asks it to stop in order, without waiting. */
    void terminate() {
        process.toHandle().destroy();
    }

    /** Stops in order and waits for the end. */
    void stop() {
        terminate();
        await();
    }

    /** Whether it ended within the time. */
    boolean ended(Duration within) {
        try {
            return process.waitFor(within.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    private void await() {
        assertThat(ended(PATIENCE)).as("the server ends").isTrue();
        http.shutdownNow();
    }

    @Override
    public void close() {
        process.destroyForcibly();
        http.shutdownNow();
        try {
            process.getInputStream().close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
