package werkmeister.learning.control;

import werkmeister.learning.order.TrainingOrder;
import werkmeister.units.TenantId;

import java.time.Instant;

/** A training order and what became of it. */
public record PlacedOrder(TrainingOrder order, Instant placed, Outcome outcome) {
    public TenantId tenant() {
        return order.dataset().tenant();
    }

    PlacedOrder with(Outcome other) {
        return new PlacedOrder(order, placed, other);
    }

    /** What became of an order. */
    public sealed interface Outcome {}

    /** Nothing yet. */
    public record Open() implements Outcome {}

    /** A version, such as {@code press-1/v2}. */
    public record Fulfilled(String version, Instant at) implements Outcome {}

    /** No version, and why. */
    public record Failed(String reason, Instant at) implements Outcome {}
}
