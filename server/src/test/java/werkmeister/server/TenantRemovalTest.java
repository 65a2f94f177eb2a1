package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.server.journal.Journals;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A tenant that is removed leaves no file, no key and no machine; its neighbour notices nothing.
 */
class TenantRemovalTest {
    private static final String CSV = "time,a\n2026-02-13 10:00:00,1\n2026-03-13 10:00:00,2\n";

    @TempDir Path folder;

    @Test
    void nothingOfARemovedTenantIsLeftAndItsNeighbourIsTheSameToTheByte() throws IOException {
        try (var server = start()) {
            var operator = operator(server);
            var acme = engineer(operator, "acme");
            var rival = engineer(operator, "rival");
            machines(acme);
            machines(rival);
            acme.call("POST", "/orders", "{\"machine\":\"mill\"}");
            awaitJobs(acme);
            assertThat(Files.exists(folder.resolve("data/jobs/job-1"))).isTrue();
            Map<String, Sha256> before = files("samples/rival");
            assertThat(files("samples/acme")).hasSize(4);

            var asked = operator.call("DELETE", "/tenants/acme?confirm=acm", "");
            assertThat(asked.status()).isEqualTo(422);
            assertThat(files("samples/acme")).hasSize(4);
            var gone = operator.call("DELETE", "/tenants/acme?confirm=acme", "");

            assertThat(gone.status()).as(gone.text()).isEqualTo(200);
            assertThat(gone.json().get("machines").asInt()).isEqualTo(2);
            assertThat(gone.json().get("files").asInt()).isEqualTo(4);
            assertThat(Files.exists(folder.resolve("data/samples/acme"))).isFalse();
            assertThat(Files.exists(folder.resolve("data/jobs/job-1"))).isFalse();
            assertThat(files("samples/rival")).isEqualTo(before);
            assertThat(acme.get("/machines").status()).isEqualTo(401);
            assertThat(rival.get("/machines").json().get("items")).hasSize(2);
            assertThat(operator.get("/tenants").text()).doesNotContain("acme").contains("rival");
            requireSound(operator);
        }
        try (var server = start()) {
            requireSound(operator(server));
        }
    }

    @Test
    void aTenantOfTheSameNameBeginsEmptyAndTheOldKeyOpensNothing() throws IOException {
        try (var server = start()) {
            var operator = operator(server);
            var old = engineer(operator, "acme");
            machines(old);
            operator.call("DELETE", "/tenants/acme?confirm=acme", "");

            var fresh = engineer(operator, "acme");

            assertThat(old.get("/machines").status()).isEqualTo(401);
            assertThat(fresh.get("/machines").json().get("items")).isEmpty();
            assertThat(fresh.get("/versions").json().get("items")).isEmpty();
            machines(fresh);
            requireSound(operator);
        }
    }

    @Test
    void whoOperatesTheSiteAndWhoStillWorksIsNotRemoved() throws IOException {
        try (var server = start()) {
            var operator = operator(server);
            assertThat(operator.call("DELETE", "/tenants/home?confirm=home", "").text())
                    .contains("The tenant home has an operator's key: revoke it first.");
            assertThat(operator.call("DELETE", "/tenants/nobody?confirm=nobody", "").status())
                    .isEqualTo(404);
            var acme = engineer(operator, "acme");
            assertThat(acme.call("DELETE", "/tenants/acme?confirm=acme", "").status())
                    .isEqualTo(403);
            assertThat(acme.get("/machines").status()).isEqualTo(200);
        }
    }

    @Test
    void aRemovalThatACrashCutOffIsFinishedAtTheNextStart() throws IOException {
        try (var server = start()) {
            machines(engineer(operator(server), "acme"));
        }
        // What is durable when a server dies right after the journal's entry.
        var clock = InstantSource.system();
        var journal = Journals.open(folder.resolve("data"), Optional.empty(), clock);
        try (var cloud = Cloud.open(journal, clock)) {
            cloud.perform(Caller.own("test"), new CloudCommand.RemoveTenant(new TenantId("acme")));
        }
        journal.close();
        assertThat(files("samples/acme")).hasSize(4);

        try (var server = start()) {
            assertThat(Files.exists(folder.resolve("data/samples/acme"))).isFalse();
            requireSound(operator(server));
        }
    }

    private static Client engineer(Client operator, String tenant) {
        var made =
                operator.call(
                        "POST",
                        "/tenants",
                        "{\"tenant\":\"%s\",\"name\":\"%s\"}".formatted(tenant, tenant));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return operator.withKey(
                Morning.newKey(operator.with("Werkmeister-Tenant", tenant), "ENGINEER"));
    }

    private static void machines(Client client) {
        for (String machine : List.of("mill", "pump")) {
            client.call("POST", "/machines", "{\"machine\":\"%s\"}".formatted(machine));
            var imported =
                    client.call("POST", "/machines/%s/imports?name=a.csv".formatted(machine), CSV);
            assertThat(imported.status()).as(imported.text()).isEqualTo(201);
        }
    }

    /** The workers of this server fail at once; what is left of them is to go as well. */
    private static void awaitJobs(Client client) {
        while (!client.get("/jobs").text().contains("FAILED")) {
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void requireSound(Client operator) {
        var report = operator.call("POST", "/checks", "").json();
        assertThat(report.get("failed").asInt()).as("%s", report).isZero();
    }

    private Map<String, Sha256> files(String below) throws IOException {
        var files = new TreeMap<String, Sha256>();
        try (var walk = Files.walk(folder.resolve("data").resolve(below))) {
            for (Path file : walk.filter(Files::isRegularFile).toList()) {
                files.put(file.toString(), Sha256.of(file));
            }
        }
        return files;
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

    private Client operator(Server server) throws IOException {
        String key = Files.readString(folder.resolve("data").resolve(Server.KEY_FILE)).strip();
        return Client.nobody(server.uri()).withKey(key);
    }
}
