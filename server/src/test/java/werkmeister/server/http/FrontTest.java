package werkmeister.server.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.plant.machine.MachineId;
import werkmeister.server.auth.Doorkeeper;
import werkmeister.server.auth.Policy;
import werkmeister.server.auth.Role;
import werkmeister.server.json.Json;
import werkmeister.server.loop.Answer;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.IntStream;

class FrontTest {
    record Note(String text, Optional<Integer> stars) {}

    record Seen(String text, String by) {}

    private static TestDoor door;
    private static String viewer;
    private static String engineer;
    private static String operator;

    @BeforeAll
    static void open() throws IOException {
        door =
                new TestDoor(
                        Route.get("/health", Policy.PUBLIC, "Health.")
                                .gives(Note.class)
                                .by(_ -> Reply.ok(new Note("ok", Optional.empty()))),
                        Route.get("/notes", Policy.VIEWER, "Notes.")
                                .givesItems(Note.class)
                                .by(FrontTest::page),
                        Route.get("/notes/{note}", Policy.VIEWER, "A note.")
                                .gives(Seen.class)
                                .by(FrontTest::note),
                        Route.post("/notes", Policy.ENGINEER, "Adds a note.")
                                .takes(Note.class)
                                .creates(Seen.class)
                                .by(FrontTest::add),
                        Route.delete("/notes/{note}", Policy.ENGINEER, "Removes.")
                                .by(_ -> new Reply.Nothing()),
                        Route.get("/file", Policy.VIEWER, "Bytes.")
                                .givesFile("text/plain")
                                .by(_ -> file()),
                        Route.post("/files", Policy.ENGINEER, "Takes bytes.")
                                .takesFile()
                                .gives(Note.class)
                                .by(FrontTest::count),
                        Route.get("/broken/{how}", Policy.VIEWER, "Breaks.")
                                .givesFile("text/plain")
                                .by(FrontTest::broken),
                        Route.post("/fail/{kind}", Policy.OPERATOR, "Fails.")
                                .gives(Note.class)
                                .by(FrontTest::fail));
        viewer = door.key(TestDoor.DEMO, Role.VIEWER);
        engineer = door.key(TestDoor.DEMO, Role.ENGINEER);
        operator = door.key(TestDoor.DEMO, Role.OPERATOR);
    }

    @AfterAll
    static void close() {
        door.close();
    }

    private static Reply page(Call call) {
        var notes =
                IntStream.rangeClosed(1, 250)
                        .mapToObj(i -> new Note("n" + i, Optional.empty()))
                        .toList();
        return Reply.ok(Page.of(notes, Note::text, call));
    }

    private static Reply note(Call call) {
        return Reply.ok(new Seen(call.path("note", MachineId::new).value(), call.tenant().value()));
    }

    private static Reply add(Call call) {
        var body = Json.write(new Seen(call.body(Note.class).text(), call.actor().prefix()));
        call.once()
                .ifPresent(once ->
                        door.answers.put(
                                call.tenant() + " " + once.key(),
                                new TestDoor.Answered(once, new Answer(201, body))));
        return new Reply.Recorded(201, body, false);
    }

    private static Reply file() {
        byte[] bytes = "0123456789".getBytes(StandardCharsets.UTF_8);
        return new Reply.Bytes(
                "text/plain",
                OptionalLong.of(10),
                Optional.of("tag"),
                Map.of(),
                out -> out.write(bytes));
    }

    private static Reply count(Call call) throws IOException {
        try (InputStream in = call.stream()) {
            return Reply.ok(
                    new Note(
                            String.valueOf(in.transferTo(java.io.OutputStream.nullOutputStream())),
                            Optional.empty()));
        }
    }

    private static Reply fail(Call call) throws IOException {
        String kind = call.path("kind");
        switch (kind) {
            case "DISK" -> throw new IOException("No space left on device");
            case "BUG" -> throw new IllegalStateException("the secret of the bug");
            default -> throw new Refusal(Refusal.Kind.valueOf(kind), "It is (%s).".formatted(kind));
        }
    }

    @ParameterizedTest(name = "{0} {1} as {2}: {3} {4}")
    @CsvSource(
            textBlock =
                    """
                    GET,    /api/v1/health,        nobody,   200,
                    GET,    /api/v1/notes/a,       nobody,   401, UNAUTHENTICATED
                    GET,    /api/v1/notes/a,       stranger, 401, UNAUTHENTICATED
                    GET,    /api/v1/notes/a,       viewer,   200,
                    GET,    /api/v1/notes/A!,      viewer,   404, NOT_FOUND
                    GET,    /api/v1/notes/..%2f,   viewer,   404, NOT_FOUND
                    DELETE, /api/v1/notes/a,       viewer,   403, FORBIDDEN
                    DELETE, /api/v1/notes/a,       engineer, 204,
                    PUT,    /api/v1/notes/a,       engineer, 405, INVALID
                    OPTIONS,/api/v1/notes,         nobody,   405, INVALID
                    GET,    /api/v1/nothing,       engineer, 404, NOT_FOUND
                    GET,    /api/v1,               engineer, 404, NOT_FOUND
                    GET,    /api/v1/notes/a/,      engineer, 404, NOT_FOUND
                    GET,    /api/v2/notes,         engineer, 404, NOT_FOUND
                    POST,   /fail.html,            engineer, 405, INVALID
                    POST,   /api/v1/fail/INVALID,  operator, 422, INVALID
                    POST,   /api/v1/fail/NOT_FOUND,operator, 404, NOT_FOUND
                    POST,   /api/v1/fail/FORBIDDEN,operator, 403, FORBIDDEN
                    POST,   /api/v1/fail/CONFLICT, operator, 409, CONFLICT
                    POST,   /api/v1/fail/CAPACITY, operator, 429, CAPACITY
                    POST,   /api/v1/fail/CORRUPT,  operator, 500, CORRUPT
                    POST,   /api/v1/fail/DISK,     operator, 507, CAPACITY
                    POST,   /api/v1/fail/BUG,      operator, 500, INTERNAL
                    """)
    void everyRequestGetsItsStatusAndItsProblem(
            String method, String path, String who, int status, String kind) throws Exception {
        var response = TestDoor.send(as(who, path).method(method, BodyPublishers.noBody()));

        assertThat(response.statusCode()).isEqualTo(status);
        assertSecured(response);
        if (kind != null) {
            assertProblem(response, kind);
        }
    }

    private static void assertProblem(HttpResponse<String> response, String kind) {
        assertThat(response.headers().firstValue("Content-Type")).contains(Problem.MEDIA_TYPE);
        var problem = Json.read(response.body(), Problem.class);
        assertThat(problem.kind()).isEqualTo(kind);
        assertThat(problem.status()).isEqualTo(response.statusCode());
        assertThat(problem.detail())
                .isNotBlank()
                .doesNotContain("secret of the bug", "Exception", "\tat ");
        switch (response.statusCode()) {
            case 401 -> assertThat(response.headers().firstValue("WWW-Authenticate")).isPresent();
            case 405 ->
                    assertThat(response.headers().firstValue("Allow").orElseThrow())
                            .contains("GET");
            case 429 -> assertThat(response.headers().firstValue("Retry-After")).contains("6");
            default -> {}
        }
    }

    private static void assertSecured(HttpResponse<String> response) {
        var headers = response.headers();
        assertThat(headers.firstValue("Content-Security-Policy").orElseThrow())
                .contains("default-src 'none'", "script-src 'self'", "frame-ancestors 'none'");
        assertThat(headers.firstValue("X-Content-Type-Options")).contains("nosniff");
        assertThat(headers.firstValue("Cache-Control")).contains("no-store");
        assertThat(headers.map().keySet()).doesNotContain("access-control-allow-origin", "server");
    }

    @ParameterizedTest(name = "{0}: {1}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            textBlock =
                    """
                    {"text":"hello"}            | 201 |
                    {"text":"hello","stars":3}  | 201 |
                    {"text":"hello",}           | 400 | line 1, column 17
                    {"text":7,"stars":"x"}      | 400 | line 1
                    {"stars":3}                 | 400 | The property (text) is missing
                    {"text":null}               | 400 | The property (text) is missing
                    {"text":"a","star":3}       | 400 | The property (star) is not known
                    {"text":"a","text":"b"}     | 400 | text
                    ["text"]                    | 400 | must be a JSON object
                    null                        | 400 | must be a JSON object
                    """)
    void aBodyIsReadStrictly(String body, int status, String sentence) throws Exception {
        var response = post("/api/v1/notes", BodyPublishers.ofString(body));

        assertThat(response.statusCode()).isEqualTo(status);
        assertThat(response.body()).contains(sentence == null ? "hello" : sentence);
    }

    @Test
    void aBodyThatIsNotUtf8OrTooLongIsRefused() throws Exception {
        assertThat(
                        post(
                                        "/api/v1/notes",
                                        BodyPublishers.ofByteArray(
                                                new byte[] {'"', (byte) 0xff, '"'}))
                                .body())
                .contains("not UTF-8");
        byte[] long1 = new byte[Call.JSON_BYTES_MAX + 1];
        assertThat(post("/api/v1/notes", BodyPublishers.ofByteArray(long1)).statusCode())
                .isEqualTo(413);
        var chunked = BodyPublishers.ofByteArrays(List.of(new byte[600_000], new byte[600_000]));
        assertThat(post("/api/v1/notes", chunked).statusCode()).isEqualTo(413);
        assertThat(post("/api/v1/files", BodyPublishers.ofByteArray(new byte[3 << 20])).body())
                .contains("3145728");
    }

    @Test
    void aRequestWithTheSameKeyIsDoneOnce() throws Exception {
        var first = TestDoor.send(once("k-1", "{\"text\":\"one\"}"));
        var again = TestDoor.send(once("k-1", "{\"text\":\"one\"}"));
        var other = TestDoor.send(once("k-1", "{\"text\":\"two\"}"));

        assertThat(first.headers().firstValue("Idempotency-Replayed")).isEmpty();
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(TestDoor.send(once("k".repeat(129), "{\"text\":\"one\"}")).statusCode())
                .isEqualTo(400);
        assertThat(TestDoor.send(once("a b", "{\"text\":\"one\"}")).statusCode()).isEqualTo(400);
    }

    @Test
    void listsComeInPages() throws Exception {
        var first = Json.tree(get("/api/v1/notes").body());
        assertThat(first.get("items").size()).isEqualTo(100);
        assertThat(first.get("next").asString()).isEqualTo("n100");
        var last = Json.tree(get("/api/v1/notes?after=n200&limit=1000").body());
        assertThat(last.get("items").size()).isEqualTo(50);
        assertThat(last.has("next")).isFalse();
        assertThat(get("/api/v1/notes?limit=0").body()).contains("limit (0)");
        assertThat(get("/api/v1/notes?limit=1001").statusCode()).isEqualTo(400);
        assertThat(get("/api/v1/notes?limit=many").body()).contains("limit (many)");
        assertThat(get("/api/v1/notes?after=nowhere").body()).contains("(nowhere)");
    }

    @Test
    void whatIsKnownIsNotSentAgain() throws Exception {
        for (String path : List.of("/api/v1/notes/a", "/api/v1/file")) {
            String tag = get(path).headers().firstValue("ETag").orElseThrow();
            for (String known : List.of(tag, "W/" + tag, "\"x\", " + tag, "*")) {
                var response = TestDoor.send(as("viewer", path).header("If-None-Match", known));
                assertThat(response.statusCode()).isEqualTo(304);
                assertThat(response.body()).isEmpty();
            }
            assertThat(
                            TestDoor.send(as("viewer", path).header("If-None-Match", "\"x\""))
                                    .statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void headIsGetWithoutItsBody() throws Exception {
        for (String path : List.of("/api/v1/notes/a", "/api/v1/file")) {
            var head = TestDoor.send(as("viewer", path).HEAD());
            assertThat(head.statusCode()).isEqualTo(200);
            assertThat(head.body()).isEmpty();
            assertThat(head.headers().firstValue("Content-Length"))
                    .contains(String.valueOf(get(path).body().length()));
        }
    }

    @Test
    void whatFailsBeforeItsFirstByteIsAProblemAndWhatBreaksOffNeverLooksWhole() throws Exception {
        assertThat(get("/api/v1/broken/early").statusCode()).isEqualTo(500);
        assertThatThrownBy(() -> get("/api/v1/broken/late")).isInstanceOf(IOException.class);
        assertThatThrownBy(() -> get("/api/v1/broken/closed")).isInstanceOf(IOException.class);
    }

    private static Reply broken(Call call) {
        return new Reply.Bytes(
                "text/plain",
                OptionalLong.empty(),
                Optional.empty(),
                Map.of(),
                out -> {
                    if (!call.path("how").equals("early")) {
                        out.write(new byte[100_000]);
                    }
                    if (call.path("how").equals("closed")) {
                        out.close();
                    }
                    throw Refusal.corrupt("The file (x) is damaged.");
                });
    }

    @Test
    void onlyAnOperatorActsForAnother() throws Exception {
        var foreign = as("operator", "/api/v1/notes/a").header("Werkmeister-Tenant", "foundry");
        assertThat(TestDoor.send(foreign).body()).contains("\"by\":\"foundry\"");
        var own = as("viewer", "/api/v1/notes/a").header("Werkmeister-Tenant", "demo");
        assertThat(TestDoor.send(own).body()).contains("\"by\":\"demo\"");
        var trespass = as("engineer", "/api/v1/notes/a").header("Werkmeister-Tenant", "foundry");
        assertThat(TestDoor.send(trespass).statusCode()).isEqualTo(403);
        var nobody = as("operator", "/api/v1/notes/a").header("Werkmeister-Tenant", "nobody");
        assertThat(TestDoor.send(nobody).statusCode()).isEqualTo(404);
        var nonsense = as("operator", "/api/v1/notes/a").header("Werkmeister-Tenant", "No!");
        assertThat(TestDoor.send(nonsense).statusCode()).isEqualTo(400);
    }

    @Test
    void whoGuessesKeysHasToWait() throws Exception {
        String owner = door.key(TestDoor.DEMO, Role.VIEWER);
        String wrong = owner.substring(0, 12) + "0".repeat(32);
        for (int i = 0; i < Doorkeeper.GUESSES_MAX; i++) {
            assertThat(TestDoor.send(door.request("/api/v1/notes", wrong)).statusCode())
                    .isEqualTo(401);
        }
        var refused = TestDoor.send(door.request("/api/v1/notes", wrong));
        assertThat(refused.statusCode()).isEqualTo(429);
        assertThat(refused.headers().firstValue("Retry-After")).isPresent();
    }

    @ParameterizedTest(name = "Host {0}: {1}")
    @CsvSource(
            textBlock =
                    """
                    localhost,           200
                    LOCALHOST:9999,      200
                    127.0.0.1:80,        200
                    [::1]:80,            200
                    evil.example,        421
                    127.0.0.1.evil.org,  421
                    localhost.evil.org,  421
                    """)
    void onlyLoopbackNamesReachALoopbackServer(String host, int status) throws Exception {
        assertThat(
                        raw(
                                "GET /api/v1/health HTTP/1.1\r\nHost: %s\r\nConnection: close\r\n\r\n"
                                        .formatted(host)))
                .startsWith("HTTP/1.1 %d ".formatted(status));
    }

    @Test
    void whatIsNotHttpGetsAProblem() throws Exception {
        assertThat(
                        raw(
                                "GET /api/v1/health HTTP/1.1\r\nHost: localhost\r\nX: %s\r\n\r\n"
                                        .formatted("x".repeat(20_000))))
                .contains("application/problem+json");
        assertThat(raw("GET /%zz HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"))
                .startsWith("HTTP/1.1 4");
        assertThat(
                        raw(
                                "POST /api/v1/files HTTP/1.1\r\n"
                                        + "Host: localhost\r\n"
                                        + "Content-Length: x\r\n\r\n"))
                .startsWith("HTTP/1.1 400");
    }

    @Test
    void aRefusedUploadIsNotReadFirst() throws Exception {
        assertThat(
                        raw(
                                "POST /api/v1/files HTTP/1.1\r\n"
                                        + "Host: localhost\r\n"
                                        + "Content-Length: 999999999999\r\n"
                                        + "Expect: 100-continue\r\n\r\n"))
                .startsWith("HTTP/1.1 401")
                .doesNotContain("100 Continue");
    }

    private static String raw(String request) throws IOException {
        try (var socket = new Socket("127.0.0.1", door.server.port())) {
            socket.setSoTimeout(10_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            socket.getOutputStream().flush();
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    private static HttpRequest.Builder as(String who, String path) {
        return switch (who) {
            case "nobody" -> door.request(path);
            case "stranger" -> door.request(path, "wm_12345678_" + "0".repeat(32));
            case "viewer" -> door.request(path, viewer);
            case "engineer" -> door.request(path, engineer);
            default -> door.request(path, operator);
        };
    }

    private static HttpResponse<String> get(String path) throws Exception {
        return TestDoor.send(as("viewer", path));
    }

    private static HttpResponse<String> post(String path, HttpRequest.BodyPublisher body)
            throws Exception {
        return TestDoor.send(as("engineer", path).POST(body));
    }

    private static HttpRequest.Builder once(String key, String body) {
        return as("engineer", "/api/v1/notes")
                .header("Idempotency-Key", key)
                .POST(BodyPublishers.ofString(body));
    }
}
