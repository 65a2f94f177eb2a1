package werkmeister.server.export;

import werkmeister.learning.control.PlacedOrder;
import werkmeister.learning.model.ModelFile;
import werkmeister.learning.model.ModelVersion;
import werkmeister.plant.control.Plant;
import werkmeister.server.loop.Books;
import werkmeister.serving.control.ServingBook;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.List;

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
                books.learning().versions(tenant).stream().map(Tenancy::inArchive).toList(),
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

    private static ModelVersion inArchive(ModelVersion version) {
        return version.at(
                version.files().stream()
                        .map(file ->
                                new ModelFile(
                                        path(version, name(file)), file.bytes(), file.sha256()))
                        .toList());
    }

    /** Where a file of a version stands in the archive. */
    static String path(ModelVersion version, String name) {
        return "models/%s/%s".formatted(version.id(), name);
    }

    static String name(ModelFile file) {
        return file.path().substring(file.path().lastIndexOf('/') + 1);
    }
}
