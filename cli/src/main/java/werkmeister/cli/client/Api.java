package werkmeister.cli.client;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublisher;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;

/**
 * The API of one server, as one key may use it. Calls that change something carry an idempotency
 * key of their own: when the connection breaks they are sent again, and the server does them once.
 */
public final class Api implements AutoCloseable {
    private static final String BASE = "/api/v1";
    private static final int TRIES = 4;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofMinutes(10);
    private static final Duration PAUSE = Duration.ofMillis(250);
    private static final int PAGE = 1000;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private final Access access;
    private final Optional<String> tenant;
    private final SecureRandom random;
    private final HttpClient http =
            HttpClient.newBuilder()
                    .version(HttpClient.Version.HTTP_1_1)
                    .connectTimeout(CONNECT)
                    .build();

    /** With a tenant, an operator's key acts for that tenant. */
    public Api(Access access, Optional<String> tenant, SecureRandom random) {
        this.access = access;
        this.tenant = tenant;
        this.random = random;
    }

    public JsonNode get(String path) {
        return json(send(request(path).GET().build(), BodyHandlers.ofByteArray()));
    }

    /** Every item of a list that comes in pages. */
    public List<JsonNode> items(String path) {
        var items = new ArrayList<JsonNode>();
        String sign = path.contains("?") ? "&" : "?";
        String page = path + sign + "limit=" + PAGE;
        while (true) {
            var answer = get(page);
            answer.path("items").forEach(items::add);
            String next = answer.path("next").asString("");
            if (next.isEmpty()) {
                return items;
            }
            page = path + sign + "limit=" + PAGE + "&after=" + encoded(next);
        }
    }

    public JsonNode post(String path, JsonNode body) {
        return post(path, "application/json", BodyPublishers.ofString(body.toString()));
    }

    public JsonNode post(String path) {
        return post(path, "application/json", BodyPublishers.ofString("{}"));
    }

    /** Sends a file's bytes as they are. */
    public JsonNode upload(String path, Path file) {
        try {
            return post(path, "application/octet-stream", BodyPublishers.ofFile(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public JsonNode put(String path, JsonNode body) {
        var request =
                keyed(request(path))
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body.toString()))
                        .build();
        return json(send(request, BodyHandlers.ofByteArray()));
    }

    public JsonNode delete(String path) {
        return json(send(keyed(request(path)).DELETE().build(), BodyHandlers.ofByteArray()));
    }

    /** Writes the answer's bytes to a file and says how many there were. */
    public long download(String path, Path target) {
        var request = request(path).GET().build();
        var response = send(request, BodyHandlers.ofInputStream());
        try (var in = response.body()) {
            if (response.statusCode() >= 400) {
                throw problem(response.statusCode(), in.readAllBytes());
            }
            return Files.copy(in, target, java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A value as it may stand in a path or a query. */
    public static String encoded(String value) {
        return URLEncoder.encode(value, StandardCharsets.UTF_8).replace("+", "%20");
    }

    public URI server() {
        return access.server();
    }

    @Override
    public void close() {
        http.shutdownNow();
    }

    private JsonNode post(String path, String type, BodyPublisher body) {
        var request = keyed(request(path)).header("Content-Type", type).POST(body).build();
        return json(send(request, BodyHandlers.ofByteArray()));
    }

    private HttpRequest.Builder request(String path) {
        var builder =
                HttpRequest.newBuilder(URI.create(stem() + BASE + path))
                        .timeout(ANSWER)
                        .header("Authorization", "Bearer " + access.key())
                        .header("Accept", "application/json");
        tenant.ifPresent(name -> builder.header("Werkmeister-Tenant", name));
        return builder;
    }

    private String stem() {
        return access.server().toString().replaceFirst("/+$", "");
    }

    private HttpRequest.Builder keyed(HttpRequest.Builder request) {
        var bytes = new byte[16];
        random.nextBytes(bytes);
        return request.header("Idempotency-Key", HexFormat.of().formatHex(bytes));
    }

    /** The same request, and with it the same idempotency key, until an answer comes. */
    private <T> HttpResponse<T> send(HttpRequest request, HttpResponse.BodyHandler<T> body) {
        for (int attempt = 1; ; attempt++) {
            try {
                return http.send(request, body);
            } catch (IOException e) {
                if (attempt == TRIES) {
                    throw new Unreachable(access.server(), e);
                }
                pause(e, attempt);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new Unreachable(access.server(), e);
            }
        }
    }

    private void pause(IOException cause, int attempt) {
        try {
            Thread.sleep(PAUSE.multipliedBy(attempt));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Unreachable(access.server(), cause);
        }
    }

    private static JsonNode json(HttpResponse<byte[]> response) {
        if (response.statusCode() >= 400) {
            throw problem(response.statusCode(), response.body());
        }
        return response.body().length == 0
                ? JSON.createObjectNode()
                : JSON.readTree(response.body());
    }

    private static ApiProblem problem(int status, byte[] body) {
        try {
            var problem = JSON.readTree(body);
            String detail = problem.path("detail").asString(problem.path("title").asString(""));
            return new ApiProblem(status, detail.isEmpty() ? "HTTP " + status : detail);
        } catch (JacksonException e) {
            return new ApiProblem(status, "HTTP " + status);
        }
    }
}
