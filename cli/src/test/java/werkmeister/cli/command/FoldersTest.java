package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

import tools.jackson.databind.JsonNode;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.util.TreeSet;

/**
 * Folders as they lie in the storage of others, above all of Amazon Lookout for Equipment, and
 * files of several machines, imported as they are.
 */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class FoldersTest {
    private static final LocalDateTime START = LocalDateTime.of(2019, 1, 1, 0, 0);

    @TempDir static Path folder;

    private RealServer server;

    @BeforeAll
    void start() throws IOException {
        server = RealServer.start(Files.createDirectory(folder.resolve("server")));
    }

    @AfterAll
    void stop() {
        server.close();
    }

    /** One CSV a component, with all of its sensors. */
    @Test
    void aDatasetOfComponentsIsOneMachine() throws IOException {
        sensors("l4e/Pump/pump.csv", "inlet", "temperature");
        sensors("l4e/Motor/motor.csv", "current", "temperature");

        var said = server.run("import %s -m skid-1 --add --zone UTC", folder.resolve("l4e"));

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(signals("skid-1"))
                .containsExactly(
                        "Motor\\current", "Motor\\temperature", "Pump\\inlet", "Pump\\temperature");
        assertThat(said.out()).contains("component (Motor)");
        assertThat(machine("skid-1").path("first").asString()).isEqualTo("2019-01-01T00:00:00Z");
    }

    /** One CSV a sensor; then the label file without a header. */
    @Test
    void aDatasetOfSensorsIsTrainedWithItsLabelFile() throws IOException {
        sensors("single/Sensor1/Sensor1.csv", "Sensor1");
        sensors("single/Sensor2/Sensor2.csv", "Sensor2");
        Path labels =
                Files.writeString(
                        folder.resolve("labels.csv"),
                        "2019-01-01T01:00:00.000000,2019-01-01T02:30:00.000000\n"
                                + "2019-01-02T00:00:00.000000,2019-01-02T00:10:00.000000\n");

        var said = server.run("import %s -m skid-2 --add --zone UTC", folder.resolve("single"));
        assertThat(said.code()).as(said.err()).isZero();
        var placed = server.run("train skid-2 --labels %s --no-wait --json", labels);

        assertThat(signals("skid-2")).containsExactly("Sensor1", "Sensor2");
        assertThat(placed.code()).as(placed.err()).isZero();
        JsonNode known = placed.json().path("order").path("labels");
        assertThat(known.size()).isEqualTo(2);
        assertThat(known.path(0).path("kind").asString()).isEqualTo("FAULT");
        assertThat(known.path(0).path("span").path("from").asString())
                .isEqualTo("2019-01-01T01:00:00Z");
        assertThat(known.path(1).path("span").path("to").asString())
                .isEqualTo("2019-01-02T00:10:00.000001Z");
    }

    @Test
    void eachMachineOfAFileAndEachFolderIsAMachine() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("both.csv"),
                        """
                        time,machine,load
                        2026-01-01 00:00,Saw 1,1
                        2026-01-01 00:00,Saw 2,2
                        2026-01-01 00:01,Saw 1,3
                        2026-01-01 00:01,Saw 2,4
                        """);
        sensors("halls/Hall 1/a.csv", "load");
        sensors("halls/Hall 2/a.csv", "load");

        var said = server.run("import %s --per-machine --add --zone Europe/Berlin", file);
        var folders = server.run("import %s --per-folder --add", folder.resolve("halls"));

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out())
                .contains("both.csv: 4 rows")
                .contains("  saw-1: 2 rows taken")
                .contains("  saw-2: 2 rows taken");
        assertThat(machine("saw-2").path("name").asString()).isEqualTo("Saw 2");
        assertThat(machine("saw-2").path("first").asString()).isEqualTo("2025-12-31T23:00:00Z");
        assertThat(folders.code()).as(folders.err()).isZero();
        assertThat(machine("hall-1").path("name").asString()).isEqualTo("Hall 1");
        assertThat(signals("hall-2")).containsExactly("load");
        assertThat(server.run("import %s --per-machine", file).out())
                .contains("already imported, nothing changed");
    }

    @Test
    void filesOfOneNamelessSignalEachBecomeOneMachine() throws IOException {
        Files.createDirectories(folder.resolve("loose"));
        Path first =
                Files.writeString(
                        folder.resolve("loose/pressure.csv"), "t,v\n2026-01-01,1\n2026-01-02,2\n");
        Path second =
                Files.writeString(
                        folder.resolve("loose/flow.csv"), "t,v\n2026-01-01,1\n2026-01-02,2\n");

        var said = server.run("import %s %s -m loose --add", first, second);

        assertThat(said.code()).as(said.err()).isZero();
        assertThat(said.out()).contains("the signal is called (flow)");
        assertThat(signals("loose")).containsExactly("flow", "pressure");
    }

    private TreeSet<String> signals(String machine) {
        var names = new TreeSet<String>();
        machine(machine)
                .path("signals")
                .forEach(signal -> names.add(signal.path("name").asString()));
        return names;
    }

    private JsonNode machine(String id) {
        return server.run("machines %s --json", id).json();
    }

    private void sensors(String name, String... sensors) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        var text = new StringBuilder("Timestamp," + String.join(",", sensors) + "\n");
        for (int i = 0; i < 300; i++) {
            text.append(START.plusMinutes(10L * i)).append(":00.000000");
            for (int s = 0; s < sensors.length; s++) {
                text.append(',').append(Math.round(1000 * Math.sin(i / 7.0 + s)) / 1000.0 + 5);
            }
            text.append('\n');
        }
        Files.writeString(file, text);
    }
}
