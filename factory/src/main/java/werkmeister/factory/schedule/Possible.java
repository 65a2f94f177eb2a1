package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Job;
import werkmeister.factory.placement.NodeSpace;
import werkmeister.factory.placement.Shape;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What could run on the site if nothing else did: the first question, for it costs least. */
final class Possible {
    private final Cluster empty;
    private final Map<Ask, Boolean> ever = new HashMap<>();
    private final Map<Ask, Boolean> now = new HashMap<>();

    Possible(Site site) {
        empty = new Cluster(up(site));
    }

    private static Site up(Site site) {
        return new Site(
                site.name(),
                site.pods().stream()
                        .map(pod ->
                                new Pod(
                                        pod.name(),
                                        pod.nodes().stream()
                                                .map(node -> node.in(NodeState.UP))
                                                .toList()))
                        .toList());
    }

    /** Nodes have come or gone. */
    void forget() {
        now.clear();
    }

    /** With all nodes of the site. */
    boolean ever(Ask ask) {
        return ever.computeIfAbsent(ask, one -> fits(empty, one));
    }

    /** With the nodes that take work. */
    boolean now(Cluster cluster, Ask ask) {
        return now.computeIfAbsent(ask, one -> fits(cluster, one));
    }

    private boolean fits(Cluster states, Ask ask) {
        List<Node> nodes = empty.nodes();
        int[] copies = new int[nodes.size()];
        for (int i = 0; i < copies.length; i++) {
            String node = nodes.get(i).name();
            copies[i] =
                    states.state(node) == NodeState.UP ? empty.space(node).copies(ask.shape()) : 0;
        }
        return empty.spread(ask, copies).isPresent();
    }

    /** What would fit instead, for people. */
    Optional<String> nearest(Cluster cluster, Job job) {
        Ask ask = cluster.ask(job.spec());
        Shape shape = ask.shape();
        int gpus = 0;
        int cpus = 0;
        int memory = 0;
        int parts = 0;
        for (Node node : empty.nodes()) {
            NodeSpace space = empty.space(node.name());
            parts += space.copies(shape);
            boolean better =
                    space.wholeGpus() > gpus
                            || space.wholeGpus() == gpus && space.cpuMilli() > cpus;
            if (better) {
                gpus = space.wholeGpus();
                cpus = space.cpuMilli();
                memory = space.memoryMib();
            }
        }
        if (parts >= ask.leastParts()) {
            return Optional.of(
                    "%d parts fit on the site, but not so near to each other: wish for a wider domain or make it preferred"
                            .formatted(parts));
        }
        if (parts > 0) {
            return Optional.of(
                    "at most %d parts of %s fit".formatted(parts, job.spec().resources().words()));
        }
        return Optional.of(
                "the largest node offers %d CPU, %d MiB, %d GPU%s"
                        .formatted(
                                cpus / 1_000,
                                memory,
                                gpus,
                                job.spec().plan().models().isEmpty()
                                        ? ""
                                        : "; models are " + cluster.models()));
    }
}
