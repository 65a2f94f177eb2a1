package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.cluster.Purpose;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Eviction;
import werkmeister.factory.job.Eviction.Rule;
import werkmeister.factory.job.Job;
import werkmeister.factory.placement.NodeSpace;
import werkmeister.factory.placement.Shape;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Chooses small work that moves together so that a larger job fits: runs that can go on elsewhere
 * at once, in gaps that are of no use to the job, and only where little work is lost.
 */
final class Tidying {
    /** So much lost work per GPU gained is worth a better order of things. */
    private static final long WORTH_MILLIS = 600_000;

    private final Cluster cluster;
    private final Runs runs;
    private final Instant now;
    private final Ask ask;
    private final Job job;
    private final Purpose purpose;
    private final List<Node> nodes;

    /** How many parts each node takes, in the order of the site. */
    private final int[] copies;

    /** Nodes that the job has no use for. */
    private final Map<String, NodeSpace> gaps = new LinkedHashMap<>();

    private final Set<String> receiving = new HashSet<>();
    private final Map<String, Cleared> cleared = new HashMap<>();

    Tidying(Cluster cluster, Runs runs, Instant now, Ask ask, Job job) {
        this.cluster = cluster;
        this.runs = runs;
        this.now = now;
        this.ask = ask;
        this.job = job;
        purpose = Expectation.purpose(job, ask, now);
        nodes = cluster.nodes();
        copies = new int[nodes.size()];
    }

    /**
     * A node without some of its runs.
     *
     * @param at its place in the order of the site
     * @param gained parts that it takes more
     */
    private record Cleared(int at, String node, List<Job> moved, long lost, int gained) {
        private static final Comparator<Cleared> ORDER =
                Comparator.comparingDouble((Cleared one) -> (double) one.lost / one.gained)
                        .thenComparingInt(one -> -one.gained)
                        .thenComparingInt(Cleared::at);
    }

    Optional<Decision.Evict> search() {
        var candidates = new ArrayList<Cleared>();
        for (int at = 0; at < copies.length; at++) {
            look(at).ifPresent(candidates::add);
        }
        candidates.sort(Cleared.ORDER);
        int next = 0;
        for (int batch = 1; next < candidates.size(); batch *= 2) {
            for (int taken = 0; taken < batch && next < candidates.size(); next++) {
                taken += clear(candidates.get(next)) ? 1 : 0;
            }
            var room = cluster.spread(ask, copies);
            if (room.isPresent()) {
                return evict(room.get());
            }
        }
        return Optional.empty();
    }

    private Optional<Cleared> look(int at) {
        String node = nodes.get(at).name();
        boolean admits = cluster.admits(node, purpose, ask.shape());
        NodeSpace space = cluster.space(node);
        copies[at] = admits ? space.copies(ask.shape()) : 0;
        if (copies[at] == 0 && open(node) && space.wholeGpus() > 0) {
            gaps.put(node, space.copy());
        }
        return admits ? cleared(at, node) : Optional.empty();
    }

    private boolean open(String node) {
        return cluster.state(node) == NodeState.UP
                && cluster.held(node).isEmpty()
                && cluster.closures(node).isEmpty();
    }

    /** Without the runs of one part that lose least, until it takes as many parts as are asked. */
    private Optional<Cleared> cleared(int at, String node) {
        NodeSpace space = cluster.space(node).copy();
        var moved = new ArrayList<Job>();
        long lost = 0;
        int gained = 0;
        var cheapest = new ArrayList<>(runs.on(node));
        cheapest.sort(
                Comparator.comparingLong((Job run) -> run.lost(now).milliseconds())
                        .thenComparingLong(Job::number));
        for (Job run : cheapest) {
            if (copies[at] + gained >= ask.parts()) {
                break;
            }
            if (Victims.interruptible(run, now) && run.seat().orElseThrow().places().size() == 1) {
                cluster.vacate(space, run);
                moved.add(run);
                lost += run.lost(now).milliseconds();
                gained = space.copies(ask.shape()) - copies[at];
            }
        }
        return gained > 0
                ? Optional.of(new Cleared(at, node, moved, lost, gained))
                : Optional.empty();
    }

    /**
     * Whether all that is moved from a node goes on in gaps of others; then it counts as cleared.
     */
    private boolean clear(Cleared one) {
        if (receiving.contains(one.node())) {
            return false;
        }
        var into = new LinkedHashMap<String, NodeSpace>();
        for (Job run : one.moved()) {
            Shape shape = cluster.ask(run.spec()).shape();
            Optional<String> gap = gap(shape, one.node(), into);
            if (gap.isEmpty()) {
                return false;
            }
            NodeSpace space = into.computeIfAbsent(gap.get(), node -> space(node).copy());
            space.take(shape, space.devices(shape, space.tightest(shape)));
        }
        gaps.putAll(into);
        gaps.remove(one.node());
        receiving.addAll(into.keySet());
        copies[one.at()] += one.gained();
        cleared.put(one.node(), one);
        return true;
    }

    private Optional<String> gap(Shape shape, String from, Map<String, NodeSpace> into) {
        return gaps.keySet().stream()
                .filter(node -> !node.equals(from))
                .filter(node -> into.getOrDefault(node, space(node)).fits(shape))
                .findFirst();
    }

    private NodeSpace space(String gap) {
        return Objects.requireNonNull(gaps.get(gap));
    }

    /** Only what is in the way of where the job would go moves. */
    private Optional<Decision.Evict> evict(List<Berth> berths) {
        var victims = new ArrayList<Decision.Victim>();
        long lost = 0;
        long gained = 0;
        for (Berth berth : berths) {
            Cleared one = cleared.get(berth.node());
            if (one != null) {
                lost += one.lost();
                gained += one.gained();
                for (Job run : one.moved()) {
                    var why = new Eviction(Rule.DEFRAGMENTATION, job.id(), run.lost(now));
                    victims.add(new Decision.Victim(run.id(), why));
                }
            }
        }
        return !victims.isEmpty() && lost < WORTH_MILLIS * ask.shape().gpus() * gained
                ? Optional.of(
                        new Decision.Evict(victims, Optional.of(new Placement(job.id(), berths))))
                : Optional.empty();
    }
}
