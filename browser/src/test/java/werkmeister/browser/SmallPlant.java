package werkmeister.browser;

import static org.assertj.core.api.Assertions.assertThat;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import werkmeister.cli.client.Access;
import werkmeister.cli.client.Api;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleTable;
import werkmeister.server.Server;
import werkmeister.server.Settings;
import werkmeister.simulator.press.PlantedFault;
import werkmeister.simulator.press.PressFiles;
import werkmeister.simulator.press.PressLine;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/**
 * The real server with a press line that has one year behind it: two presses are watched, and the
 * first fault of the first one has just happened.
 */
final class SmallPlant implements AutoCloseable {
    static final String TENANT = "demo";

    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final PressLine LINE =
            PressLine.of(
                    1, new PressLine.Settings(LocalDate.of(2025, 1, 1), 1, Duration.ofMinutes(30)));
    private static final MachineId FIRST = LINE.machines().getFirst();
    private static final MachineId LAST = LINE.machines().getLast();
    private static final Duration BATCH = Duration.ofDays(1);
    private static final Duration POLL = Duration.ofMillis(200);

    private final Server server;
    private final Api site;
    private final Api api;
    private final String engineerKey;

    private SmallPlant(Server server) {
        this.server = server;
        var access = new Access(server.uri(), server.firstKey().orElseThrow());
        site = new Api(access, Optional.empty(), new SecureRandom());
        api = new Api(access, Optional.of(TENANT), new SecureRandom());
        site.post("/tenants", JSON.createObjectNode().put("tenant", TENANT).put("name", "Demo"));
        engineerKey = key("ENGINEER");
    }

    static SmallPlant start(Path folder) throws IOException, InterruptedException {
        var settings =
                new Settings(
                        folder.resolve("data"),
                        "127.0.0.1",
                        0,
                        Optional.empty(),
                        Server.workerCommand("werkmeister.cli.Main"),
                        InstantSource.system());
        var plant = new SmallPlant(Server.start(settings));
        plant.importHistory(folder.resolve("files"));
        plant.train(FIRST);
        plant.train(LAST);
        plant.awaitJobs();
        plant.release(FIRST);
        plant.release(LAST);
        plant.streamUntilFaultIsOver(FIRST);
        return plant;
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

    List<JsonNode> openFindings() {
        return api.items("/findings?open=true");
    }

    /** Lets a fault of the last press develop, which nobody has seen yet. */
    void letTheLastPressFail() {
        streamUntilFaultIsOver(LAST);
    }

    /** Places an order that comes to nothing worth looking at, so that a job appears. */
    void trainOnceMore() {
        train(LAST);
    }

    private void importHistory(Path folder) throws IOException {
        LINE.machines().forEach(this::register);
        for (var exported : PressFiles.export(LINE, folder, _ -> {})) {
            api.upload(
                    "/machines/%s/imports?name=%s&zone=%s"
                            .formatted(
                                    exported.machine(),
                                    Api.encoded(String.valueOf(exported.file().getFileName())),
                                    Api.encoded(PressLine.ZONE.getId())),
                    exported.file());
        }
    }

    private void register(MachineId machine) {
        api.post(
                "/machines",
                JSON.createObjectNode()
                        .put("machine", machine.value())
                        .put("name", "Presse " + machine.value().substring("press-".length()))
                        .put("zone", PressLine.ZONE.getId()));
    }

    private void train(MachineId machine) {
        api.post(
                "/orders",
                JSON.createObjectNode()
                        .put("machine", machine.value())
                        .put("budget", 1.0)
                        .put("trainUntil", LINE.heldOutFrom().toString()));
    }

    private void awaitJobs() throws InterruptedException {
        while (api.items("/jobs").stream()
                .anyMatch(job -> !job.path("state").asString().equals("SUCCEEDED"))) {
            assertThat(api.items("/jobs"))
                    .noneMatch(job -> job.path("state").asString().equals("FAILED"));
            Thread.sleep(POLL);
        }
    }

    private void release(MachineId machine) {
        api.post(
                "/versions/%s/1/release".formatted(machine),
                JSON.createObjectNode().put("reason", "first version").put("force", true));
    }

    private void streamUntilFaultIsOver(MachineId machine) {
        var live = LINE.live();
        PlantedFault fault =
                LINE.plan().stream()
                        .filter(one -> one.machine().equals(machine))
                        .filter(one -> one.span().from().isAfter(live.from()))
                        .findFirst()
                        .orElseThrow();
        Instant end = fault.span().to().plus(BATCH);
        for (Instant from = live.from(); from.isBefore(end); from = from.plus(BATCH)) {
            send(machine, LINE.table(machine, new TimeSpan(from, from.plus(BATCH))));
        }
    }

    private void send(MachineId machine, SampleTable table) {
        var body = JSON.createObjectNode();
        var signals = body.putArray("signals");
        table.signals().forEach(signals::add);
        var rows = body.putArray("rows");
        for (int row = 0; row < table.rows(); row++) {
            var cells = rows.addArray();
            cells.add(Instant.EPOCH.plus(table.times()[row], ChronoUnit.MICROS).toString());
            for (double value : table.row(row)) {
                if (Double.isNaN(value)) {
                    cells.addNull();
                } else {
                    cells.add(value);
                }
            }
        }
        api.post("/machines/%s/samples".formatted(machine), body);
    }

    @Override
    public void close() {
        api.close();
        site.close();
        server.close();
    }
}
