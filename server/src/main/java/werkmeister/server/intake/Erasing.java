package werkmeister.server.intake;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.tenant.Removal;
import werkmeister.learning.order.Brought;
import werkmeister.plant.control.Erasure;
import werkmeister.plant.control.PlantCommand;
import werkmeister.plant.control.PlantEvent;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleStore;
import werkmeister.server.loop.Answer;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.server.loop.CloudEvent;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Takes a machine or a tenant off the books and its files off the disk. The journal first says what
 * will be gone, and at the end that it is; a crash in between is made good at the next start.
 */
public final class Erasing {
    private static final Caller OWN = Caller.own("erasing");

    private final Cloud cloud;
    private final SampleStore store;
    private final LiveDesk live;
    private final Path data;

    /**
     * @param data the server's folder, in which the files of model versions lie
     */
    public Erasing(Cloud cloud, SampleStore store, LiveDesk live, Path data) {
        this.cloud = cloud;
        this.store = store;
        this.live = live;
        this.data = data;
    }

    /** Removes a machine; when this returns, no file of it is left. */
    public Cloud.Reply remove(
            Caller caller, TenantId tenant, MachineId machine, Function<Erasure, Answer> answer) {
        var reply = new Cloud.Reply[1];
        live.retire(
                tenant,
                machine,
                () ->
                        reply[0] =
                                cloud.perform(
                                        caller,
                                        new CloudCommand.RemoveMachine(tenant, machine),
                                        _ -> answer.apply(latest())));
        finish();
        return reply[0];
    }

    /** Removes a tenant with everything it has; when this returns, no file of it is left. */
    public Cloud.Reply remove(
            Caller caller, TenantId tenant, Function<List<Erasure>, Answer> answer) {
        List<Machine> machines = cloud.read(books -> books.plant().machines(tenant));
        Cloud.Reply reply =
                cloud.perform(
                        caller,
                        new CloudCommand.RemoveTenant(tenant),
                        events -> answer.apply(erasures(events)));
        // Whoever was at work on a machine has been refused by now and has cleaned up.
        machines.forEach(machine -> live.retire(tenant, machine.id(), () -> {}));
        finish();
        return reply;
    }

    private static List<Erasure> erasures(List<CloudEvent> events) {
        return events.stream()
                .flatMap(event ->
                        event instanceof CloudEvent.OfPlant(PlantEvent.MachineRemoved(var gone))
                                ? Stream.of(gone)
                                : Stream.empty())
                .toList();
    }

    private Erasure latest() {
        return cloud.read(books -> books.plant().erasures().getLast());
    }

    /** Erases the files of everything removed that may still have some. */
    public synchronized void finish() {
        finishMachines();
        finishTenants();
    }

    /** What belongs to no machine: the tenant's folder, and the folders of jobs that failed. */
    private void finishTenants() {
        List<Removal> pending =
                cloud.read(books ->
                        books.factory().removals().stream().filter(Removal::pending).toList());
        for (Removal removal : pending) {
            store.erase(removal.tenant());
            erase(data.resolve(Brought.folder(removal.tenant())));
            removal.jobs().forEach(job -> erase(data.resolve("jobs").resolve(job)));
            cloud.perform(
                    OWN,
                    new CloudCommand.ToFactory(
                            new FactoryCommand.RecordTenantErased(removal.tenant())));
        }
    }

    private void finishMachines() {
        List<Erasure> pending =
                cloud.read(books ->
                        books.plant().erasures().stream().filter(Erasure::pending).toList());
        for (Erasure erasure : pending) {
            store.erase(erasure.tenant(), erasure.machine());
            erase(
                    data.resolve(Brought.folder(erasure.tenant()))
                            .resolve(erasure.machine().value()));
            foldersOf(erasure).forEach(folder -> erase(data.resolve(whole(folder))));
            cloud.perform(
                    OWN,
                    new CloudCommand.ToPlant(
                            new PlantCommand.RecordErasure(erasure.tenant(), erasure.machine())));
        }
    }

    private List<String> foldersOf(Erasure erasure) {
        return cloud.read(books ->
                books.learning().forgotten().stream()
                        .filter(gone ->
                                gone.tenant().equals(erasure.tenant())
                                        && gone.machine().equals(erasure.machine()))
                        .flatMap(gone -> gone.folders().stream())
                        .toList());
    }

    /** Of a job all attempts go, those that failed as well. */
    private static Path whole(String folder) {
        Path path = Path.of(folder);
        return path.startsWith("jobs") ? path.subpath(0, 2) : path;
    }

    private static void erase(Path folder) {
        if (!Files.isDirectory(folder)) {
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The folder (%s) cannot be erased.".formatted(folder), e);
        }
    }
}
