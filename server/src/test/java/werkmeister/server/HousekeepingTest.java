package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/** Small files of live samples become large ones, and nobody who looks sees a difference. */
@Timeout(60)
class HousekeepingTest {
    private static final Instant START = Instant.parse("2026-02-13T10:00:00Z");
    private static final Duration LONG = Duration.ofMinutes(6);

    @TempDir Path folder;

    private final AtomicReference<Instant> now =
            new AtomicReference<>(Instant.parse("2026-11-25T08:00:00Z"));
    private final InstantSource clock = now::get;

    @Test
    void smallFilesAreJoinedKeptForWhoReadsThemAndThenDeleted() throws IOException {
        try (var server = start()) {
            var client = client(server);
            client.call("POST", "/machines", "{\"machine\":\"mill\"}");
            for (int i = 0; i < 32; i++) {
                send(client, i, i * 0.5);
                int joined = (i + 1) / 16;
                await(() -> count(client, "plant.FilesReplaced") == joined);
            }
            assertThat(sampleFiles()).as("who began to read them reads on").hasSize(34);
            requireTrend(client);

            awaitLater(() -> count(client, "plant.FilesDropped") == 2);

            assertThat(sampleFiles()).hasSize(2);
            assertThat(client.get("/machines/mill").json().get("rows").asInt()).isEqualTo(32);
            requireTrend(client);
            requireSound(client);
        }
        try (var server = start()) {
            var client = client(server);
            requireTrend(client);
            requireSound(client);
        }
    }

    @Test
    void aBatchThatIsSentAgainAfterItWasJoinedChangesNothing() throws IOException {
        try (var server = start()) {
            var client = client(server);
            joinSixteen(client);
            int events = types(client).size();

            send(client, 7, 3.5);

            assertThat(types(client)).hasSize(events);
            assertThat(client.get("/machines/mill").json().get("rows").asInt()).isEqualTo(16);
        }
    }

    @Test
    void whatAServerThatWasStoppedLeftIsDeletedByTheNext() throws IOException {
        try (var server = start()) {
            var client = client(server);
            joinSixteen(client);
        }
        assertThat(sampleFiles()).hasSize(17);
        try (var server = start()) {
            var client = client(server);
            await(() -> types(client).contains("plant.FilesDropped"));
            assertThat(sampleFiles()).hasSize(1);
            requireSound(client);
        }
    }

    @Test
    void aBrokenFileIsToldByTheHealthAndKeepsNoOtherMachineWaiting() throws IOException {
        try (var server = start()) {
            var client = client(server);
            client.call("POST", "/machines", "{\"machine\":\"broken\"}");
            client.call(
                    "POST",
                    "/machines/broken/samples",
                    "{\"signals\":[\"a\"],\"rows\":[[\"2026-02-13T09:00:00Z\",1]]}");
            Files.writeString(sampleFiles().getFirst(), "no longer Parquet");
            for (int i = 1; i < 16; i++) {
                client.call(
                        "POST",
                        "/machines/broken/samples",
                        "{\"signals\":[\"a\"],\"rows\":[[\"2026-02-13T09:00:%02dZ\",1]]}"
                                .formatted(i));
            }
            await(() -> client.get("/health").text().contains("\"degraded\""));

            joinSixteen(client);

            assertThat(count(client, "plant.FilesReplaced")).isOne();
        }
    }

    @Test
    void aMonthThatIsOlderThanItIsKeptGoesWhenItsLastSampleIs() throws IOException {
        try (var server = start()) {
            var client = client(server);
            client.call("POST", "/machines", "{\"machine\":\"mill\"}");
            client.call(
                    "POST",
                    "/machines/mill/imports?name=a.csv",
                    "time,a\n"
                            + "2026-10-01 00:00:00,1\n"
                            + "2026-10-25 00:00:00,2\n"
                            + "2026-11-20 00:00:00,3\n");

            var kept = client.call("POST", "/machines/mill/retention", "{\"days\":40}");

            assertThat(kept.json().get("expired").asInt())
                    .as("the 25th of October is 31 days ago, so its file stays whole")
                    .isZero();
            assertThat(sampleFiles()).hasSize(2);

            now.updateAndGet(at -> at.plus(Duration.ofDays(10)));
            await(() -> types(client).contains("plant.FilesExpired"));
            awaitLater(() -> types(client).contains("plant.FilesDropped"));

            assertThat(sampleFiles()).hasSize(1);
            assertThat(client.get("/machines/mill").json().get("rows").asInt()).isEqualTo(1);
            requireSound(client);
        }
        try (var server = start()) {
            var mill = client(server).get("/machines/mill").json();
            assertThat(mill.get("keepDays").asInt()).isEqualTo(40);
            assertThat(mill.get("rows").asInt()).isEqualTo(1);
        }
    }

    /** A machine whose first sixteen batches have become one file. */
    private static void joinSixteen(Client client) {
        client.call("POST", "/machines", "{\"machine\":\"mill\"}");
        for (int i = 0; i < 16; i++) {
            send(client, i, i * 0.5);
        }
        await(() -> types(client).contains("plant.FilesReplaced"));
    }

    private static void send(Client client, int second, double value) {
        String body =
                "{\"signals\":[\"a\"],\"rows\":[[\"%s\",%s]]}"
                        .formatted(START.plusSeconds(second), value);
        var got = client.call("POST", "/machines/mill/samples", body);
        assertThat(got.status()).as(got.text()).isEqualTo(200);
    }

    private static void requireTrend(Client client) {
        String path =
                "/machines/mill/trend?signal=a&points=32&from=%s&to=%s"
                        .formatted(START, START.plusSeconds(32));
        JsonNode max = client.get(path).json().get("max");
        for (int i = 0; i < 32; i++) {
            assertThat(max.get(i).asDouble()).isEqualTo(i * 0.5);
        }
    }

    private static void requireSound(Client client) {
        var report = client.call("POST", "/checks", "").json();
        assertThat(report.get("failed").asInt()).as("%s", report).isZero();
    }

    private static List<String> types(Client client) {
        return client.get("/journal?limit=1000")
                .json()
                .get("items")
                .valueStream()
                .map(entry -> entry.get("type").asString())
                .toList();
    }

    private static long count(Client client, String type) {
        return types(client).stream().filter(type::equals).count();
    }

    /** Time goes on meanwhile: when a file was left is noted a moment after the journal says it. */
    private void awaitLater(BooleanSupplier seen) {
        await(() -> {
            now.updateAndGet(at -> at.plus(LONG));
            return seen.getAsBoolean();
        });
    }

    private static void await(BooleanSupplier seen) {
        while (!seen.getAsBoolean()) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private List<Path> sampleFiles() throws IOException {
        try (var walk = Files.walk(folder.resolve("data/samples"))) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }

    private Server start() {
        return Server.start(
                new Settings(
                        folder.resolve("data"),
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        List.of("false"),
                        clock));
    }

    private Client client(Server server) throws IOException {
        String key = Files.readString(folder.resolve("data").resolve(Server.KEY_FILE)).strip();
        return Client.nobody(server.uri()).withKey(key);
    }
}
