package werkmeister.learning.control;

import werkmeister.learning.control.LearningCommand.FailOrder;
import werkmeister.learning.control.LearningCommand.ForgetMachine;
import werkmeister.learning.control.LearningCommand.PlaceOrder;
import werkmeister.learning.control.LearningCommand.PlaceOrders;
import werkmeister.learning.control.LearningCommand.PlaceShared;
import werkmeister.learning.control.LearningCommand.PublishVersion;
import werkmeister.learning.control.LearningCommand.RestoreVersions;
import werkmeister.learning.control.LearningCommand.TakeOver;
import werkmeister.learning.control.LearningEvent.MachineForgotten;
import werkmeister.learning.control.LearningEvent.OrderFailed;
import werkmeister.learning.control.LearningEvent.OrderPlaced;
import werkmeister.learning.control.LearningEvent.VersionPublished;
import werkmeister.learning.control.LearningEvent.VersionsRestored;
import werkmeister.learning.model.ModelFile;
import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.Share;
import werkmeister.learning.order.Sharer;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.plant.machine.MachineId;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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
            case PlaceShared shared -> placed(shared, now);
            case TakeOver take -> takenOver(take, now);
            case PublishVersion publish -> published(publish, now);
            case FailOrder fail -> failed(fail, now);
            case RestoreVersions restore -> restored(restore);
            case ForgetMachine forget -> List.of(forgotten(forget, now));
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
                                orders.stream()
                                        .mapToLong(placed -> FreshIds.number(placed.order().id()))
                                        .max()
                                        .orElse(0));
            }
        }
    }

    private List<LearningEvent> restored(RestoreVersions restore) {
        if (!orders(restore.tenant()).isEmpty()) {
            throw Refusal.conflict(
                    "Tenant (%s) has training orders already: restore into an empty tenant."
                            .formatted(restore.tenant()));
        }
        return restore.orders().isEmpty()
                ? List.of()
                : List.of(FreshIds.given(restore, ordersPlaced));
    }

    private MachineForgotten forgotten(ForgetMachine forget, Instant now) {
        TenantId tenant = forget.tenant();
        MachineId machine = forget.machine();
        return new MachineForgotten(
                tenant,
                machine,
                orders(tenant).stream()
                        .map(PlacedOrder::order)
                        .filter(order -> order.dataset().machine().equals(machine))
                        .map(TrainingOrder::id)
                        .toList(),
                foldersOf(forget),
                now);
    }

    /** Those of its versions that no machine which stays shares. */
    private List<String> foldersOf(ForgetMachine forget) {
        Set<String> kept =
                versions(forget.tenant()).stream()
                        .filter(version -> stays(version.order().dataset().machine(), forget))
                        .flatMap(Learning::folders)
                        .collect(Collectors.toSet());
        return versions(forget.tenant(), forget.machine()).stream()
                .flatMap(Learning::folders)
                .filter(folder -> !kept.contains(folder))
                .distinct()
                .toList();
    }

    private static boolean stays(MachineId machine, ForgetMachine forget) {
        return !machine.equals(forget.machine()) && !forget.together().contains(machine);
    }

    private static Stream<String> folders(ModelVersion version) {
        return version.files().stream()
                .map(file -> file.path().substring(0, file.path().lastIndexOf('/')));
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
        return placed(orders, Collections.nCopies(orders.size(), Optional.empty()), now);
    }

    private List<LearningEvent> placed(PlaceShared shared, Instant now) {
        List<PlaceOrder> orders = shared.orders();
        if (orders.size() < 2) {
            throw Refusal.invalid(
                    "A training is shared by two machines or more; there are %d."
                            .formatted(orders.size()));
        }
        List<Sharer> others =
                orders.stream()
                        .skip(1)
                        .map(one -> new Sharer(one.dataset(), one.labels(), one.trainUntil()))
                        .toList();
        var shares = new ArrayList<Optional<Share>>();
        shares.add(Optional.of(new Share.Leads(others, shared.sisters())));
        var follows = new Share.Follows("order-" + (ordersPlaced + 1));
        others.forEach(_ -> shares.add(Optional.of(follows)));
        return placed(orders, shares, now);
    }

    private List<LearningEvent> placed(
            List<PlaceOrder> orders, List<Optional<Share>> shares, Instant now) {
        var events = new ArrayList<LearningEvent>();
        for (int i = 0; i < orders.size(); i++) {
            events.add(placed(orders.get(i), ordersPlaced + 1 + i, shares.get(i), now));
        }
        return events;
    }

    private List<LearningEvent> takenOver(TakeOver take, Instant now) {
        TenantId tenant = take.order().dataset().tenant();
        ModelVersion from =
                version(tenant, take.version())
                        .filter(version -> version.order().share().isPresent())
                        .orElseThrow(() ->
                                Refusal.notFound(
                                        "There is no version (%s) of a shared training."
                                                .formatted(take.version())));
        // Where the sister took it over as well, the version that was tried counts.
        String tried =
                from.order().share().get() instanceof Share.TakenOver(var _, var version)
                        ? version
                        : from.id();
        var share = new Share.TakenOver(from.order().trained(), tried);
        OrderPlaced placed = placed(take.order(), ordersPlaced + 1, Optional.of(share), now);
        return List.of(
                placed, published(placed.order(), from.job(), from.files(), from.trained(), now));
    }

    private OrderPlaced placed(PlaceOrder place, long number, Optional<Share> share, Instant now) {
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
                        place.brought(),
                        share);
        return new OrderPlaced(tenant, order, now);
    }

    private List<LearningEvent> published(PublishVersion publish, Instant now) {
        PlacedOrder placed = open(publish.tenant(), publish.orderId());
        if (publish.files().isEmpty()) {
            throw Refusal.invalid(
                    "Order (%s): a version needs at least one file.".formatted(publish.orderId()));
        }
        return withFollowers(placed)
                .<LearningEvent>map(one ->
                        published(
                                one.order(),
                                publish.job(),
                                publish.files(),
                                publish.trained(),
                                now))
                .toList();
    }

    private VersionPublished published(
            TrainingOrder order, String job, List<ModelFile> files, Duration trained, Instant now) {
        TenantId tenant = order.dataset().tenant();
        int number = versions(tenant, order.dataset().machine()).size() + 1;
        return new VersionPublished(
                tenant, new ModelVersion(number, order, job, files, trained, now));
    }

    private List<LearningEvent> failed(FailOrder fail, Instant now) {
        String reason =
                fail.reason().length() > REASON_LENGTH_MAX
                        ? fail.reason().substring(0, REASON_LENGTH_MAX)
                        : fail.reason();
        return withFollowers(open(fail.tenant(), fail.orderId()))
                .<LearningEvent>map(
                        one -> new OrderFailed(fail.tenant(), one.order().id(), reason, now))
                .toList();
    }

    /** An order that is open, and the open ones that follow it. */
    private Stream<PlacedOrder> withFollowers(PlacedOrder placed) {
        var follows = Optional.of(new Share.Follows(placed.order().id()));
        return Stream.concat(
                Stream.of(placed),
                orders(placed.tenant()).stream()
                        .filter(one -> one.order().share().equals(follows))
                        .filter(one -> one.outcome() instanceof PlacedOrder.Open));
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
