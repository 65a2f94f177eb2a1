package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.server.console.ConsoleFile;
import werkmeister.server.json.Json;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

class ServerTest {
    @TempDir Path data;

    private final HttpClient client = HttpClient.newHttpClient();
    private Server server;
    private String key = "";

    @BeforeEach
    void start() {
        server = Server.start(settings());
        key = server.firstKey().orElse(key);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void whatWasAcknowledgedIsThereAfterARestart() throws Exception {
        assertThat(
                        post("/machines", "{\"machine\":\"pump-1\",\"zone\":\"Europe/Berlin\"}")
                                .statusCode())
                .isEqualTo(201);
        var imported =
                post(
                        "/machines/pump-1/imports?name=a.csv",
                        "Zeit;Druck [bar]\n13.02.2026 10:00:00;1,5\n13.02.2026 10:01:00;2,5\n");
        assertThat(imported.statusCode()).as(imported.body()).isEqualTo(201);
        assertThat(Json.tree(imported.body()).get("rows").asInt()).isEqualTo(2);
        assertThat(
                        post(
                                        "/machines/pump-1/samples",
                                        "{\"signals\":[\"Druck\"],\"rows\":[[\"2026-02-13T09:02:00Z\",3.5]]}")
                                .statusCode())
                .isEqualTo(200);

        server.close();
        start();

        var machine = Json.tree(get("/machines/pump-1").body());
        assertThat(machine.get("rows").asLong()).isEqualTo(3);
        assertThat(machine.get("first").asString()).isEqualTo("2026-02-13T09:00:00Z");
        var checks = Json.tree(post("/checks", "").body());
        assertThat(checks.get("failed").asInt()).as(checks.toString()).isZero();
        var trend =
                Json.tree(
                        get("/machines/pump-1/trend?signal=Druck&from=2026-02-13T09:00:00Z&to=2026-02-13T09:03:00Z&points=3")
                                .body());
        assertThat(trend.get("max").toString()).isEqualTo("[1.5,2.5,3.5]");
    }

    @Test
    void theSameFileTwiceIsNothingNew() throws Exception {
        post("/machines", "{\"machine\":\"pump-1\"}");
        String file = "time,a\n2026-02-13 10:00:00,1\n2026-02-13 10:01:00,2\n";
        post("/machines/pump-1/imports?name=a.csv", file);
        var again = Json.tree(post("/machines/pump-1/imports?name=b.csv", file).body());
        assertThat(again.get("repeated").asBoolean()).isTrue();
        assertThat(Json.tree(get("/machines/pump-1").body()).get("rows").asLong()).isEqualTo(2);
    }

    @Test
    void aBadSampleIsMissingAndItsCodeIsNoSignal() throws Exception {
        post("/machines", "{\"machine\":\"pump-1\"}");
        var imported =
                post(
                        "/machines/pump-1/imports?name=a.csv",
                        """
                        time,flow,flow.quality
                        2026-02-13 10:00:00,1.5,192
                        2026-02-13 10:01:00,99,0
                        2026-02-13 10:02:00,3.5,64
                        """);

        assertThat(imported.body()).contains("SampleQuality");
        var machine = Json.tree(get("/machines/pump-1").body());
        assertThat(machine.get("signals").toString())
                .isEqualTo("[{\"name\":\"flow\",\"unit\":\"\"}]");
        var trend =
                Json.tree(
                        get("/machines/pump-1/trend?signal=flow&from=2026-02-13T10:00:00Z&to=2026-02-13T10:03:00Z&points=3")
                                .body());
        assertThat(trend.get("max").toString()).isEqualTo("[1.5,null,3.5]");
    }

    @Test
    void eachMachineOfAFileKeepsItsOwnRows() throws Exception {
        String file =
                """
                time;Maschine;Druck [bar]
                2026-02-13 10:00:00;Presse 1 (Süd);1,5
                2026-02-13 10:00:00;Presse 2;7,5
                2026-02-13 10:01:00;Presse 1 (Süd);2,5
                2026-02-13 10:01:00;Presse 2;8,5
                2026-02-13 10:02:00;Presse 2;9,5
                """;

        var unknown = post("/imports?name=a.csv", file);
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("(presse-1-sued)").contains("--add");
        assertThat(Json.tree(get("/machines").body()).get("items").size()).isZero();

        var imported = Json.tree(post("/imports?name=a.csv&add=true", file).body());
        assertThat(imported.get("imports").size()).isEqualTo(2);
        assertThat(imported.get("understood").get("machines").toString())
                .isEqualTo("[\"Presse 1 (Süd)\",\"Presse 2\"]");
        var south = Json.tree(get("/machines/presse-1-sued").body());
        assertThat(south.get("name").asString()).isEqualTo("Presse 1 (Süd)");
        assertThat(south.get("rows").asLong()).isEqualTo(2);
        assertThat(south.get("signals").toString())
                .isEqualTo("[{\"name\":\"Druck\",\"unit\":\"bar\",\"unece\":\"BAR\"}]");
        assertThat(Json.tree(get("/machines/presse-2").body()).get("rows").asLong()).isEqualTo(3);

        var again = Json.tree(post("/imports?name=a.csv", file).body());
        again.get("imports").forEach(one -> assertThat(one.get("repeated").asBoolean()).isTrue());
        assertThat(Json.tree(get("/machines/presse-2").body()).get("rows").asLong()).isEqualTo(3);
    }

    @Test
    void theSameIdempotencyKeyGetsTheSameAnswer() throws Exception {
        String body = "{\"machine\":\"pump-1\",\"name\":\"Pumpe\"}";
        var first =
                send(
                        request("/machines")
                                .header("Idempotency-Key", "k-1")
                                .POST(BodyPublishers.ofString(body)));
        var again =
                send(
                        request("/machines")
                                .header("Idempotency-Key", "k-1")
                                .POST(BodyPublishers.ofString(body)));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(again.headers().firstValue("Idempotency-Replayed")).contains("true");
        var other =
                send(
                        request("/machines")
                                .header("Idempotency-Key", "k-1")
                                .POST(BodyPublishers.ofString("{\"machine\":\"pump-2\"}")));
        assertThat(other.statusCode()).isEqualTo(409);
    }

    @Test
    void withoutAKeyOnlyPublicRoutesAnswer() throws Exception {
        assertThat(send(HttpRequest.newBuilder(uri("/health")).GET()).statusCode()).isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(uri("/openapi.json")).GET()).statusCode())
                .isEqualTo(200);
        assertThat(send(HttpRequest.newBuilder(uri("/machines")).GET()).statusCode())
                .isEqualTo(401);
    }

    @Test
    void theConsoleIsBelowItsFolderAndTheRootLeadsThere() throws Exception {
        for (String path : List.of("/", "/console")) {
            var moved = send(HttpRequest.newBuilder(server.uri().resolve(path)).GET());
            assertThat(moved.statusCode()).as(path).isEqualTo(308);
            assertThat(moved.headers().firstValue("Location")).contains("/console/");
        }
        for (ConsoleFile file : ConsoleFile.ALL) {
            var page =
                    send(
                            HttpRequest.newBuilder(server.uri().resolve("/console/" + file.name()))
                                    .GET());
            assertThat(page.statusCode()).as(file.name()).isEqualTo(200);
            assertThat(page.headers().firstValue("Content-Type")).contains(file.contentType());
        }
        var other = send(HttpRequest.newBuilder(server.uri().resolve("/console/other.js")).GET());
        assertThat(other.statusCode()).isEqualTo(404);
    }

    @Test
    void anotherTenantSeesNothing() throws Exception {
        post("/machines", "{\"machine\":\"pump-1\"}");
        post("/tenants", "{\"tenant\":\"other\",\"name\":\"Other\"}");
        var other = send(request("/machines").header("Werkmeister-Tenant", "other").GET());
        assertThat(Json.tree(other.body()).get("items").size()).isZero();
        var one = send(request("/machines/pump-1").header("Werkmeister-Tenant", "other").GET());
        assertThat(one.statusCode()).isEqualTo(404);
    }

    @Test
    void badInputIsRefusedWithAProblemAndChangesNothing() throws Exception {
        long before = Json.tree(get("/health").body()).get("journal").get("events").asLong();
        assertThat(post("/machines", "{\"machine\":\"NO GOOD\"}").statusCode()).isBetween(400, 422);
        assertThat(post("/machines", "{\"machine\":").statusCode()).isEqualTo(400);
        assertThat(post("/machines/nope/imports?name=a.csv", "x").statusCode()).isEqualTo(404);
        assertThat(Json.tree(get("/health").body()).get("journal").get("events").asLong())
                .isEqualTo(before);
    }

    @Test
    void aSecondServerOnTheSameDataIsRefused() {
        assertThatThrownBy(() -> Server.start(settings()))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(data.toString());
    }

    private Settings settings() {
        return new Settings(
                data, "127.0.0.1", 0, Optional.empty(), List.of("false"), InstantSource.system());
    }

    private HttpResponse<String> get(String path) throws Exception {
        return send(request(path).GET());
    }

    private HttpResponse<String> post(String path, String body) throws Exception {
        return send(request(path).POST(BodyPublishers.ofString(body)));
    }

    private HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(uri(path)).header("Authorization", "Bearer " + key);
    }

    private URI uri(String path) {
        return server.uri().resolve("/api/v1" + path);
    }

    private HttpResponse<String> send(HttpRequest.Builder request)
            throws IOException, InterruptedException {
        return client.send(request.build(), BodyHandlers.ofString());
    }
}
