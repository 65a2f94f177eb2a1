package werkmeister.server.http;

import static werkmeister.server.http.Route.Method.GET;
import static werkmeister.server.http.Route.Method.POST;

import werkmeister.plant.control.PlantCommand;
import werkmeister.plant.ingest.AssetTable;
import werkmeister.plant.ingest.ReadOptions;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.machine.Place;
import werkmeister.server.auth.Policy;
import werkmeister.server.intake.Imports;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Where the tenant's machines stand. */
final class AssetRoutes {
    private final Doors doors;
    private final ImportRoutes files;

    AssetRoutes(Doors doors, ImportRoutes files) {
        this.doors = doors;
        this.files = files;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        GET,
                        "/assets",
                        Policy.VIEWER,
                        "The tenant's machines as the tree of ISA-95.",
                        List.of(),
                        new Route.Takes.Nothing(),
                        new Route.Gives.Json(200, AssetTree.class),
                        call -> Reply.ok(tree(call.tenant(), Map.of(), List.of()))),
                new Route(
                        POST,
                        "/assets",
                        Policy.ENGINEER,
                        "Says where machines stand; the body is a table: a row a machine.",
                        List.of(
                                Route.Parameter.required("name", "string", "The file's name."),
                                Route.Parameter.optional(
                                        "add", "boolean", "Make new machines known."),
                                Route.Parameter.optional(
                                        "zone", "string", "Where new machines stand, else UTC."),
                                Route.Parameter.optional(
                                        "dryRun", "boolean", "Only say what would be.")),
                        new Route.Takes.File(),
                        new Route.Gives.Json(200, AssetTree.class),
                        this::place));
    }

    private Reply place(Call call) throws IOException {
        boolean dryRun = call.flag("dryRun");
        boolean add = call.flag("add");
        ZoneId zone = call.query("zone").map(PlantRoutes::zone).orElse(ZoneId.of("UTC"));
        return files.received(call, source -> place(call, source, add, zone, dryRun));
    }

    /** The same table again changes nothing: no key is needed. */
    private Reply place(
            Call call, Imports.Source source, boolean add, ZoneId zone, boolean dryRun) {
        AssetTable table = AssetTable.read(source.path(), source.name(), ReadOptions.guess());
        Map<String, MachineId> idsByName = machines(call.tenant());
        var places = new TreeMap<MachineId, Place>();
        List<Machine> fresh = new ArrayList<>();
        for (AssetTable.Row row : table.rows()) {
            MachineId id =
                    known(idsByName, row.machine())
                            .orElseGet(() -> {
                                var made = made(call.tenant(), row, source, add, zone);
                                fresh.add(made);
                                return made.id();
                            });
            if (places.put(id, row.place()) != null) {
                throw Refusal.invalid(
                        "Row %d of file (%s): machine (%s) is (%s), which stands in another row already."
                                .formatted(row.number(), source.name(), row.machine(), id));
            }
        }
        if (dryRun) {
            return Reply.ok(tree(call.tenant(), places, fresh));
        }
        var caller = Performing.caller(call, Optional.empty());
        for (Machine machine : fresh) {
            doors.cloud()
                    .perform(
                            caller,
                            new CloudCommand.ToPlant(new PlantCommand.RegisterMachine(machine)));
        }
        doors.cloud()
                .perform(
                        caller,
                        new CloudCommand.ToPlant(
                                new PlantCommand.PlaceMachines(call.tenant(), places)));
        return Reply.ok(tree(call.tenant(), Map.of(), List.of()));
    }

    /** Machines by their id, by what people call them, and by the id that such a name gives. */
    private Map<String, MachineId> machines(TenantId tenant) {
        var idsByName = new HashMap<String, MachineId>();
        List<Machine> machines = doors.cloud().read(books -> books.plant().machines(tenant));
        machines.forEach(one -> idsByName.putIfAbsent(one.name(), one.id()));
        machines.forEach(one -> idsByName.put(one.id().value(), one.id()));
        return idsByName;
    }

    private static Optional<MachineId> known(Map<String, MachineId> idsByName, String name) {
        return Optional.ofNullable(idsByName.get(name))
                .or(() -> Optional.ofNullable(idsByName.get(MachineId.named(name).value())));
    }

    private static Machine made(
            TenantId tenant, AssetTable.Row row, Imports.Source source, boolean add, ZoneId zone) {
        var id = MachineId.named(row.machine());
        if (!add) {
            throw Refusal.notFound(
                    "Row %d of file (%s): there is no machine (%s): register it, or say --add."
                            .formatted(row.number(), source.name(), row.machine()));
        }
        return new Machine(tenant, id, row.machine(), zone, List.of());
    }

    /** The tree as it is, with further places and machines. */
    private AssetTree tree(TenantId tenant, Map<MachineId, Place> further, List<Machine> fresh) {
        return doors.cloud()
                .read(books -> {
                    var machines = new ArrayList<>(books.plant().machines(tenant));
                    machines.addAll(fresh);
                    var placed = new ArrayList<AssetTree.Placed>();
                    for (Machine machine : machines) {
                        Optional<Place> place =
                                Optional.ofNullable(further.get(machine.id()))
                                        .or(() ->
                                                books.plant()
                                                        .find(tenant, machine.id())
                                                        .flatMap(known ->
                                                                books.plant()
                                                                        .place(
                                                                                tenant,
                                                                                known.id())));
                        placed.add(new AssetTree.Placed(machine, place));
                    }
                    return AssetTree.of(placed);
                });
    }
}
