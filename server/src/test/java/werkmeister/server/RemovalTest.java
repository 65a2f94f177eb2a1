package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.plant.machine.MachineId;
import werkmeister.server.journal.Journals;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;

/** A machine that is removed leaves nothing on the disk, and the journal says so. */
class RemovalTest {
    private static final String CSV = "time,a\n2026-02-13 10:00:00,1\n2026-03-13 10:00:00,2\n";

    @TempDir Path folder;

    @Test
    void nothingOfARemovedMachineIsLeftAndTheJournalProvesIt() throws IOException {
        try (var server = start()) {
            var client = client(server);
            twoMachines(client);

            var gone = client.call("DELETE", "/machines/mill?confirm=mill", "");

            assertThat(gone.status()).as(gone.text()).isEqualTo(200);
            assertThat(gone.json().get("files").asInt()).isEqualTo(2);
            assertThat(gone.json().get("rows").asInt()).isEqualTo(2);
            assertThat(sampleFiles("mill")).isEmpty();
            assertThat(sampleFiles("pump")).hasSize(2);
            assertThat(client.get("/machines/mill").status()).isEqualTo(404);
            assertThat(client.get("/machines").json().get("items")).hasSize(1);
            var types =
                    client.get("/journal?limit=500")
                            .json()
                            .get("items")
                            .valueStream()
                            .map(entry -> entry.get("type").asString())
                            .toList();
            assertThat(types).containsSubsequence("plant.MachineRemoved", "plant.FilesErased");
            requireSound(client);
        }
    }

    @Test
    void withoutItsNameOnceMoreNothingIsRemoved() throws IOException {
        try (var server = start()) {
            var client = client(server);
            twoMachines(client);

            for (String confirm : List.of("", "?confirm=pump", "?confirm=")) {
                var refused = client.call("DELETE", "/machines/mill" + confirm, "");
                assertThat(refused.status()).as(refused.text()).isIn(400, 422);
            }
            assertThat(sampleFiles("mill")).hasSize(2);
        }
    }

    @Test
    void aMachineOfTheSameNameStartsEmpty() throws IOException {
        try (var server = start()) {
            var client = client(server);
            twoMachines(client);
            client.call("DELETE", "/machines/mill?confirm=mill", "");

            client.call("POST", "/machines", "{\"machine\":\"mill\"}");
            assertThat(client.get("/machines/mill").json().get("rows").asInt()).isZero();
            var imported = client.call("POST", "/machines/mill/imports?name=a.csv", CSV);

            assertThat(imported.status()).as(imported.text()).isEqualTo(201);
            assertThat(imported.json().get("repeated").asBoolean()).isFalse();
            assertThat(sampleFiles("mill")).hasSize(2);
            requireSound(client);
        }
    }

    @Test
    void anErasureThatACrashCutOffIsFinishedAtTheNextStart() throws IOException {
        String key;
        try (var server = start()) {
            key = server.firstKey().orElseThrow();
            twoMachines(Client.nobody(server.uri()).withKey(key));
        }
        // What is durable when a server dies right after the journal's entry.
        var clock = InstantSource.system();
        var journal = Journals.open(folder.resolve("data"), Optional.empty(), clock);
        try (var cloud = Cloud.open(journal, clock)) {
            cloud.perform(
                    Caller.own("test"),
                    new CloudCommand.RemoveMachine(Server.HOME, new MachineId("mill")));
        }
        journal.close();
        assertThat(sampleFiles("mill")).hasSize(2);

        try (var server = start()) {
            assertThat(sampleFiles("mill")).isEmpty();
            assertThat(sampleFiles("pump")).hasSize(2);
            requireSound(Client.nobody(server.uri()).withKey(key));
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
                        InstantSource.system()));
    }

    private static Client client(Server server) {
        return Client.nobody(server.uri()).withKey(server.firstKey().orElseThrow());
    }

    private static void twoMachines(Client client) {
        for (String machine : List.of("mill", "pump")) {
            client.call("POST", "/machines", "{\"machine\":\"%s\"}".formatted(machine));
            var imported =
                    client.call("POST", "/machines/%s/imports?name=a.csv".formatted(machine), CSV);
            assertThat(imported.status()).as(imported.text()).isEqualTo(201);
        }
    }

    private static void requireSound(Client client) {
        var report = client.call("POST", "/checks", "{}").json();
        assertThat(report.toString()).contains("No file of a removed machine or tenant is left.");
        assertThat(report.get("failed").asInt()).as("%s", report).isZero();
    }

    private List<Path> sampleFiles(String machine) throws IOException {
        Path samples = folder.resolve("data").resolve("samples").resolve("home").resolve(machine);
        if (!Files.exists(samples)) {
            return List.of();
        }
        try (var walk = Files.walk(samples)) {
            return walk.filter(Files::isRegularFile).toList();
        }
    }
}
