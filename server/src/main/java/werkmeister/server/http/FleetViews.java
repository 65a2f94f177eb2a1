package werkmeister.server.http;

import werkmeister.factory.control.Factory;
import werkmeister.factory.fleet.Closure;
import werkmeister.factory.fleet.Location;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.server.fleet.Heard;
import werkmeister.server.fleet.NodeWatch;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What goes over the wire of the site, its nodes and when they are closed. */
final class FleetViews {
    private FleetViews() {}

    /**
     * A site's file.
     *
     * @param file its name, for what is said of it
     * @param text its YAML
     * @param retire nodes that are in it no longer may finish what they run
     */
    record SiteBody(String file, String text, Optional<Boolean> retire) {}

    /**
     * What became of a site when another one was applied.
     *
     * @param added names of nodes, and so on; {@code altered} are those that offer or stand
     *     otherwise than before, {@code retiring} those that leave when they are empty
     * @param closures that are to come or under way
     */
    record SiteChange(
            String site,
            boolean changed,
            int pods,
            int nodes,
            long gpus,
            int podsBefore,
            int nodesBefore,
            long gpusBefore,
            List<String> added,
            List<String> altered,
            List<String> leaving,
            List<String> retiring,
            List<Closure> closures) {
        static SiteChange between(Optional<Site> before, Site after) {
            Map<String, Node> old = byName(before);
            Map<String, Node> now = byName(Optional.of(after));
            return new SiteChange(
                    after.name(),
                    !before.equals(Optional.of(after)),
                    after.pods().size(),
                    now.size(),
                    after.gpus(),
                    before.map(site -> site.pods().size()).orElse(0),
                    old.size(),
                    before.map(Site::gpus).orElse(0L),
                    now.keySet().stream().filter(name -> !old.containsKey(name)).sorted().toList(),
                    now.values().stream()
                            .filter(node -> differs(old.get(node.name()), node))
                            .map(Node::name)
                            .sorted()
                            .toList(),
                    old.keySet().stream().filter(name -> !now.containsKey(name)).sorted().toList(),
                    now.values().stream()
                            .filter(node -> node.state() == NodeState.RETIRING)
                            .map(Node::name)
                            .sorted()
                            .toList(),
                    after.closures().orElse(List.of()));
        }

        private static Map<String, Node> byName(Optional<Site> site) {
            return site.map(Site::nodes).orElse(List.of()).stream()
                    .collect(Collectors.toMap(Node::name, Function.identity()));
        }

        private static boolean differs(@org.jspecify.annotations.Nullable Node old, Node node) {
            return old != null
                    && !(old.offer().equals(node.offer())
                            && old.location().equals(node.location()));
        }
    }

    /**
     * A node.
     *
     * @param gpusHeldMilli thousandths of GPUs that runs hold
     * @param jobs that run on it
     * @param heardAt when its agent was last heard of; {@code healthyGpus} it saw then
     */
    record NodeView(
            String node,
            String pod,
            Optional<String> rack,
            Optional<String> nvlink,
            Optional<String> model,
            NodeState state,
            long gpus,
            long gpusHeldMilli,
            int jobs,
            Optional<Instant> heardAt,
            Optional<Integer> healthyGpus) {
        static List<NodeView> all(Factory factory, NodeWatch watch) {
            Map<String, Long> held = new HashMap<>();
            Map<String, Integer> jobs = new HashMap<>();
            for (Job job : factory.seatedJobs()) {
                for (Berth berth : job.seat().orElseThrow().places()) {
                    held.merge(berth.node(), job.spec().gpuMilli(berth.parts()), Long::sum);
                    jobs.merge(berth.node(), 1, Integer::sum);
                }
            }
            var all = new ArrayList<NodeView>();
            for (Pod pod : factory.site().map(Site::pods).orElse(List.of())) {
                for (Node node : pod.nodes()) {
                    Optional<Heard> heard = watch.heard(node.name());
                    all.add(
                            new NodeView(
                                    node.name(),
                                    pod.name(),
                                    node.location().map(Location::rack),
                                    node.location()
                                            .map(Location::nvlink)
                                            .filter(domain -> !domain.isEmpty()),
                                    node.offer().model(),
                                    node.state(),
                                    node.offer().gpus().gpus(),
                                    held.getOrDefault(node.name(), 0L),
                                    jobs.getOrDefault(node.name(), 0),
                                    heard.map(Heard::at),
                                    heard.map(Heard::healthy)));
                }
            }
            return all;
        }
    }

    record StateBody(NodeState state) {}

    /**
     * What became of a node that was marked.
     *
     * @param left whether it was empty and left the site
     * @param jobs that still run on it
     * @param failed runs that have failed with it
     */
    record NodeMark(String node, NodeState state, boolean left, int jobs, int failed) {}

    /**
     * Time in which a pod is closed.
     *
     * @param from else from now on
     * @param percent of its nodes, else all
     * @param kilowatts instead: that those of its nodes draw at most which stay open
     * @param tenant for whom it stays open
     */
    record ClosureBody(
            String pod,
            Optional<Instant> from,
            Instant to,
            Optional<Integer> percent,
            Optional<Double> kilowatts,
            Optional<String> why,
            Optional<String> tenant) {
        Closure closure(Instant now, Optional<Site> site) {
            return new Closure(
                    pod,
                    new TimeSpan(from.orElse(now.truncatedTo(ChronoUnit.SECONDS)), to),
                    kilowatts.map(limit -> percent(limit, site)).or(() -> percent).orElse(100),
                    why.orElse(tenant.isPresent() ? "reserved" : "closed"),
                    tenant.map(TenantId::new));
        }

        private int percent(double limit, Optional<Site> site) {
            if (percent.isPresent()) {
                throw Refusal.invalid(
                        "Of percent (%d) and kilowatts (%s) only one can be given."
                                .formatted(percent.get(), limit));
            }
            return site.stream()
                    .flatMap(one -> one.pods().stream())
                    .filter(one -> one.name().equals(pod))
                    .findFirst()
                    .orElseThrow(() -> Refusal.notFound("The site has no pod %s.".formatted(pod)))
                    .percentAbove(limit * 1e3);
        }
    }

    /** How many GPUs a node's agent sees, and how many of them are well. */
    record HeartbeatBody(int gpus, int healthy) {}

    /** What the server makes of it. */
    record HeartbeatView(String node, NodeState state, Instant heardAt) {}
}
