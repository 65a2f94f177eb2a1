package werkmeister.factory.fleet;

import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.util.List;
import java.util.Optional;

/**
 * Time in which nodes of a pod are closed: for maintenance, because power or cooling is short, or
 * because they are reserved in advance.
 *
 * @param percent of the pod's nodes that are closed, 1 to 100; the first ones in its order
 * @param tenant for whom they are reserved and stay open; empty: closed to everyone
 */
public record Closure(
        String pod, TimeSpan span, int percent, String why, Optional<TenantId> tenant) {
    public Closure {
        if (percent < 1 || percent > 100) {
            throw Refusal.invalid(
                    "The share of nodes of pod %s that is closed (%d %%) must be 1 to 100 %%."
                            .formatted(pod, percent));
        }
    }

    /** Whether both close the same pod from the same time on. */
    boolean startsWith(Closure other) {
        return pod.equals(other.pod) && span.from().equals(other.span.from());
    }

    Closure asSeenBy(TenantId other) {
        return tenant.filter(reserved -> !reserved.equals(other)).isPresent()
                ? new Closure(pod, span, percent, "reserved", Optional.empty())
                : this;
    }

    /** The nodes of its pod that are closed. */
    public List<Node> closed(Pod closing) {
        List<Node> nodes = closing.nodes();
        return closing.name().equals(pod)
                ? nodes.subList(0, Math.ceilDiv(nodes.size() * percent, 100))
                : List.of();
    }
}
