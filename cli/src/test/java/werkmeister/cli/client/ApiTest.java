package werkmeister.cli.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import tools.jackson.databind.json.JsonMapper;

import java.net.URI;
import java.security.SecureRandom;
import java.util.Optional;

class ApiTest {
    private final FakeServer server = new FakeServer();

    @AfterEach
    void stop() {
        server.close();
    }

    @Test
    void asksWithTheKeyAndForTheTenant() {
        server.on("GET /site", 200, "{}");
        try (var api = api(Optional.of("press-works"))) {
            api.get("/site");
        }

        var asked = server.asked().getFirst();
        assertThat(asked.authorization()).isEqualTo("Bearer wm_abc_secret");
        assertThat(asked.tenant()).isEqualTo("press-works");
    }

    @Test
    void aBrokenCallIsSentAgainWithTheSameKey() {
        server.on("POST /orders", 200, "{\"job\":\"job-1\"}");
        server.breakNext(2);
        try (var api = api(Optional.empty())) {
            var answer = api.post("/orders", JsonMapper.shared().createObjectNode());

            assertThat(answer.path("job").asString()).isEqualTo("job-1");
        }

        var keys = server.asked().stream().map(FakeServer.Asked::idempotencyKey).toList();
        assertThat(keys).hasSizeGreaterThanOrEqualTo(3).doesNotContainNull();
        assertThat(keys.stream().distinct()).hasSize(1);
    }

    @Test
    void twoCallsHaveTwoKeys() {
        server.on("POST /checks", 200, "{}");
        try (var api = api(Optional.empty())) {
            api.post("/checks");
            api.post("/checks");
        }

        assertThat(server.asked().stream().map(FakeServer.Asked::idempotencyKey).distinct())
                .hasSize(2);
    }

    @Test
    void readsAListToItsLastPage() {
        server.on("GET /jobs?limit=1000", 200, "{\"items\":[1,2],\"next\":\"job 2\"}")
                .on("GET /jobs?limit=1000&after=job%202", 200, "{\"items\":[3]}");
        try (var api = api(Optional.empty())) {
            assertThat(api.items("/jobs").stream().map(item -> item.asInt()))
                    .containsExactly(1, 2, 3);
        }
    }

    @Test
    void aProblemIsItsSentence() {
        server.on("GET /findings/finding-9", 404, "{\"detail\":\"There is no finding-9.\"}");
        try (var api = api(Optional.empty())) {
            assertThatThrownBy(() -> api.get("/findings/finding-9"))
                    .isInstanceOfSatisfying(
                            ApiProblem.class, e -> assertThat(e.status()).isEqualTo(404))
                    .hasMessage("There is no finding-9.");
        }
    }

    @Test
    void noServerIsUnreachable() {
        server.close();
        try (var api = api(Optional.empty())) {
            assertThatThrownBy(() -> api.get("/site")).isInstanceOf(Unreachable.class);
        }
    }

    private Api api(Optional<String> tenant) {
        URI uri = server.uri();
        return new Api(new Access(uri, "wm_abc_secret"), tenant, new SecureRandom());
    }
}
