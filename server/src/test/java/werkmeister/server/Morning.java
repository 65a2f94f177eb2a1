package werkmeister.server;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;

import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleTable;
import werkmeister.server.json.Json;
import werkmeister.simulator.press.PressFiles;
import werkmeister.simulator.press.PressLine;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Everything that a tenant does in a morning, on the real server and with real workers, each
 * changing call asked twice under one Idempotency-Key: from a machine's history to a promoted
 * version.
 */
final class Morning implements AutoCloseable {
    static final String TENANT = "foundry";

    /** Stands in what belongs to the tenant, and nowhere else. */
    static final String MARK = "Geheimpresse";

    private static final String ASSETS =
            "enterprise,site,machine\n%s,Graz,press-1\n".formatted(MARK);

    private static final String SEVERAL =
            """
            time,machine,a
            2026-02-13 10:00:00,Pump 1,1
            2026-02-13 10:00:00,Pump 2,2
            2026-02-13 10:01:00,Pump 1,3
            2026-02-13 10:01:00,Pump 2,4
            """;
    private static final String SITE =
            Json.write(
                    Map.of(
                            "file",
                            "hall.yaml",
                            "text",
                            """
                            site: hall
                            pods:
                              - name: pod-1
                                racks:
                                  - name: rack
                                    nodes:
                                      - name: node
                                        count: 2
                                        cpus: 8
                                        memory: 64 GiB
                            """));
    private static final PressLine LINE =
            PressLine.of(
                    1, new PressLine.Settings(LocalDate.of(2025, 1, 1), 1, Duration.ofMinutes(30)));
    private static final MachineId PRESS = LINE.machines().getFirst();
    private static final Duration POLL = Duration.ofMillis(100);

    /** One changing call and both of its answers. */
    record Twice(String operation, Client.Got first, Client.Got again, Client.Got other) {}

    final Server server;
    final Client operator;
    final Client engineer;
    final Client viewer;
    final Client revoked;
    final String engineersPrefix;
    final Map<String, Twice> twiceByOperation = new TreeMap<>();
    private int keys;

    private Morning(Server server) {
        this.server = server;
        var anyone = Client.nobody(server.uri());
        operator = anyone.withKey(server.firstKey().orElseThrow());
        twice(
                "POST /tenants",
                operator,
                "/tenants",
                "{\"tenant\":\"foundry\",\"name\":\"Foundry\"}");
        var acting = operator.with("Werkmeister-Tenant", TENANT);
        var key = twice("POST /keys", acting, "/keys", "{\"role\":\"ENGINEER\"}").first().json();
        engineer = anyone.withKey(key.get("key").asString());
        engineersPrefix = key.get("prefix").asString();
        viewer = anyone.withKey(newKey(engineer, "VIEWER"));
        revoked = anyone.withKey(newKey(engineer, "ENGINEER"));
    }

    /** A new server whose data lie within a folder, and that trains. */
    static Server server(Path folder) throws IOException {
        return Server.start(
                new Settings(
                        folder.resolve("data"),
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        workers(),
                        InstantSource.system()));
    }

    static Morning live(Path folder) throws IOException, InterruptedException {
        var morning = new Morning(server(folder));
        morning.removeATenant();
        morning.shutOutAKey();
        morning.learn(folder);
        morning.watch();
        morning.learnAgain();
        morning.ask();
        morning.bring();
        morning.array();
        morning.hold();
        morning.moveAnAttic();
        morning.operate();
        return morning;
    }

    /** A key that another client makes for itself. */
    static String newKey(Client client, String role) {
        var made = client.call("POST", "/keys", "{\"role\":\"%s\"}".formatted(role));
        assertThat(made.status()).as(made.text()).isEqualTo(201);
        return made.json().get("key").asString();
    }

    /** The call of a route and its answers. */
    Twice twice(String operation) {
        return Optional.ofNullable(twiceByOperation.get(operation)).orElseThrow();
    }

    /** A real path of the tenant's for every path of the document. */
    String real(String path) {
        String real =
                path.replace("{machine}", PRESS.value())
                        .replace("{number}", "1")
                        .replace("{name}", "card.json")
                        .replace("{tenant}", "attic")
                        .replace("{node}", "pod-1-rack-node-1")
                        .replace("{pod}", "pod-1")
                        .replace("{group}", "crew")
                        .replace("{prefix}", engineersPrefix)
                        .replace("/findings/{id}", "/findings/finding-1")
                        .replace("/jobs/{id}", "/jobs/job-1")
                        .replace("/orders/{id}", "/orders/order-1")
                        .replace("/arrays/{id}", "/arrays/array-7");
        if (path.endsWith("/comparison") || path.endsWith("/promote")) {
            real = real.replace("/1/", "/3/"); // The one in the shadow.
        }
        assertThat(real).as("teach this test a real value").doesNotContain("{");
        return switch (path) {
            case "/machines/{machine}/trend" -> real + "?signal=Systemdruck";
            case "/machines/{machine}/models" -> real + "?name=a.onnx";
            case "/machines/{machine}/imports" -> real + "?name=a.csv";
            case "/imports" -> real + "?name=several.csv&add=true";
            case "/understand", "/assets" -> real + "?name=a.csv";
            default -> real;
        };
    }

    /** A body that is understood. */
    String body(String operation) {
        return switch (operation) {
            case "POST /tenants" -> "{\"tenant\":\"intruder\",\"name\":\"Intruder\"}";
            case "PUT /site" -> SITE;
            case "POST /nodes/{node}/state" -> "{\"state\":\"DRAINING\"}";
            case "POST /nodes/{node}/heartbeat" -> "{\"gpus\":0,\"healthy\":0}";
            case "POST /site/closures" ->
                    "{\"pod\":\"pod-1\",\"from\":\"2199-01-01T00:00:00Z\",\"to\":\"2199-01-02T00:00:00Z\"}";
            case "PUT /tenants/{tenant}" -> "{\"name\":\"Attic\",\"weight\":2}";
            case "PUT /groups/{group}" -> "{\"weight\":3}";
            case "POST /keys" -> "{\"role\":\"VIEWER\"}";
            case "POST /machines" -> "{\"machine\":\"own-1\"}";
            case "POST /machines/{machine}/imports" -> "time,a\n2026-02-13 10:00:00,1\n";
            case "POST /imports", "POST /understand" -> SEVERAL;
            case "POST /assets" -> ASSETS;
            case "POST /machines/{machine}/retention" -> "{\"days\":3650}";
            case "POST /machines/{machine}/samples" ->
                    "{\"signals\":[\"Systemdruck\"],\"rows\":[[\"2026-12-01T00:00:00Z\",1.5]]}";
            case "POST /jobs" -> "{\"name\":\"dry run\",\"hold\":\"PT0S\",\"count\":2}";
            case "POST /orders" -> "{\"machine\":\"press-1\"}";
            case "POST /findings/{id}/verdict" -> "{\"verdict\":\"FALSE_ALARM\",\"replace\":true}";
            case "POST /machines/{machine}/outlooks/verdict" ->
                    "{\"verdict\":\"WRONG\",\"replace\":true}";
            case "POST /versions/{machine}/{number}/release" ->
                    "{\"reason\":\"because\",\"force\":true}";
            default -> "{}";
        };
    }

    /** The last thing: what is trained runs on the site as it was before. */
    private void operate() {
        for (String operation :
                List.of(
                        "PUT /site",
                        "POST /nodes/{node}/heartbeat",
                        "POST /nodes/{node}/state",
                        "POST /site/closures",
                        "PUT /tenants/{tenant}",
                        "PUT /groups/{group}")) {
            String path = operation.substring(operation.indexOf(' ') + 1);
            twice(operation, operator, real(path), body(operation));
        }
        twice(
                "DELETE /site/closures/{pod}",
                operator,
                "/site/closures/pod-1?from=2199-01-01T00:00:00Z",
                "");
        twice("DELETE /groups/{group}", operator, "/groups/crew", "");
    }

    private void moveAnAttic() {
        operator.call("POST", "/tenants", "{\"tenant\":\"attic\",\"name\":\"Attic\"}");
        var attic = operator.with("Werkmeister-Tenant", "attic");
        twice("POST /restore", attic, "/restore", attic.get("/export").bytes());
    }

    private void removeATenant() {
        operator.call("POST", "/tenants", "{\"tenant\":\"cellar\",\"name\":\"Cellar\"}");
        twice("DELETE /tenants/{tenant}", operator, "/tenants/cellar?confirm=cellar", "");
    }

    private void shutOutAKey() {
        String prefix =
                engineer.get("/keys")
                        .json()
                        .get("items")
                        .valueStream()
                        .filter(key -> key.get("role").asString().equals("ENGINEER"))
                        .map(key -> key.get("prefix").asString())
                        .filter(one -> !one.equals(engineersPrefix))
                        .findFirst()
                        .orElseThrow();
        twice("DELETE /keys/{prefix}", engineer, "/keys/" + prefix, "");
    }

    private void learn(Path folder) throws IOException, InterruptedException {
        twice(
                "POST /machines",
                engineer,
                "/machines",
                "{\"machine\":\"press-1\",\"name\":\"%s\",\"zone\":\"Europe/Berlin\"}"
                        .formatted(MARK));
        Path file = Files.createDirectories(folder).resolve("press.csv");
        PressFiles.writeGermanCsv(LINE, PRESS, LINE.history(), file);
        twice(
                "POST /machines/{machine}/imports",
                engineer,
                "/machines/press-1/imports?name=%s.csv&zone=Europe/Berlin".formatted(MARK),
                Files.readString(file, StandardCharsets.UTF_8));
        twice("POST /understand", engineer, "/understand?name=several.csv", SEVERAL);
        twice("POST /assets", engineer, "/assets?name=tree.csv", ASSETS);
        twice(
                "POST /machines/{machine}/retention",
                engineer,
                "/machines/press-1/retention",
                "{\"days\":36525}");
        twice("POST /imports", engineer, "/imports?name=several.csv&add=true", SEVERAL);
        twice("DELETE /machines/{machine}", engineer, "/machines/pump-2?confirm=pump-2", "");
        train();
        twice(
                "POST /versions/{machine}/{number}/gate",
                engineer,
                "/versions/press-1/1/gate",
                "{\"budget\":2}");
        twice(
                "POST /versions/{machine}/{number}/release",
                engineer,
                "/versions/press-1/1/release",
                "{\"reason\":\"first\",\"force\":true}");
    }

    private void train() throws InterruptedException {
        twice(
                "POST /orders",
                engineer,
                "/orders",
                "{\"machine\":\"press-1\",\"trainUntil\":\"%s\"}".formatted(LINE.heldOutFrom()));
        while (jobs().stream().anyMatch(job -> !state(job).equals("SUCCEEDED"))) {
            assertThat(jobs()).noneMatch(job -> state(job).equals("FAILED"));
            Thread.sleep(POLL);
        }
    }

    private List<JsonNode> jobs() {
        return engineer.get("/jobs").json().get("items").valueStream().toList();
    }

    private static String state(JsonNode job) {
        return job.get("state").asString();
    }

    private void watch() {
        var fault =
                LINE.plan().stream()
                        .filter(one -> one.machine().equals(PRESS))
                        .filter(one -> one.span().from().isAfter(LINE.live().from()))
                        .findFirst()
                        .orElseThrow();
        var span = new TimeSpan(LINE.live().from(), fault.span().to());
        twice(
                "POST /machines/{machine}/samples",
                engineer,
                "/machines/press-1/samples",
                samples(LINE.table(PRESS, span)));
        twice(
                "POST /findings/{id}/verdict",
                engineer,
                "/findings/finding-1/verdict",
                "{\"verdict\":\"CONFIRMED\",\"note\":\"%s\"}".formatted(MARK));
    }

    private void learnAgain() throws InterruptedException {
        train();
        twice(
                "POST /versions/{machine}/{number}/shadow",
                engineer,
                "/versions/press-1/2/shadow",
                "{}");
        twice(
                "POST /versions/{machine}/{number}/promote",
                engineer,
                "/versions/press-1/2/promote",
                "{\"reason\":\"tried\"}");
        train();
        engineer.call("POST", "/versions/press-1/3/shadow", "{}");
        engineer.call("POST", "/orders", "{\"machine\":\"press-1\"}");
        twice("POST /jobs/{id}/cancel", engineer, "/jobs/job-4/cancel", "{}");
        twice("POST /checks", operator, "/checks", "{}");
    }

    /** What comes next? */
    private void ask() throws InterruptedException {
        var ordered =
                engineer.call(
                        "POST",
                        "/orders",
                        "{\"machine\":\"press-1\",\"intent\":\"FORECAST\",\"target\":\"Öltemperatur\","
                            + "\"horizon\":\"PT12H\"}");
        assertThat(ordered.status()).as(ordered.text()).isEqualTo(201);
        while (engineer.get("/orders").text().contains("\"state\":\"OPEN\"")) {
            Thread.sleep(POLL);
        }
        var released =
                engineer.call(
                        "POST",
                        "/versions/press-1/4/release",
                        "{\"reason\":\"asked\",\"force\":true}");
        assertThat(released.status()).as(released.text()).isEqualTo(200);
        twice(
                "POST /machines/{machine}/outlooks/verdict",
                engineer,
                "/machines/press-1/outlooks/verdict",
                "{\"verdict\":\"RIGHT\",\"note\":\"%s\"}".formatted(MARK));
    }

    /** A model that somebody else has made. */
    private void bring() throws IOException, InterruptedException {
        twice(
                "POST /machines/{machine}/models",
                engineer,
                "/machines/press-1/models?name=theirs.onnx&signals=Systemdruck,%C3%96ltemperatur",
                ForeignModelTest.theirs());
        while (engineer.get("/orders").text().contains("\"state\":\"OPEN\"")) {
            Thread.sleep(POLL);
        }
    }

    /** Several machines at once, and then not after all. */
    private void array() throws InterruptedException {
        engineer.call("POST", "/machines", "{\"machine\":\"mill-1\"}");
        engineer.call(
                "POST",
                "/machines/mill-1/imports?name=a.csv",
                "time,a\n2026-02-13 10:00:00,1\n2026-03-13 10:00:00,2\n");
        String id =
                twice(
                                "POST /arrays",
                                engineer,
                                "/arrays",
                                "{\"machines\":[\"press-1\",\"mill-1\"],\"each\":{\"budget\":2}}")
                        .first()
                        .json()
                        .get("array")
                        .asString();
        assertThat(id).isEqualTo("array-7");
        twice("POST /arrays/{id}/cancel", engineer, "/arrays/" + id + "/cancel", "{}");
        while (engineer.get("/orders").text().contains("\"state\":\"OPEN\"")) {
            Thread.sleep(POLL);
        }
    }

    /** Room that is held for no time at all. */
    private void hold() throws InterruptedException {
        twice("POST /jobs", engineer, "/jobs", body("POST /jobs").replace("dry run", MARK));
        while (jobs().stream().anyMatch(job -> !job.has("endedAt"))) {
            Thread.sleep(POLL);
        }
    }

    /** Asks twice for the same, and once more for something else under the same key. */
    private Twice twice(String operation, Client client, String path, String body) {
        return twice(operation, client, path, body.getBytes(StandardCharsets.UTF_8));
    }

    private Twice twice(String operation, Client client, String path, byte[] body) {
        String method = operation.substring(0, operation.indexOf(' '));
        var keyed = client.with("Idempotency-Key", "morning-" + ++keys);
        var first = keyed.send(method, path, body);
        assertThat(first.status()).as(operation + " " + first.text()).isBetween(200, 299);
        var again = keyed.send(method, path, body);
        var other = keyed.send(method, path + (path.contains("?") ? "&" : "?") + "x=1", body);
        var twice = new Twice(operation, first, again, other);
        twiceByOperation.putIfAbsent(operation, twice);
        return twice;
    }

    private static String samples(SampleTable table) {
        var rows = new ArrayList<List<Object>>();
        for (int row = 0; row < table.rows(); row++) {
            var cells = new ArrayList<Object>();
            cells.add(Instant.EPOCH.plus(table.times()[row], ChronoUnit.MICROS));
            for (double value : table.row(row)) {
                cells.add(Double.isNaN(value) ? Json.tree("null") : value);
            }
            rows.add(cells);
        }
        var body = new LinkedHashMap<String, Object>();
        body.put("signals", table.signals());
        body.put("rows", rows);
        return Json.write(body);
    }

    /** The class path stands in a file: ONNX Runtime crashes where the command line is long. */
    static List<String> workers() throws IOException {
        Path arguments = Files.createTempFile("worker", ".args");
        arguments.toFile().deleteOnExit();
        Files.writeString(
                arguments,
                "-cp \"%s\""
                        .formatted(System.getProperty("java.class.path").replace("\\", "\\\\")));
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "--enable-native-access=ALL-UNNAMED",
                "@" + arguments,
                WorkerProcess.class.getName());
    }

    @Override
    public void close() {
        server.close();
    }
}
