package werkmeister.factory.cluster;

import org.jspecify.annotations.Nullable;

import werkmeister.factory.fleet.Closure;
import werkmeister.factory.placement.Shape;
import werkmeister.units.TenantId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** For whom nodes are open: what is kept, closed and owned; most nodes are open to all. */
final class Access {
    private final @Nullable Hold[] holds;

    /** On how many nodes room is kept for a job; most jobs have none. */
    private final Map<String, Integer> heldFor = new HashMap<>();

    private final Map<Integer, List<Closure>> closures = new HashMap<>();
    private final Map<Integer, TenantId> owners = new HashMap<>();

    /** Whether it matters for whom room is sought on a node; asked most often by far. */
    private final boolean[] particular;

    /** Whether a tenant may use something that is closed for others. */
    private boolean closedFor;

    Access(int nodes) {
        holds = new Hold[nodes];
        particular = new boolean[nodes];
    }

    void close(int node, Closure closure) {
        closures.computeIfAbsent(node, _ -> new ArrayList<>()).add(closure);
        closedFor |= closure.tenant().isPresent();
        note(node);
    }

    /** One hold a node. */
    void hold(int node, Hold hold) {
        release(node);
        holds[node] = hold;
        heldFor.merge(hold.job(), 1, Integer::sum);
        note(node);
    }

    void release(int node) {
        Hold hold = holds[node];
        if (hold != null) {
            holds[node] = null;
            heldFor.computeIfPresent(hold.job(), (_, count) -> count == 1 ? null : count - 1);
            note(node);
        }
    }

    Optional<Hold> held(int node) {
        return node < 0 ? Optional.empty() : Optional.ofNullable(holds[node]);
    }

    /** The nodes on which room is kept for a job. */
    List<Integer> heldFor(String job) {
        var nodes = new ArrayList<Integer>();
        for (int node = 0; heldFor.containsKey(job) && node < holds.length; node++) {
            Hold hold = holds[node];
            if (hold != null && hold.job().equals(job)) {
                nodes.add(node);
            }
        }
        return nodes;
    }

    /**
     * Whose each node is; all others are nobody's.
     *
     * @return whether it was different before
     */
    boolean own(Map<Integer, TenantId> fresh) {
        if (fresh.equals(owners)) {
            return false;
        }
        owners.clear();
        owners.putAll(fresh);
        for (int node = 0; node < particular.length; node++) {
            note(node);
        }
        return true;
    }

    Optional<TenantId> owner(int node) {
        return Optional.ofNullable(owners.get(node));
    }

    Stream<Closure> closures() {
        return closures.values().stream().flatMap(List::stream);
    }

    private void note(int node) {
        particular[node] =
                holds[node] != null || closures.containsKey(node) || owners.containsKey(node);
    }

    /** Whether it matters for whom room is sought on a node. */
    boolean particular(int node) {
        return particular[node];
    }

    /** Whether nothing of a node is kept or closed. */
    boolean open(int node) {
        return !particular[node] || holds[node] == null && !closures.containsKey(node);
    }

    /** Whether it matters for which tenant room is sought. */
    boolean asksWho() {
        return !owners.isEmpty() || closedFor;
    }

    boolean admits(int node, Purpose purpose, Shape shape) {
        if (!particular[node]) {
            return true;
        }
        Hold hold = holds[node];
        if (hold != null && !hold.lets(purpose, shape)) {
            return false;
        }
        TenantId owner = owners.get(node);
        if (owner != null && !owner.equals(purpose.tenant()) && !purpose.borrows()) {
            return false;
        }
        for (Closure closure : closures.getOrDefault(node, List.of())) {
            if (shuts(closure, purpose)) {
                return false;
            }
        }
        return true;
    }

    private static boolean shuts(Closure closure, Purpose purpose) {
        return !closure.tenant().equals(Optional.of(purpose.tenant()))
                && purpose.now().isBefore(closure.span().to())
                && closure.span().from().isBefore(purpose.until());
    }
}
