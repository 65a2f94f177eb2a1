package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipInputStream;

/**
 * A fleet on the real server with a real worker: three pumps at work, learned from five that ran to
 * their end, by one training; and a pump that comes later.
 */
class FleetTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final List<String> PUMPS = List.of("pump-1", "pump-2", "pump-3");
    private static final String OLD = "\"old-1\",\"old-2\",\"old-3\",\"old-4\",\"old-5\"";
    private static final String FLEET =
            "{\"machines\":[\"pump-1\",\"pump-2\",\"pump-3\"],\"each\":{\"intent\":\"LIFE\",\"sisters\":[%s]}%s}";
    private static final String LATER =
            "{\"machine\":\"%s\",\"intent\":\"LIFE\",\"sisters\":[\"old-1\",\"pump-1\",\"pump-2\"]%s}";

    @TempDir static Path folder;

    private static Server server;
    private static Client operator;
    private static Client engineer;
    private static Client.Got placed;

    @BeforeAll
    static void oneTrainingForThreePumps() throws IOException, InterruptedException {
        server = start("data", Morning.workers());
        operator = Client.nobody(server.uri()).withKey(server.firstKey().orElseThrow());
        engineer = engineer(operator, "waterworks");
        importFleet(engineer);
        placed = engineer.with("Idempotency-Key", "fleet").call("POST", "/arrays", fleet(""));
        assertThat(placed.status()).as(placed.text()).isEqualTo(201);
        awaitOrders(engineer);
        for (String pump : List.of("pump-1", "pump-2")) {
            release(engineer, pump);
        }
    }

    @AfterAll
    static void close() {
        server.close();
    }

    @Test
    void oneJobMakesAVersionOfEachMachineAndIsPaidOnce() {
        JsonNode orders = placed.json().get("orders");
        assertThat(texts(orders, "job")).containsExactly("job-1", "job-1", "job-1");
        assertThat(placed.json().get("array").asString()).isEqualTo("array-1");
        assertThat(texts(items(engineer, "/orders"), "version"))
                .startsWith("pump-1/v1", "pump-2/v1", "pump-3/v1");
        JsonNode job = engineer.get("/jobs/job-1").json();
        assertThat(job.get("name").asString()).isEqualTo("train pump-1 and 2 more");

        var ledger = engineer.get("/ledger").json();
        long cost = 0;
        for (String pump : PUMPS) {
            JsonNode version = engineer.get("/versions/%s/1".formatted(pump)).json();
            cost += version.get("cost").get("microEuros").asLong();
            assertThat(version.get("shared").toString()).isEqualTo("{\"order\":\"order-1\"}");
            assertThat(version.get("appraisal").get("version").asString()).isEqualTo(pump + "/v1");
            assertThat(model(engineer, pump)).isEqualTo(model(engineer, "pump-1"));
        }
        assertThat(ledger.get("entries").valueStream().filter(FleetTest::isOfTheFleet)).hasSize(1);
        assertThat(cost).isPositive().isEqualTo(job.get("cost").get("microEuros").asLong());
        JsonNode card = engineer.get("/versions/pump-3/1").json().get("card");
        assertThat(texts(card.get("machines"), "machine")).containsExactlyElementsOf(PUMPS);
        assertThat(card.get("sisters")).hasSize(5);
        requireSound(operator);
    }

    private static boolean isOfTheFleet(JsonNode entry) {
        return entry.get("job").asString().equals("job-1");
    }

    @Test
    void askedTwiceItIsPlacedOnceAndTheAnswersHaveTheirShape() {
        var again = engineer.with("Idempotency-Key", "fleet").call("POST", "/arrays", fleet(""));
        assertThat(again.headers()).containsEntry("Idempotency-Replayed", "true");
        assertThat(again.text()).isEqualTo(placed.text());

        var api = new Api31(operator.get("/openapi.json").json());
        for (var operation : api.operations()) {
            switch (operation.toString()) {
                case "POST /arrays" ->
                        assertThat(api.differences(operation, 201, placed.text())).isEmpty();
                case "GET /orders" -> assertThat(differences(api, operation, "/orders")).isEmpty();
                case "GET /versions" ->
                        assertThat(differences(api, operation, "/versions")).isEmpty();
                default -> {}
            }
        }
    }

    private static List<String> differences(Api31 api, Api31.Operation operation, String path) {
        return api.differences(operation, 200, engineer.get(path).text());
    }

    @Test
    void eachMachineIsAskedByItsOwnVersionAndReleasedByItself() {
        JsonNode one = outlook(engineer, "pump-1");
        JsonNode two = outlook(engineer, "pump-2");
        assertThat(one.get("version").asString()).isEqualTo("pump-1/v1");
        assertThat(two.get("version").asString()).isEqualTo("pump-2/v1");
        assertThat(one.get("outlook").get("asOf")).isNotEqualTo(two.get("outlook").get("asOf"));
        assertThat(engineer.get("/machines/pump-3/outlooks").json().get("outlooks")).isEmpty();
        assertThat(engineer.get("/versions/pump-3/1").json().get("state").asString())
                .isEqualTo("CANDIDATE");
    }

    @Test
    void aNewMachineTakesOverWhatItsSistersShareWithoutAJob() {
        importPump(engineer, "pump-9", 9, 60);
        int jobs = items(engineer, "/jobs").size();
        var keyed = engineer.with("Idempotency-Key", "later");
        var taken = keyed.call("POST", "/orders", LATER.formatted("pump-9", ""));

        assertThat(taken.status()).as(taken.text()).isEqualTo(201);
        assertThat(taken.json().get("version").asString()).isEqualTo("pump-9/v1");
        assertThat(taken.json().has("job")).isFalse();
        assertThat(keyed.call("POST", "/orders", LATER.formatted("pump-9", "")).text())
                .isEqualTo(taken.text());
        assertThat(items(engineer, "/jobs")).hasSize(jobs);
        JsonNode version = engineer.get("/versions/pump-9/1").json();
        assertThat(version.get("shared").get("order").asString()).isEqualTo("order-1");
        assertThat(version.get("shared").get("takenFrom").asString()).isEqualTo("pump-1/v1");
        assertThat(version.get("cost").get("microEuros").asLong()).isZero();
        assertThat(version.get("state").asString()).isEqualTo("CANDIDATE");
        assertThat(version.get("appraisal").get("verdict").asString()).isIn("WARN", "REFUSE");
        assertThat(version.toString()).contains("not tried on this machine");
        release(engineer, "pump-9");
        assertThat(outlook(engineer, "pump-9").get("version").asString()).isEqualTo("pump-9/v1");
        // Now it has a version of its own, and the next one is trained.
        var more = engineer.call("POST", "/orders", LATER.formatted("pump-9", ",\"shared\":true"));
        assertThat(more.status()).isEqualTo(409);
        assertThat(more.text()).contains("Machine (pump-9) has nothing to take over");
        requireSound(operator);
    }

    @Test
    void aMachineThatLacksASignalOrIsToBeTrainedTakesNothingOver() {
        engineer.call("POST", "/machines", "{\"machine\":\"half-1\"}");
        engineer.call("POST", "/machines/half-1/imports?name=a.csv", csv("heat", 4, 60));
        importPump(engineer, "pump-8", 8, 60);

        assertThat(order("half-1", ",\"shared\":true").status()).isEqualTo(409);
        // Of three sisters no life can be learned: that it says so tells that it would train.
        for (String more : List.of(",\"shared\":false", ",\"seed\":2")) {
            var trained = order("pump-8", more);
            assertThat(trained.status()).as(trained.text()).isEqualTo(422);
            assertThat(trained.text()).contains("4 lives that came to an end are needed");
        }
        assertThat(order("pump-8", "").json().get("version").asString()).isEqualTo("pump-8/v1");
    }

    private static Client.Got order(String machine, String more) {
        return engineer.call("POST", "/orders", LATER.formatted(machine, more));
    }

    @Test
    void whatIsAskedOfEachIsStillTrainedOfEachAndWatchingIsNeverShared() throws Exception {
        var other = engineer(operator, "dairy");
        importFleet(other);
        var each = other.call("POST", "/arrays", fleet(",\"shared\":false"));
        assertThat(texts(each.json().get("orders"), "job")).hasSize(3).doesNotHaveDuplicates();
        cancel(other, each);

        var watch = "{\"machines\":[\"pump-1\",\"pump-2\"],\"shared\":true}";
        var refused = other.call("POST", "/arrays", watch);
        assertThat(refused.status()).isEqualTo(422);
        assertThat(refused.text()).contains("leave (shared) out");
        var apart = other.call("POST", "/arrays", watch.replace(",\"shared\":true", ""));
        assertThat(texts(apart.json().get("orders"), "job")).hasSize(2).doesNotHaveDuplicates();
        cancel(other, apart);
        awaitOrders(other);
    }

    @Test
    void aSharedTrainingThatIsCancelledEndsAllItsOrdersAndKeepsItsMachinesUntilThen()
            throws Exception {
        var other = engineer(operator, "brewery");
        importFleet(other);
        var shared = other.call("POST", "/arrays", fleet(""));
        assertThat(shared.status()).as(shared.text()).isEqualTo(201);
        for (String machine : List.of("pump-1", "pump-3", "old-2")) {
            var kept = other.call("DELETE", "/machines/%1$s?confirm=%1$s".formatted(machine), "");
            assertThat(kept.status()).as(kept.text()).isEqualTo(409);
        }
        cancel(other, shared);
        awaitOrders(other);

        assertThat(texts(items(other, "/orders"), "state"))
                .containsExactly("FAILED", "FAILED", "FAILED");
        assertThat(items(other, "/versions")).isEmpty();
        requireSound(operator);
    }

    @Test
    void anotherTenantNeitherSeesNorTakesOverWhatIsShared() {
        var rival = engineer(operator, "rival");
        importPump(rival, "pump-9", 9, 60);

        var taken = rival.call("POST", "/orders", LATER.formatted("pump-9", ""));
        assertThat(taken.status()).as(taken.text()).isEqualTo(404);
        assertThat(rival.call("POST", "/arrays", fleet("")).status()).isEqualTo(404);
        assertThat(items(rival, "/orders")).isEmpty();
        assertThat(items(rival, "/versions")).isEmpty();
        assertThat(rival.get("/versions/pump-1/1").status()).isEqualTo(404);
        // A machine of the same name gives nothing away, either.
        for (String sister : List.of("old-1", "pump-1", "pump-2")) {
            importPump(rival, sister, 3, 60);
        }
        var own = rival.call("POST", "/orders", LATER.formatted("pump-9", ",\"shared\":true"));
        assertThat(own.status()).as(own.text()).isEqualTo(409);
    }

    @Test
    void whatIsSharedIsExportedOnceRestoredSharedAndErasedWithItsLastMachine() throws IOException {
        byte[] archive = engineer.get("/export").bytes();
        assertThat(entries(archive).filter(name -> name.endsWith("/model.json")))
                .containsExactly("models/pump-1/v1/model.json");
        try (var other = start("other", List.of("false"))) {
            var there = Client.nobody(other.uri()).withKey(other.firstKey().orElseThrow());
            // Somebody has used the first ids already.
            engineer(there, "waterworks");
            var owner = there.with("Werkmeister-Tenant", "waterworks");
            importPump(there, "mill", 1, 60);
            there.call("POST", "/orders", "{\"machine\":\"mill\"}");

            var restored = owner.send("POST", "/restore", archive);
            assertThat(restored.status()).as(restored.text()).isEqualTo(201);
            assertThat(owner.get("/machines/pump-2/outlooks").text())
                    .isEqualTo(engineer.get("/machines/pump-2/outlooks").text());
            assertThat(owner.get("/versions/pump-3/1").json().get("shared").toString())
                    .isEqualTo("{\"order\":\"order-2\"}");
            String again = String.join(" ", entries(owner.get("/export").bytes()).toList());
            assertThat(again).isEqualTo(String.join(" ", entries(archive).toList()));
            requireSound(there);

            for (String pump : List.of("pump-1", "pump-3")) {
                remove(owner, pump);
                assertThat(model(owner, "pump-2")).isEqualTo(model(engineer, "pump-2"));
                requireSound(there);
            }
            assertThat(modelFiles("other")).isNotEmpty();
            for (JsonNode machine : items(owner, "/machines")) {
                remove(owner, machine.get("machine").asString());
            }
            assertThat(modelFiles("other")).isEmpty();
            requireSound(there);

            // Where the whole tenant goes, what its machines share goes as well.
            assertThat(owner.send("POST", "/restore", archive).status()).isEqualTo(201);
            assertThat(modelFiles("other")).hasSize(1);
            var gone = there.call("DELETE", "/tenants/waterworks?confirm=waterworks", "");
            assertThat(gone.status()).as(gone.text()).isEqualTo(200);
            assertThat(modelFiles("other")).isEmpty();
            requireSound(there);
        }
    }

    private static void remove(Client client, String machine) {
        var gone = client.call("DELETE", "/machines/%1$s?confirm=%1$s".formatted(machine), "");
        assertThat(gone.status()).as(gone.text()).isEqualTo(200);
    }

    private static List<Path> modelFiles(String data) throws IOException {
        try (var files = Files.walk(folder.resolve(data))) {
            return files.filter(file -> file.endsWith("model.json")).toList();
        }
    }

    private static Stream<String> entries(byte[] zip) throws IOException {
        var names = new ArrayList<String>();
        try (var in = new ZipInputStream(new ByteArrayInputStream(zip))) {
            for (ZipEntry entry = in.getNextEntry(); entry != null; entry = in.getNextEntry()) {
                names.add(entry.getName());
            }
        }
        return names.stream().sorted();
    }

    private static String fleet(String more) {
        return FLEET.formatted(OLD, more);
    }

    private static void cancel(Client client, Client.Got array) {
        String id = array.json().get("array").asString();
        var cancelled = client.call("POST", "/arrays/%s/cancel".formatted(id), "{}");
        assertThat(cancelled.status()).as(cancelled.text()).isEqualTo(200);
    }

    private static void release(Client client, String machine) {
        var released =
                client.call(
                        "POST",
                        "/versions/%s/1/release".formatted(machine),
                        "{\"reason\":\"asked\",\"force\":true}");
        assertThat(released.status()).as(released.text()).isEqualTo(200);
    }

    private static JsonNode outlook(Client client, String machine) {
        JsonNode all = client.get("/machines/%s/outlooks".formatted(machine)).json();
        JsonNode one = all.get("outlooks").get(0);
        assertThat(one.has("outlook")).as("%s", all).isTrue();
        return one;
    }

    private static String model(Client client, String machine) {
        return client.get("/versions/%s/1/files/model.json".formatted(machine)).text();
    }

    private static void awaitOrders(Client client) throws InterruptedException {
        while (client.get("/orders").text().contains("\"state\":\"OPEN\"")) {
            Thread.sleep(100);
        }
    }

    private static List<JsonNode> items(Client client, String path) {
        return client.get(path).json().get("items").valueStream().toList();
    }

    private static List<String> texts(Iterable<JsonNode> nodes, String field) {
        var texts = new ArrayList<String>();
        nodes.forEach(node -> texts.add(node.path(field).asString("")));
        return texts;
    }

    private static void requireSound(Client operator) {
        var report = operator.call("POST", "/checks", "{}").json();
        assertThat(report.get("failed").asInt()).as("%s", report).isZero();
    }

    private static Client engineer(Client operator, String tenant) {
        var made =
                operator.call(
                        "POST",
                        "/tenants",
                        "{\"tenant\":\"%1$s\",\"name\":\"%1$s\"}".formatted(tenant));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return operator.withKey(
                Morning.newKey(operator.with("Werkmeister-Tenant", tenant), "ENGINEER"));
    }

    private static void importFleet(Client client) {
        for (int m = 1; m <= 5; m++) {
            importPump(client, "old-" + m, m, 100 + 10 * m);
        }
        for (int m = 1; m <= 3; m++) {
            importPump(client, "pump-" + m, 10 + m, 50 + 10 * m);
        }
    }

    private static void importPump(Client client, String machine, int seed, int rows) {
        client.call("POST", "/machines", "{\"machine\":\"%s\"}".formatted(machine));
        var imported =
                client.call(
                        "POST",
                        "/machines/%s/imports?name=a.csv".formatted(machine),
                        csv("heat,flow", seed, rows));
        assertThat(imported.status()).as(imported.text()).isEqualTo(201);
    }

    /** Gets hotter toward its end after some 140 hours, and flows less. */
    private static String csv(String signals, int seed, int rows) {
        var random = new Random(seed);
        var text = new StringBuilder("time," + signals + "\n");
        double life = seed <= 5 ? rows : 140;
        for (int row = 0; row < rows; row++) {
            double wear = Math.pow(row / life, 3);
            text.append(START.plus(row, ChronoUnit.HOURS))
                    .append(",%.4f".formatted(60 + 30 * wear + random.nextGaussian()));
            if (signals.contains(",")) {
                text.append(",%.4f".formatted(5 - 2 * wear + 0.2 * random.nextGaussian()));
            }
            text.append('\n');
        }
        return text.toString();
    }

    private static Server start(String data, List<String> workers) {
        return Server.start(
                new Settings(
                        folder.resolve(data),
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        workers,
                        InstantSource.system()));
    }
}
