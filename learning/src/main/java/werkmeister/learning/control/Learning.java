package werkmeister.learning.control;

import werkmeister.learning.control.LearningCommand.FailOrder;
import werkmeister.learning.control.LearningCommand.ForgetMachine;
import werkmeister.learning.control.LearningCommand.PlaceOrder;
import werkmeister.learning.control.LearningCommand.PlaceOrders;
import werkmeister.learning.control.LearningCommand.PublishVersion;
import werkmeister.learning.control.LearningCommand.RestoreVersions;
import werkmeister.learning.control.LearningEvent.MachineForgotten;
import werkmeister.learning.control.LearningEvent.OrderFailed;
import werkmeister.learning.control.LearningEvent.OrderPlaced;
import werkmeister.learning.control.LearningEvent.VersionPublished;
import werkmeister.learning.control.LearningEvent.VersionsRestored;
import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.plant.machine.MachineId;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The book of training orders and model versions: an order ends with exactly one version or one
 * failure.
 */
public final class Learning {
    private static final int REASON_LENGTH_MAX = 2_000;

    private final Map<String, PlacedOrder> ordersById = new LinkedHashMap<>();
    private final List<ModelVersion> versions = new ArrayList<>();
    private final List<MachineForgotten> forgotten = new ArrayList<>();
    private long ordersPlaced;

    /** Judges a command and changes nothing. */
    public List<LearningEvent> decide(LearningCommand command, Instant now) {
        return switch (command) {
            case PlaceOrder place -> placed(List.of(place), now);
            case PlaceOrders(var orders) -> placed(orders, now);
            case PublishVersion publish -> List.of(published(publish, now));
            case FailOrder fail -> List.of(failed(fail, now));
            case RestoreVersions restore -> restored(restore);
            case ForgetMachine(var tenant, var machine) -> List.of(forgotten(tenant, machine, now));
        };
    }

    /** Applies an event; replaying the journal through this method rebuilds the book. */
    public void apply(LearningEvent event) {
        switch (event) {
            case OrderPlaced placed -> {
                ordersPlaced++;
                put(new PlacedOrder(placed.order(), placed.at(), new PlacedOrder.Open()));
            }
            case VersionPublished(var _, var version) -> {
                versions.add(version);
                close(
                        version.order().id(),
                        new PlacedOrder.Fulfilled(version.id(), version.published()));
            }
            case OrderFailed(var _, var id, var reason, var at) ->
                    close(id, new PlacedOrder.Failed(reason, at));
            case MachineForgotten gone -> {
                gone.orders().forEach(ordersById::remove);
                versions.removeIf(version -> isOf(version, gone.tenant(), gone.machine()));
                forgotten.add(gone);
            }
            case VersionsRestored(var _, var orders, var restored) -> {
                orders.forEach(this::put);
                versions.addAll(restored);
                ordersPlaced =
                        Math.max(
                                ordersPlaced,
                                orders.stream().mapToLong(Learning::number).max().orElse(0));
            }
        }
    }

    private static long number(PlacedOrder placed) {
        return Long.parseLong(placed.order().id().replaceFirst("^order-", ""));
    }

    /** Ids count up over all tenants: where another has one of them, all get new ones. */
    private List<LearningEvent> restored(RestoreVersions restore) {
        if (!orders(restore.tenant()).isEmpty()) {
            throw Refusal.conflict(
                    "Tenant (%s) has training orders already: restore into an empty tenant."
                            .formatted(restore.tenant()));
        }
        if (restore.orders().isEmpty()) {
            return List.of();
        }
        boolean taken = restore.orders().stream().anyMatch(order -> number(order) <= ordersPlaced);
        Map<String, TrainingOrder> renamed = new LinkedHashMap<>();
        for (PlacedOrder placed : restore.orders()) {
            String id = placed.order().id();
            String fresh = taken ? "order-" + (ordersPlaced + renamed.size() + 1) : id;
            renamed.put(id, placed.order().named(fresh));
        }
        return List.of(
                new VersionsRestored(
                        restore.tenant(),
                        restore.orders().stream()
                                .map(placed ->
                                        new PlacedOrder(
                                                of(renamed, placed.order()),
                                                placed.placed(),
                                                placed.outcome()))
                                .toList(),
                        restore.versions().stream()
                                .map(version -> version.with(of(renamed, version.order())))
                                .toList()));
    }

    private static TrainingOrder of(Map<String, TrainingOrder> renamed, TrainingOrder order) {
        return Optional.ofNullable(renamed.get(order.id()))
                .orElseThrow(() ->
                        Refusal.invalid(
                                "The version's order (%s) is not among the orders."
                                        .formatted(order.id())));
    }

    private MachineForgotten forgotten(TenantId tenant, MachineId machine, Instant now) {
        return new MachineForgotten(
                tenant,
                machine,
                orders(tenant).stream()
                        .map(PlacedOrder::order)
                        .filter(order -> order.dataset().machine().equals(machine))
                        .map(TrainingOrder::id)
                        .toList(),
                versions(tenant, machine).stream()
                        .flatMap(version -> version.files().stream())
                        .map(file -> file.path().substring(0, file.path().lastIndexOf('/')))
                        .distinct()
                        .toList(),
                now);
    }

    private static boolean isOf(ModelVersion version, TenantId tenant, MachineId machine) {
        var dataset = version.order().dataset();
        return dataset.tenant().equals(tenant) && dataset.machine().equals(machine);
    }

    /** What was forgotten with removed machines, oldest first. */
    public List<MachineForgotten> forgotten() {
        return List.copyOf(forgotten);
    }

    /** Everything the book holds, for a snapshot. */
    public record State(
            long ordersPlaced,
            List<PlacedOrder> orders,
            List<ModelVersion> versions,
            List<MachineForgotten> forgotten) {
        public State {
            orders = List.copyOf(orders);
            versions = List.copyOf(versions);
            forgotten = List.copyOf(forgotten);
        }
    }

    public State state() {
        return new State(ordersPlaced, List.copyOf(ordersById.values()), versions, forgotten);
    }

    public static Learning of(State state) {
        var learning = new Learning();
        learning.ordersPlaced = state.ordersPlaced();
        state.orders().forEach(learning::put);
        learning.versions.addAll(state.versions());
        learning.forgotten.addAll(state.forgotten());
        return learning;
    }

    /** A tenant's orders, oldest first. */
    public List<PlacedOrder> orders(TenantId tenant) {
        return ordersById.values().stream()
                .filter(placed -> placed.tenant().equals(tenant))
                .toList();
    }

    public Optional<PlacedOrder> order(TenantId tenant, String id) {
        return Optional.ofNullable(ordersById.get(id))
                .filter(placed -> placed.tenant().equals(tenant));
    }

    /** A tenant's versions, oldest first. */
    public List<ModelVersion> versions(TenantId tenant) {
        return versions.stream()
                .filter(version -> version.order().dataset().tenant().equals(tenant))
                .toList();
    }

    /** A machine's versions, oldest first. */
    public List<ModelVersion> versions(TenantId tenant, MachineId machine) {
        return versions(tenant).stream()
                .filter(version -> version.order().dataset().machine().equals(machine))
                .toList();
    }

    /** A version by its id, such as {@code press-1/v2}. */
    public Optional<ModelVersion> version(TenantId tenant, String id) {
        return versions(tenant).stream().filter(version -> version.id().equals(id)).findFirst();
    }

    private List<LearningEvent> placed(List<PlaceOrder> orders, Instant now) {
        var events = new ArrayList<LearningEvent>();
        for (PlaceOrder order : orders) {
            events.add(placed(order, ordersPlaced + 1 + events.size(), now));
        }
        return events;
    }

    private OrderPlaced placed(PlaceOrder place, long number, Instant now) {
        TenantId tenant = place.dataset().tenant();
        if (!place.dataset().span().from().isBefore(place.trainUntil())) {
            throw Refusal.invalid(
                    "Training would end (%s) before the dataset starts (%s): choose a later end."
                            .formatted(place.trainUntil(), place.dataset().span().from()));
        }
        place.previous()
                .ifPresent(id -> {
                    if (version(tenant, id).isEmpty()) {
                        throw Refusal.notFound(
                                "There is no version (%s) that this order could improve on."
                                        .formatted(id));
                    }
                });
        var order =
                new TrainingOrder(
                        "order-" + number,
                        place.dataset(),
                        place.trainUntil(),
                        place.budget(),
                        place.labels(),
                        place.previous(),
                        place.seed(),
                        place.software(),
                        place.question(),
                        place.sisters(),
                        place.brought());
        return new OrderPlaced(tenant, order, now);
    }

    private VersionPublished published(PublishVersion publish, Instant now) {
        PlacedOrder placed = open(publish.tenant(), publish.orderId());
        if (publish.files().isEmpty()) {
            throw Refusal.invalid(
                    "Order (%s): a version needs at least one file.".formatted(publish.orderId()));
        }
        MachineId machine = placed.order().dataset().machine();
        int number = versions(publish.tenant(), machine).size() + 1;
        var version =
                new ModelVersion(
                        number,
                        placed.order(),
                        publish.job(),
                        publish.files(),
                        publish.trained(),
                        now);
        return new VersionPublished(publish.tenant(), version);
    }

    private OrderFailed failed(FailOrder fail, Instant now) {
        open(fail.tenant(), fail.orderId());
        String reason =
                fail.reason().length() > REASON_LENGTH_MAX
                        ? fail.reason().substring(0, REASON_LENGTH_MAX)
                        : fail.reason();
        return new OrderFailed(fail.tenant(), fail.orderId(), reason, now);
    }

    private PlacedOrder open(TenantId tenant, String id) {
        PlacedOrder placed =
                order(tenant, id)
                        .orElseThrow(() ->
                                Refusal.notFound("There is no training order (%s).".formatted(id)));
        return switch (placed.outcome()) {
            case PlacedOrder.Open _ -> placed;
            case PlacedOrder.Fulfilled(var version, var _) ->
                    throw Refusal.conflict(
                            "Order (%s) is already fulfilled by version (%s)."
                                    .formatted(id, version));
            case PlacedOrder.Failed(var reason, var _) ->
                    throw Refusal.conflict(
                            "Order (%s) has already failed: %s".formatted(id, reason));
        };
    }

    private void close(String id, PlacedOrder.Outcome outcome) {
        ordersById.computeIfPresent(id, (_, placed) -> placed.with(outcome));
    }

    private void put(PlacedOrder placed) {
        ordersById.put(placed.order().id(), placed);
    }
}
