package werkmeister.browser;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import werkmeister.cli.client.Api;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleTable;
import werkmeister.simulator.press.PlantedFault;
import werkmeister.simulator.press.PressFiles;
import werkmeister.simulator.press.PressLine;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * The real server with a press line that has one year behind it: two presses are watched, and the
 * first fault of the first one has just happened.
 */
final class SmallPlant implements AutoCloseable {
    private static final JsonMapper JSON = JsonMapper.builder().build();
    private static final PressLine LINE =
            PressLine.of(
                    1, new PressLine.Settings(LocalDate.of(2025, 1, 1), 1, Duration.ofMinutes(30)));
    private static final MachineId FIRST = LINE.machines().getFirst();
    private static final MachineId LAST = LINE.machines().getLast();
    private static final Duration BATCH = Duration.ofDays(1);

    private final Premises premises;
    private final Api api;

    private SmallPlant(Premises premises) {
        this.premises = premises;
        this.api = premises.api();
    }

    static SmallPlant start(Path folder) throws IOException, InterruptedException {
        var plant = new SmallPlant(Premises.open(folder));
        plant.importHistory(folder.resolve("files"));
        plant.train(FIRST);
        plant.train(LAST);
        plant.premises.awaitJobs();
        plant.premises.release(FIRST.value(), 1);
        plant.premises.release(LAST.value(), 1);
        plant.streamUntilFaultIsOver(FIRST);
        return plant;
    }

    String address() {
        return premises.address();
    }

    Api api() {
        return api;
    }

    String engineerKey() {
        return premises.engineerKey();
    }

    /** A fresh key of the tenant. */
    String key(String role) {
        return premises.key(role);
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
        premises.close();
    }
}
