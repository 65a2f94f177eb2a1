package werkmeister.plant.control;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import werkmeister.plant.control.PlantCommand.RecordImport;
import werkmeister.plant.control.PlantCommand.RecordSamples;
import werkmeister.plant.control.PlantCommand.RegisterMachine;
import werkmeister.plant.control.PlantCommand.ReplaceFiles;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.machine.Signal;
import werkmeister.plant.store.SampleFile;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;

class PlantTest {
    private static final Instant NOW = Instant.parse("2026-11-01T08:00:00Z");
    private static final TenantId TENANT = new TenantId("demo");
    private static final MachineId PRESS = new MachineId("press-1");
    private static final Signal PRESSURE = new Signal("pressure", "bar");

    private final Plant plant = new Plant();

    @Test
    void knowsAMachineOnceAndRefusesAnotherOfTheSameName() {
        run(new RegisterMachine(machine("Press 1")));

        assertThat(plant.decide(new RegisterMachine(machine("Press 1")), NOW)).isEmpty();
        assertThatThrownBy(() -> plant.decide(new RegisterMachine(machine("Saw")), NOW))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.CONFLICT))
                .hasMessageContaining("press-1");
        assertThat(plant.machines(TENANT)).containsExactly(machine("Press 1"));
        assertThat(plant.machines(new TenantId("other"))).isEmpty();
    }

    @Test
    void recordsAnImportOnceAndLearnsItsSignals() {
        run(new RegisterMachine(machine("Press 1")));
        var asked = recordImport("one.csv", file("a"));

        run(asked);

        assertThat(plant.decide(asked, NOW)).isEmpty();
        assertThat(plant.repeated(TENANT, PRESS, Sha256.of("one.csv")))
                .get()
                .extracting(ImportRecord::id)
                .isEqualTo("import-1");
        assertThat(plant.repeated(TENANT, PRESS, Sha256.of("two.csv"))).isEmpty();
        assertThat(plant.machine(TENANT, PRESS).signals()).containsExactly(PRESSURE);
        assertThat(plant.files(TENANT, PRESS)).containsExactly(file("a"));
    }

    @Test
    void countsTheSameContentOnceAndLetsTheNewerRecordComeLast() {
        run(new RegisterMachine(machine("Press 1")));
        run(recordImport("one.csv", file("a"), file("b")));
        run(recordImport("two.csv", file("a")));

        assertThat(plant.files(TENANT, PRESS)).containsExactly(file("b"), file("a"));
        assertThat(plant.imports(TENANT, PRESS))
                .extracting(ImportRecord::name)
                .containsExactly("one.csv", "two.csv");
    }

    @Test
    void recordsLiveSamplesOnceAndCompactsInPlace() {
        run(new RegisterMachine(machine("Press 1")));
        run(recordImport("one.csv", file("a")));
        var rolled =
                new RecordSamples(
                        TENANT,
                        PRESS,
                        List.of(file("b"), file("c")),
                        List.of(PRESSURE),
                        10,
                        NOW,
                        NOW);
        run(rolled);
        assertThat(plant.decide(rolled, NOW)).isEmpty();
        run(recordImport("two.csv", file("d")));

        run(new ReplaceFiles(TENANT, PRESS, List.of(file("b"), file("c")), List.of(file("bc"))));

        assertThat(plant.files(TENANT, PRESS)).containsExactly(file("a"), file("bc"), file("d"));
        assertThatThrownBy(() ->
                        plant.decide(
                                new ReplaceFiles(
                                        TENANT, PRESS, List.of(file("b")), List.of(file("x"))),
                                NOW))
                .hasMessageContaining("(b)");
    }

    @Test
    void refusesWhatItDoesNotKnowAndWhatMakesNoSense() {
        assertThatThrownBy(() -> plant.decide(recordImport("one.csv", file("a")), NOW))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal -> assertThat(refusal.kind()).isEqualTo(Refusal.Kind.NOT_FOUND));
        run(new RegisterMachine(machine("Press 1")));
        assertThatThrownBy(() -> plant.decide(recordImport("one.csv"), NOW))
                .hasMessageContaining("no samples");
    }

    @Test
    void standsTheSameAfterASnapshotAndAfterReplay() {
        run(new RegisterMachine(machine("Press 1")));
        run(recordImport("one.csv", file("a"), file("b")));
        run(recordImport("two.csv", file("a")));

        var again = Plant.of(plant.state());

        assertThat(again.state()).isEqualTo(plant.state());
        assertThat(again.decide(recordImport("three.csv", file("z")), NOW))
                .isEqualTo(plant.decide(recordImport("three.csv", file("z")), NOW));
    }

    private void run(PlantCommand command) {
        plant.decide(command, NOW).forEach(plant::apply);
    }

    private static Machine machine(String name) {
        return new Machine(TENANT, PRESS, name, ZoneId.of("Europe/Berlin"), List.of());
    }

    private static SampleFile file(String path) {
        return new SampleFile(path, 1, NOW, NOW, 10, Sha256.of(path));
    }

    private static RecordImport recordImport(String name, SampleFile... files) {
        return new RecordImport(
                TENANT,
                PRESS,
                name,
                Sha256.of(name),
                1,
                0,
                NOW,
                NOW,
                List.of(files),
                List.of(PRESSURE),
                Optional.empty(),
                Optional.empty());
    }
}
