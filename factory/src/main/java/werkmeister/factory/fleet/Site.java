package werkmeister.factory.fleet;

import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Money;
import werkmeister.units.Refusal;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Everything that computes under one roof: one machine, or many pods. */
public record Site(String name, List<Pod> pods) {
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

    /** The same site with one node in another state. */
    public Site with(String named, NodeState state) {
        return new Site(
                name,
                pods.stream()
                        .map(pod ->
                                new Pod(
                                        pod.name(),
                                        pod.nodes().stream()
                                                .map(node ->
                                                        node.name().equals(named)
                                                                ? new Node(
                                                                        named, node.offer(), state)
                                                                : node)
                                                .toList()))
                        .toList());
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
