package werkmeister.server;

import tools.jackson.databind.JsonNode;

import werkmeister.server.json.Json;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** Somebody who calls the API: with a key and headers of his own, or without. */
final class Client {
    private static final HttpClient HTTP =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();

    private final URI server;
    private final Map<String, String> headers;

    private Client(URI server, Map<String, String> headers) {
        this.server = server;
        this.headers = headers;
    }

    static Client nobody(URI server) {
        return new Client(server, Map.of());
    }

    Client withKey(String key) {
        return with("Authorization", "Bearer " + key);
    }

    Client with(String name, String value) {
        var more = new TreeMap<>(headers);
        more.put(name, value);
        return new Client(server, more);
    }

    /** An answer with its body as text; the bytes of a file stand one to one. */
    record Got(int status, String text, Map<String, String> headers) {
        JsonNode json() {
            return Json.tree(text);
        }

        /** Of a file. */
        byte[] bytes() {
            return text.getBytes(StandardCharsets.ISO_8859_1);
        }
    }

    Got call(String method, String path, String body) {
        return send(method, path, body.getBytes(StandardCharsets.UTF_8));
    }

    Got send(String method, String path, byte[] body) {
        try {
            HttpResponse<byte[]> response =
                    HTTP.send(request(method, path, body), BodyHandlers.ofByteArray());
            var headers = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
            response.headers()
                    .map()
                    .forEach((name, values) -> headers.put(name, values.getFirst()));
            boolean bytes =
                    Set.of("application/zip", "application/octet-stream")
                            .contains(headers.getOrDefault("Content-Type", ""));
            var text =
                    new String(
                            response.body(),
                            bytes ? StandardCharsets.ISO_8859_1 : StandardCharsets.UTF_8);
            return new Got(response.statusCode(), text, headers);
        } catch (IOException | InterruptedException e) {
            throw new AssertionError(method + " " + path, e);
        }
    }

    Got get(String path) {
        return call("GET", path, "");
    }

    /** An answer that does not end. */
    HttpResponse<InputStream> stream(String path) throws IOException, InterruptedException {
        return HTTP.send(request("GET", path, new byte[0]), BodyHandlers.ofInputStream());
    }

    private HttpRequest request(String method, String path, byte[] body) {
        var request =
                HttpRequest.newBuilder(server.resolve("/api/v1" + path))
                        .method(
                                method,
                                body.length == 0
                                        ? BodyPublishers.noBody()
                                        : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        return request.build();
    }
}
