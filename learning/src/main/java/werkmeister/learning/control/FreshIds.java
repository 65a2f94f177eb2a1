package werkmeister.learning.control;

import werkmeister.learning.control.LearningCommand.RestoreVersions;
import werkmeister.learning.control.LearningEvent.VersionsRestored;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.units.Refusal;

import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The ids of orders that are restored. Ids count up over all tenants: where another has one of
 * them, all get new ones.
 */
final class FreshIds {
    private FreshIds() {}

    static VersionsRestored given(RestoreVersions restore, long ordersPlaced) {
        Map<String, String> fresh = ids(restore.orders(), ordersPlaced);
        Map<String, TrainingOrder> renamed = new LinkedHashMap<>();
        for (PlacedOrder placed : restore.orders()) {
            renamed.put(
                    placed.order().id(),
                    placed.order().renamed(old -> fresh.getOrDefault(old, old)));
        }
        return new VersionsRestored(
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
                        .toList());
    }

    /**
     * Also of orders that are only named, because their machine was removed: their old ids may be
     * those of others here. They were placed before the orders that name them.
     */
    private static Map<String, String> ids(List<PlacedOrder> orders, long ordersPlaced) {
        List<String> ids =
                orders.stream()
                        .flatMap(placed -> Stream.of(placed.order().id(), placed.order().trained()))
                        .distinct()
                        .sorted(Comparator.comparingLong(FreshIds::number))
                        .toList();
        boolean taken = ids.stream().anyMatch(id -> number(id) <= ordersPlaced);
        Map<String, String> fresh = new HashMap<>();
        for (String id : ids) {
            fresh.put(id, taken ? "order-" + (ordersPlaced + fresh.size() + 1) : id);
        }
        return fresh;
    }

    static long number(String order) {
        return Long.parseLong(order.replaceFirst("^order-", ""));
    }

    private static TrainingOrder of(Map<String, TrainingOrder> renamed, TrainingOrder order) {
        return Optional.ofNullable(renamed.get(order.id()))
                .orElseThrow(() ->
                        Refusal.invalid(
                                "The version's order (%s) is not among the orders."
                                        .formatted(order.id())));
    }
}
