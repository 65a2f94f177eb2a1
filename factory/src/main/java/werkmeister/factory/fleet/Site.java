package werkmeister.factory.fleet;

import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Money;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * Everything that computes under one roof: one machine, or many pods.
 *
 * @param closures when nodes of a pod are closed, in no order
 */
public record Site(String name, List<Pod> pods, Optional<List<Closure>> closures) {
    /**
     * What a machine costs until its owner names a price: 2 cents a core hour, 1.50 euro a GPU
     * hour.
     */
    public static final Price DEFAULT_PRICE = new Price(new Money(20_000), new Money(1_500_000));

    public Site {
        Name.check("site", name);
        pods = List.copyOf(pods);
        checkNamesOnce("pod", pods.stream().map(Pod::name));
        checkNamesOnce("node", pods.stream().flatMap(pod -> pod.nodes().stream()).map(Node::name));
        closures = closures.filter(list -> !list.isEmpty()).map(List::copyOf);
        List<String> names = pods.stream().map(Pod::name).toList();
        for (Closure closure : closures.orElse(List.of())) {
            if (!names.contains(closure.pod())) {
                throw Refusal.invalid(
                        "The pod (%s) that is to be closed from %s on is none of the site: %s."
                                .formatted(closure.pod(), closure.span().from(), names));
            }
        }
    }

    /** A site that is always open. */
    public Site(String name, List<Pod> pods) {
        this(name, pods, Optional.empty());
    }

    /** The site that one machine makes: one pod with one node. */
    public static Site thisMachine(CpuCount cpus, Memory memory, GpuCount gpus) {
        var node = new Node("node-1", new Offer(cpus, memory, gpus, DEFAULT_PRICE), NodeState.UP);
        return new Site("this-machine", List.of(new Pod("pod-1", List.of(node))));
    }

    /** All nodes, pod by pod. */
    public List<Node> nodes() {
        return pods.stream().flatMap(pod -> pod.nodes().stream()).toList();
    }

    public Optional<Node> node(String named) {
        return nodes().stream().filter(node -> node.name().equals(named)).findFirst();
    }

    /** GPUs of all nodes. */
    public long gpus() {
        return nodes().stream().mapToLong(node -> node.offer().gpus().gpus()).sum();
    }

    /** The same site with one node in another state. */
    public Site with(String named, NodeState state) {
        return mapped(node -> Optional.of(node.name().equals(named) ? node.in(state) : node));
    }

    /** The same site without a node; a pod stays, also an empty one. */
    public Site without(String named) {
        return mapped(node -> Optional.of(node).filter(one -> !one.name().equals(named)));
    }

    /** The same site, open and closed at other times. */
    public Site with(List<Closure> others) {
        return new Site(name, pods, Optional.of(others));
    }

    /**
     * This site as it goes on from the one before: a node that was draining or lost still is, and
     * what closed a pod still does unless it is over or said anew.
     */
    public Site following(Site before, Instant now) {
        var stays = new HashMap<String, NodeState>();
        for (Node node : before.nodes()) {
            if (node.state() == NodeState.DRAINING || node.state() == NodeState.LOST) {
                stays.put(node.name(), node.state());
            }
        }
        Site site =
                mapped(node ->
                        Optional.of(
                                node.state() == NodeState.UP
                                        ? node.in(stays.getOrDefault(node.name(), NodeState.UP))
                                        : node));
        var closed = new ArrayList<>(closures.orElse(List.of()));
        for (Closure closure : before.closures().orElse(List.of())) {
            boolean goesOn =
                    pods.stream().anyMatch(pod -> pod.name().equals(closure.pod()))
                            && closed.stream().noneMatch(closure::startsWith);
            if (goesOn) {
                closed.add(closure);
            }
        }
        closed.removeIf(closure -> !closure.span().to().isAfter(now));
        return site.with(closed);
    }

    /** The same site without whom else parts of it are reserved for, and why. */
    public Site asSeenBy(TenantId tenant) {
        return with(
                closures.orElse(List.of()).stream()
                        .map(closure -> closure.asSeenBy(tenant))
                        .toList());
    }

    private Site mapped(Function<Node, Optional<Node>> change) {
        var changed = new ArrayList<Pod>();
        for (Pod pod : pods) {
            changed.add(
                    new Pod(
                            pod.name(),
                            pod.nodes().stream()
                                    .flatMap(node -> change.apply(node).stream())
                                    .toList()));
        }
        return new Site(name, changed, closures);
    }

    private static void checkNamesOnce(String of, Stream<String> names) {
        var seen = new HashSet<String>();
        names.filter(name -> !seen.add(name))
                .findFirst()
                .ifPresent(name -> {
                    throw Refusal.invalid(
                            "The site has two %ss of one name (%s): give each its own."
                                    .formatted(of, name));
                });
    }
}
