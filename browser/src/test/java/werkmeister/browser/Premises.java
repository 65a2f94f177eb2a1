package werkmeister.browser;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import werkmeister.cli.client.Access;
import werkmeister.cli.client.Api;
import werkmeister.server.Server;
import werkmeister.server.Settings;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Optional;

/** The real server with one tenant that has nothing yet. */
final class Premises implements AutoCloseable {
    private static final String TENANT = "demo";
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final Duration POLL = Duration.ofMillis(200);

    private final Server server;
    private final Api site;
    private final Api api;
    private final String engineerKey;

    private Premises(Server server) {
        this.server = server;
        var access = new Access(server.uri(), server.firstKey().orElseThrow());
        site = new Api(access, Optional.empty(), new SecureRandom());
        api = new Api(access, Optional.of(TENANT), new SecureRandom());
        site.post("/tenants", JSON.createObjectNode().put("tenant", TENANT).put("name", "Demo"));
        engineerKey = key("ENGINEER");
    }

    static Premises open(Path folder) throws IOException {
        return new Premises(
                Server.start(
                        new Settings(
                                folder.resolve("data"),
                                "127.0.0.1",
                                0,
                                Optional.empty(),
                                Server.workerCommand("werkmeister.cli.Main"),
                                InstantSource.system())));
    }

    String address() {
        return server.uri().toString().replaceFirst("/+$", "");
    }

    Api api() {
        return api;
    }

    String engineerKey() {
        return engineerKey;
    }

    /** A fresh key of the tenant. */
    String key(String role) {
        return api.post("/keys", JSON.createObjectNode().put("role", role).put("note", "browser"))
                .path("key")
                .asString();
    }

    void post(String path, String body) {
        api.post(path, JSON.readTree(body));
    }

    void awaitJobs() throws InterruptedException {
        while (api.items("/jobs").stream().anyMatch(job -> !is(job, "SUCCEEDED"))) {
            assertThat(api.items("/jobs")).noneMatch(job -> is(job, "FAILED"));
            Thread.sleep(POLL);
        }
    }

    private static boolean is(JsonNode job, String state) {
        return job.path("state").asString().equals(state);
    }

    void release(String machine, int number) {
        api.post(
                "/versions/%s/%d/release".formatted(machine, number),
                JSON.createObjectNode().put("reason", "first version").put("force", true));
    }

    @Override
    public void close() {
        api.close();
        site.close();
        server.close();
    }
}
