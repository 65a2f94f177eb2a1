package werkmeister.server.export;

import werkmeister.learning.control.PlacedOrder;
import werkmeister.learning.model.ModelFile;
import werkmeister.learning.model.ModelVersion;
import werkmeister.plant.control.Plant;
import werkmeister.server.loop.Books;
import werkmeister.serving.control.ServingBook;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Everything that the books know of a tenant, but for its jobs and what they cost: those belong to
 * the site that ran them. Paths of model files are those of the archive.
 */
record Tenancy(
        TenantId tenant,
        List<Plant.MachineState> machines,
        List<PlacedOrder> orders,
        List<ModelVersion> versions,
        ServingBook serving) {
    /** Where it stands in the archive. */
    static final String FILE = "tenant.json";

    /** Where model files stand in the archive. */
    static final String MODELS = "models/";

    Tenancy {
        machines = List.copyOf(machines);
        orders = List.copyOf(orders);
        versions = List.copyOf(versions);
    }

    static Tenancy of(Books books, TenantId tenant, Instant now) {
        return new Tenancy(
                tenant,
                books.plant().machineStates(tenant),
                books.learning().orders(tenant).stream().map(placed -> ended(placed, now)).toList(),
                inArchive(books.learning().versions(tenant)),
                books.serving().book(tenant));
    }

    /** The job of an order that is still open stays behind, so it will never be fulfilled. */
    private static PlacedOrder ended(PlacedOrder placed, Instant now) {
        return placed.outcome() instanceof PlacedOrder.Open
                ? new PlacedOrder(
                        placed.order(),
                        placed.placed(),
                        new PlacedOrder.Failed("Not finished when it was exported.", now))
                : placed;
    }

    /** Where several versions share their files, these stand once, at the first one's place. */
    private static List<ModelVersion> inArchive(List<ModelVersion> versions) {
        Map<String, String> places = new HashMap<>();
        return versions.stream().map(version -> inArchive(version, places)).toList();
    }

    private static ModelVersion inArchive(ModelVersion version, Map<String, String> places) {
        return version.at(
                version.files().stream()
                        .map(file ->
                                new ModelFile(
                                        places.computeIfAbsent(
                                                file.path(), _ -> path(version, name(file))),
                                        file.bytes(),
                                        file.sha256()))
                        .toList());
    }

    private static String path(ModelVersion version, String name) {
        return MODELS + "%s/%s".formatted(version.id(), name);
    }

    static String name(ModelFile file) {
        return file.path().substring(file.path().lastIndexOf('/') + 1);
    }
}
