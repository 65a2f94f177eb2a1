package werkmeister.cli.client;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A server that gives prepared answers and remembers what it was asked. */
public final class FakeServer implements AutoCloseable {
    /** What was asked. */
    public record Asked(
            String method,
            String path,
            @Nullable String authorization,
            @Nullable String idempotencyKey,
            @Nullable String tenant,
            String body) {}

    private record Answer(int status, String body) {}

    private final HttpServer server;
    private final List<Asked> asked = Collections.synchronizedList(new ArrayList<>());
    private final Map<String, Answer> answers = Collections.synchronizedMap(new TreeMap<>());
    private volatile int broken;

    public FakeServer() {
        try {
            server =
                    HttpServer.create(
                            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        server.createContext("/", this::answer);
        server.start();
    }

    /** Answers this to a request such as {@code GET /machines}. */
    public FakeServer on(String request, int status, String body) {
        answers.put(request, new Answer(status, body));
        return this;
    }

    /** Breaks the next connections after the request was read. */
    public void breakNext(int connections) {
        broken = connections;
    }

    public List<Asked> asked() {
        return List.copyOf(asked);
    }

    public URI uri() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
    }

    @Override
    public void close() {
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        String path = exchange.getRequestURI().toString().replaceFirst("^/api/v1", "");
        String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var headers = exchange.getRequestHeaders();
        asked.add(
                new Asked(
                        exchange.getRequestMethod(),
                        path,
                        headers.getFirst("Authorization"),
                        headers.getFirst("Idempotency-Key"),
                        headers.getFirst("Werkmeister-Tenant"),
                        body));
        if (broken > 0) {
            broken--;
            throw new IOException("The connection breaks, as the test wants it.");
        }
        var answer =
                answers.getOrDefault(
                        exchange.getRequestMethod() + " " + path,
                        new Answer(404, "{\"detail\":\"There is no (" + path + ").\"}"));
        byte[] bytes = answer.body().getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(answer.status(), bytes.length == 0 ? -1 : bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }
}
