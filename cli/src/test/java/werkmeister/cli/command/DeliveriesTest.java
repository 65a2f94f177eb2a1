package werkmeister.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import werkmeister.plant.ingest.ReadOptions;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

class DeliveriesTest {
    private static final String VALUE = "time,value\n2026-01-01 00:00,1\n2026-01-01 00:01,2\n";

    @TempDir Path folder;

    @Test
    void ofAFolderEveryFileOfDataIsMeantInTheOrderInWhichPeopleCount() throws IOException {
        write("run/10.csv", "time,a\n2026-01-01,1\n");
        write("run/2.csv", "time,a\n2026-01-02,1\n");
        write("run/ReadMe.txt", "All about it.");
        write("run/notes.docx", "x");
        write("run/.hidden.csv", VALUE);

        var found = Deliveries.of("pump", List.of(folder), ReadOptions.guess());

        assertThat(told(found)).containsExactly("pump run/2.csv", "pump run/10.csv");
        assertThat(found.leftOut())
                .extracting(file -> file.getFileName().toString())
                .containsExactlyInAnyOrder("ReadMe.txt", "notes.docx", ".hidden.csv");
    }

    @Test
    void filesThatHoldOneNamelessSignalEachGiveItTheirName() throws IOException {
        write("Druck.csv", VALUE);
        write("Temperatur Ölbad.csv", "Zeit;Wert\n01.01.2026 00:00;1,5\n01.01.2026 00:01;1,6\n");

        var found = Deliveries.of("pump", List.of(folder), ReadOptions.guess());

        assertThat(told(found))
                .containsExactly(
                        "pump Druck.csv = Druck", "pump Temperatur Ölbad.csv = Temperatur Ölbad");
    }

    @Test
    void partsOfOneRecordingKeepTheNameOfTheColumn() throws IOException {
        write("log 2026-01.csv", VALUE);
        write("log 2026-02.csv", VALUE);

        var found = Deliveries.of("pump", List.of(folder), ReadOptions.guess());

        assertThat(told(found)).containsExactly("pump log 2026-01.csv", "pump log 2026-02.csv");
    }

    @Test
    void signalsOfComponentsAreToldApartWhereTheyShareAName() throws IOException {
        write("Motor/a.csv", "Timestamp,temperature\n2026-01-01,1\n2026-01-02,2\n");
        write("Pump/a.csv", "Timestamp,temperature,flow\n2026-01-01,1,1\n2026-01-02,2,2\n");

        var found = Deliveries.of("skid", List.of(folder), ReadOptions.guess());

        assertThat(told(found))
                .containsExactly("skid Motor/a.csv \\ Motor", "skid Pump/a.csv \\ Pump");
    }

    @Test
    void componentsWhoseSignalsDifferNeedNoName() throws IOException {
        write("Sensor1/Sensor1.csv", "Timestamp,Sensor1\n2026-01-01,1\n2026-01-02,2\n");
        write("Sensor2/Sensor2.csv", "Timestamp,Sensor2\n2026-01-01,1\n2026-01-02,2\n");

        var found = Deliveries.of("skid", List.of(folder), ReadOptions.guess());

        assertThat(told(found))
                .containsExactly("skid Sensor1/Sensor1.csv", "skid Sensor2/Sensor2.csv");
    }

    @Test
    void perFolderEachFolderIsAMachineAndEachFileBesideThem() throws IOException {
        write("Presse 1/2025/a.csv", "time,a\n2025-01-01,1\n");
        write("Presse 1/2026/a.csv", "time,a\n2026-01-01,1\n");
        write("Säge.csv", "time,a\n2026-01-01,1\n");

        var found = Deliveries.perFolder(List.of(folder), ReadOptions.guess());

        assertThat(told(found))
                .containsExactly(
                        "Presse 1 Presse 1/2025/a.csv",
                        "Presse 1 Presse 1/2026/a.csv",
                        "Säge Säge.csv");
        assertThat(found.machines().toString()).isEqualTo("{presse-1=Presse 1, saege=Säge}");
    }

    private List<String> told(Deliveries found) {
        return found.all().stream()
                .map(each ->
                        each.machine()
                                + " "
                                + folder.relativize(each.file())
                                + each.signal().map(name -> " = " + name).orElse("")
                                + each.component().map(name -> " \\ " + name).orElse(""))
                .toList();
    }

    private void write(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }
}
