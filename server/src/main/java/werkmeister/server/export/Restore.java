package werkmeister.server.export;

import werkmeister.learning.control.LearningCommand;
import werkmeister.learning.model.ModelFile;
import werkmeister.learning.model.ModelVersion;
import werkmeister.plant.control.Plant;
import werkmeister.plant.control.PlantCommand;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;
import werkmeister.server.json.Json;
import werkmeister.server.loop.Answer;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.serving.control.ServingCommand;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;

/**
 * Brings an export back into an empty tenant of the same name. Every file is checked and made
 * durable before the journal says in one transaction that all of it is there; if that fails,
 * nothing is. Doing it again writes the same files.
 */
public final class Restore {
    private final Cloud cloud;
    private final SampleStore store;
    private final Path data;
    private final TenantId tenant;

    private Restore(Cloud cloud, SampleStore store, Path data, TenantId tenant) {
        this.cloud = cloud;
        this.store = store;
        this.data = data;
        this.tenant = tenant;
    }

    /** What is back. */
    public record Restored(
            TenantId tenant, int machines, long samples, int versions, int findings) {
        private static Restored of(Tenancy tenancy) {
            return new Restored(
                    tenancy.tenant(),
                    tenancy.machines().size(),
                    tenancy.machines().stream()
                            .flatMap(machine -> machine.files().stream())
                            .mapToLong(SampleFile::rows)
                            .sum(),
                    tenancy.versions().size(),
                    tenancy.serving().findings().size());
        }
    }

    /** Restores the archive into the tenant. */
    public static Cloud.Reply from(
            Path archive,
            Cloud cloud,
            SampleStore store,
            Path data,
            Caller caller,
            TenantId tenant,
            Function<Restored, Answer> answer)
            throws IOException {
        try (Archive opened = Archive.open(archive)) {
            return new Restore(cloud, store, data, tenant).all(opened, caller, answer);
        }
    }

    private Cloud.Reply all(Archive archive, Caller caller, Function<Restored, Answer> answer)
            throws IOException {
        TenantId from = archive.manifest().tenant();
        if (!from.equals(tenant)) {
            throw Refusal.invalid(
                    "The archive is of tenant (%s): restore it into a tenant of that name, not into (%s)."
                            .formatted(from, tenant));
        }
        requireEmpty();
        Tenancy tenancy = Json.read(archive.bytes(Tenancy.FILE), Tenancy.class);
        samples(archive, tenancy);
        List<ModelVersion> versions = models(archive, tenancy);
        var command =
                new CloudCommand.RestoreTenant(
                        tenant,
                        new PlantCommand.RestoreMachines(tenant, tenancy.machines()),
                        new LearningCommand.RestoreVersions(tenant, tenancy.orders(), versions),
                        new ServingCommand.RestoreServing(tenant, tenancy.serving()));
        return cloud.perform(caller, command, _ -> answer.apply(Restored.of(tenancy)));
    }

    private void requireEmpty() {
        if (!cloud.read(books -> books.plant().machines(tenant)).isEmpty()) {
            throw Refusal.conflict(
                    "Tenant (%s) has machines already: restore into an empty tenant."
                            .formatted(tenant));
        }
    }

    private void samples(Archive archive, Tenancy tenancy) throws IOException {
        for (Plant.MachineState machine : tenancy.machines()) {
            for (SampleFile file : machine.files()) {
                String path = Export.SAMPLES + file.path();
                String csv = Export.csv(path);
                if (archive.holds(path) || !archive.holds(csv)) {
                    store.adopt(tenant, machine.machine().id(), file, archive.bytes(path));
                } else {
                    store.adopt(
                            tenant,
                            machine.machine().id(),
                            file,
                            SampleCsv.table(csv, archive.bytes(csv)));
                }
            }
        }
    }

    private List<ModelVersion> models(Archive archive, Tenancy tenancy) throws IOException {
        var versions = new ArrayList<ModelVersion>();
        Map<String, ModelFile> restored = new HashMap<>();
        for (ModelVersion version : tenancy.versions()) {
            var files = new ArrayList<ModelFile>();
            for (ModelFile file : version.files()) {
                ModelFile known = restored.get(file.path());
                if (known == null || !known.sha256().equals(file.sha256())) {
                    known = model(archive, file);
                    restored.put(file.path(), known);
                }
                files.add(known);
            }
            versions.add(version.at(files));
        }
        return versions;
    }

    private ModelFile model(Archive archive, ModelFile file) throws IOException {
        byte[] bytes = archive.bytes(file.path());
        if (!Sha256.of(bytes).equals(file.sha256())) {
            throw Refusal.invalid(
                    "The model file (%s) of the archive is not that of its version: export again."
                            .formatted(file.path()));
        }
        if (!file.path().startsWith(Tenancy.MODELS)) {
            throw Refusal.invalid(
                    "The model file (%s) does not stand in (%s): do not trust the archive."
                            .formatted(file.path(), Tenancy.MODELS));
        }
        String place =
                "restored/%s/%s".formatted(tenant, file.path().substring(Tenancy.MODELS.length()));
        write(data.resolve(place), bytes);
        return new ModelFile(place, file.bytes(), file.sha256());
    }

    private static void write(Path place, byte[] bytes) throws IOException {
        Path folder = Objects.requireNonNull(place.getParent());
        Files.createDirectories(folder);
        Path part = place.resolveSibling(place.getFileName() + ".part");
        try (var channel =
                FileChannel.open(
                        part,
                        StandardOpenOption.CREATE,
                        StandardOpenOption.TRUNCATE_EXISTING,
                        StandardOpenOption.WRITE)) {
            channel.write(java.nio.ByteBuffer.wrap(bytes));
            channel.force(true);
        }
        Files.move(part, place, StandardCopyOption.ATOMIC_MOVE);
        for (Path each = folder; each != null && each.getNameCount() > 0; each = each.getParent()) {
            try (var channel = FileChannel.open(each, StandardOpenOption.READ)) {
                channel.force(true);
            }
            if (each.endsWith("restored")) {
                return;
            }
        }
    }
}
