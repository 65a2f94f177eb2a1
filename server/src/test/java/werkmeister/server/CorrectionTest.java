package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** Files that overlap: what is new, what is the same, what is corrected, and how each was read. */
class CorrectionTest {
    @TempDir Path folder;
    private Server server;
    private Client client;

    @BeforeEach
    void aMachine() {
        server =
                Server.start(
                        new Settings(
                                folder.resolve("data"),
                                "127.0.0.1",
                                0,
                                Optional.empty(),
                                List.of("false"),
                                InstantSource.system()));
        client = Client.nobody(server.uri()).withKey(server.firstKey().orElseThrow());
        client.call("POST", "/machines", "{\"machine\":\"mill\"}");
    }

    @AfterEach
    void close() {
        server.close();
    }

    @Test
    void anOverlappingFileSaysWhatIsNewTheSameAndCorrected() {
        var first =
                imported(
                        "a.csv",
                        """
                        time;a;b
                        2026-02-13 10:00:00;1,5;2
                        2026-02-13 10:01:00;2,5;
                        2026-02-13 10:02:00;3,5;4
                        """);
        requireReadings(first, 5, 0, 0);

        var second =
                imported(
                        "b.csv",
                        """
                        time;a;b
                        2026-02-13 10:01:00;2,5;3
                        2026-02-13 10:02:00;9,5;4
                        2026-02-13 10:03:00;5,5;6
                        """);
        requireReadings(second, 3, 2, 1);

        var trend =
                client.get(
                        "/machines/mill/trend?signal=a&points=1&from=2026-02-13T10:02:00Z&to=2026-02-13T10:03:00Z");
        assertThat(trend.json().get("max").get(0).asDouble()).isEqualTo(9.5);
    }

    @Test
    void theSameFileAgainIsNothingNew() {
        String csv = "time,a\n2026-02-13 10:00:00,1\n";
        imported("a.csv", csv);

        assertThat(imported("again.csv", csv).get("repeated").asBoolean()).isTrue();
        assertThat(imports()).hasSize(1);
    }

    @Test
    void howAFileWasReadIsKeptWithItsImport() {
        client.call(
                "POST",
                "/machines/mill/imports?name=a.csv&zone=Europe/Berlin&decimal=comma",
                "time;a\n13.02.2026 10:00:00;1,234\n13.02.2026 10:01:00;2,345\n");

        JsonNode reading = imports().getFirst().get("reading");

        assertThat(reading.get("format").get("decimal").asString()).isEqualTo(",");
        assertThat(reading.get("format").get("zone").asString()).isEqualTo("Europe/Berlin");
        assertThat(reading.get("said").valueStream().map(JsonNode::asString))
                .containsExactlyInAnyOrder("zone=Europe/Berlin", "decimal=comma");
    }

    private List<JsonNode> imports() {
        return client.get("/machines/mill/imports").json().get("items").valueStream().toList();
    }

    private JsonNode imported(String name, String csv) {
        var got = client.call("POST", "/machines/mill/imports?name=" + name, csv);
        assertThat(got.status()).as(got.text()).isEqualTo(201);
        return got.json();
    }

    private static void requireReadings(JsonNode answer, long added, long same, long changed) {
        JsonNode readings = answer.get("readings");
        assertThat(
                        List.of(
                                readings.get("added").asLong(),
                                readings.get("same").asLong(),
                                readings.get("changed").asLong()))
                .containsExactly(added, same, changed);
    }
}
