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
import werkmeister.factory.job.JobState;
import werkmeister.factory.placement.NodeSpace;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * Chooses what is interrupted so that a job can start: for reclaim, for priority and against
 * fragmentation the same search. Whole jobs only; nothing that its tenant is owed is taken by
 * another tenant; least lost work first. Two tenants cannot take turns in evicting each other: who
 * reclaims stays within what it is owed and is safe from then on.
 */
final class Victims {
    /** Whoever has just started is left alone. */
    static final Duration GRACE = Duration.ofMinutes(1);

    /** So much lost work per GPU gained is worth a better order of things. */
    private static final long TIDYING_MILLIS = 600_000;

    /** Victims of which each is tried to be spared again. */
    private static final int SPARED_MAX = 64;

    private final Cluster cluster;
    private final Runs runs;
    private final Shares shares;
    private final Instant now;
    private final Ask ask;
    private final Job job;
    private final Purpose purpose;

    /** Whose share is taken when runs of a tenant are; none: nothing of it may be. */
    private final Map<TenantId, List<Account>> lenders = new HashMap<>();

    /** Thousandths of GPUs that are taken from each share. */
    private final Map<Account, Long> taken = new HashMap<>();

    private final Map<String, NodeSpace> changed = new HashMap<>();
    private final Map<String, Job> chosen = new LinkedHashMap<>();

    Victims(Cluster cluster, Runs runs, Shares shares, Instant now, Ask ask, Job job) {
        this.cluster = cluster;
        this.runs = runs;
        this.shares = shares;
        this.now = now;
        this.ask = ask;
        this.job = job;
        purpose = Expectation.purpose(job, ask, now);
    }

    /** What a node would cost. */
    private record Price(String node, long lost, int gained, List<Job> evicted) {
        double perPart() {
            return (double) lost / gained;
        }
    }

    Optional<Decision.Evict> search() {
        var prices = new ArrayList<Price>();
        for (Node node : cluster.nodes()) {
            if (cluster.admits(node.name(), purpose, ask.shape())) {
                price(node.name()).ifPresent(prices::add);
            }
        }
        prices.sort(
                Comparator.comparingDouble(Price::perPart)
                        .thenComparingInt(price -> -price.gained()));
        int next = 0;
        for (int batch = 1; next < prices.size(); batch *= 2) {
            for (int i = 0; i < batch && next < prices.size(); i++) {
                evict(prices.get(next++));
            }
            if (room().isPresent()) {
                return Optional.of(spared()).filter(evict -> !evict.victims().isEmpty());
            }
        }
        return Optional.empty();
    }

    /** The cheapest runs that make room for one more part, or for all that the node can take. */
    private Optional<Price> price(String node) {
        int before = cluster.space(node).copies(ask.shape());
        var candidates = new ArrayList<Job>();
        for (Job run : runs.on(node)) {
            if (mayBeEvicted(run)) {
                candidates.add(run);
            }
        }
        candidates.sort(
                Comparator.comparing((Job run) -> run.tenant().equals(job.tenant()))
                        .thenComparingInt(run -> run.spec().priority())
                        .thenComparingLong(run -> run.lost(now).milliseconds())
                        .thenComparingLong(run -> -run.number()));
        NodeSpace space = cluster.space(node).copy();
        var evicted = new ArrayList<Job>();
        var spent = new HashMap<Account, Long>();
        long lost = 0;
        int wanted = Math.min(ask.parts(), before + candidates.size());
        for (Job run : candidates) {
            if (space.copies(ask.shape()) >= wanted) {
                break;
            }
            if (affordable(run, spent)) {
                spend(run, spent);
                cluster.vacate(space, run);
                evicted.add(run);
                lost += run.lost(now).milliseconds();
            }
        }
        int gained = space.copies(ask.shape()) - before;
        return gained > 0 ? Optional.of(new Price(node, lost, gained, evicted)) : Optional.empty();
    }

    private Optional<Rule> rule(Job run) {
        if (run.tenant().equals(job.tenant())) {
            return run.spec().priority() < job.spec().priority()
                    ? Optional.of(Rule.PRIORITY)
                    : Optional.empty();
        }
        return lenders(run).isEmpty() ? Optional.empty() : Optional.of(Rule.RECLAIM);
    }

    private List<Account> lenders(Job run) {
        return lenders.computeIfAbsent(
                run.tenant(), tenant -> shares.lenders(tenant, job, ask.parts()));
    }

    private boolean mayBeEvicted(Job run) {
        return interruptible(run) && rule(run).isPresent();
    }

    private boolean interruptible(Job run) {
        return run.spec().plan().preemptible()
                && !(run.state() instanceof JobState.Stopping)
                && !run.seat().orElseThrow().started().plus(GRACE).isAfter(now);
    }

    /** Whether nobody goes below what it is owed without a run, too; of its own a tenant may. */
    private boolean affordable(Job run, Map<Account, Long> spent) {
        return run.tenant().equals(job.tenant())
                || lenders(run).stream()
                        .allMatch(one ->
                                one.borrowedGpuMilli()
                                                - taken.getOrDefault(one, 0L)
                                                - spent.getOrDefault(one, 0L)
                                        >= run.gpuMilli());
    }

    private void spend(Job run, Map<Account, Long> spent) {
        if (!run.tenant().equals(job.tenant())) {
            lenders(run).forEach(one -> spent.merge(one, run.gpuMilli(), Long::sum));
        }
    }

    private void evict(Price price) {
        for (Job run : price.evicted()) {
            if (!chosen.containsKey(run.id()) && affordable(run, Map.of())) {
                chosen.put(run.id(), run);
                spend(run, taken);
                nodes(run).forEach(node -> cluster.vacate(space(node), run));
            }
        }
    }

    private NodeSpace space(String node) {
        return changed.computeIfAbsent(node, name -> cluster.space(name).copy());
    }

    private static Stream<String> nodes(Job run) {
        return run.seat().orElseThrow().places().stream().map(Berth::node);
    }

    private Optional<List<Berth>> room() {
        List<Node> nodes = cluster.nodes();
        int[] copies = new int[nodes.size()];
        for (int i = 0; i < copies.length; i++) {
            String node = nodes.get(i).name();
            NodeSpace space = changed.getOrDefault(node, cluster.space(node));
            copies[i] = cluster.admits(node, purpose, ask.shape()) ? space.copies(ask.shape()) : 0;
        }
        return cluster.spread(ask, copies);
    }

    /** The dearest are let go again as long as there is room without them. */
    private Decision.Evict spared() {
        var dearest = new ArrayList<>(chosen.values());
        dearest.sort(
                Comparator.comparingLong((Job run) -> -run.lost(now).milliseconds())
                        .thenComparingLong(Job::number));
        for (Job run : dearest.subList(0, Math.min(SPARED_MAX, dearest.size()))) {
            nodes(run).forEach(node -> cluster.occupy(space(node), run));
            if (room().isPresent()) {
                chosen.remove(run.id());
            } else {
                nodes(run).forEach(node -> cluster.vacate(space(node), run));
            }
        }
        List<Berth> berths = room().orElseThrow();
        var victims = new ArrayList<Decision.Victim>();
        for (Job run : chosen.values()) {
            Rule rule = rule(run).orElseThrow();
            victims.add(new Decision.Victim(run.id(), new Eviction(rule, job.id(), run.lost(now))));
        }
        return new Decision.Evict(victims, Optional.of(new Placement(job.id(), berths)));
    }

    /**
     * Runs that can go on elsewhere at once and leave room together; only where little work is
     * lost.
     */
    Optional<Decision.Evict> tidying() {
        Optional<Decision.Evict> best = Optional.empty();
        long least = TIDYING_MILLIS * ask.gpuMilli() / 1_000;
        for (Node node : cluster.nodes()) {
            if (!cluster.admits(node.name(), purpose, ask.shape())) {
                continue;
            }
            var moved = movable(node.name());
            long lost = moved.stream().mapToLong(run -> run.lost(now).milliseconds()).sum();
            if (!moved.isEmpty() && lost < least && goOnElsewhere(node.name(), moved)) {
                least = lost;
                best = Optional.of(tidied(node.name(), moved));
            }
        }
        return best;
    }

    private Decision.Evict tidied(String node, List<Job> moved) {
        NodeSpace space = cluster.space(node).copy();
        var victims = new ArrayList<Decision.Victim>();
        for (Job run : moved) {
            cluster.vacate(space, run);
            victims.add(
                    new Decision.Victim(
                            run.id(), new Eviction(Rule.DEFRAGMENTATION, job.id(), run.lost(now))));
        }
        long gpus = space.devices(ask.shape(), space.tightest(ask.shape()));
        return new Decision.Evict(
                victims, Optional.of(new Placement(job.id(), List.of(new Berth(node, gpus, 1)))));
    }

    /**
     * Runs of one node and one part that make room for one part if they go; none if they cannot.
     */
    private List<Job> movable(String node) {
        NodeSpace space = cluster.space(node).copy();
        var moved = new ArrayList<Job>();
        var cheapest = new ArrayList<>(runs.on(node));
        cheapest.sort(
                Comparator.comparingLong((Job run) -> run.lost(now).milliseconds())
                        .thenComparingLong(Job::number));
        for (Job run : cheapest) {
            if (space.copies(ask.shape()) > 0) {
                return moved;
            }
            if (interruptible(run) && run.seat().orElseThrow().places().size() == 1) {
                cluster.vacate(space, run);
                moved.add(run);
            }
        }
        return space.copies(ask.shape()) > 0 ? moved : List.of();
    }

    private boolean goOnElsewhere(String from, List<Job> moved) {
        var spaces = new ArrayList<NodeSpace>();
        for (Node node : cluster.nodes()) {
            if (!node.name().equals(from)
                    && cluster.state(node.name()) == NodeState.UP
                    && cluster.held(node.name()).isEmpty()
                    && cluster.closures(node.name()).isEmpty()
                    && cluster.space(node.name()).wholeGpus() > 0) {
                spaces.add(cluster.space(node.name()).copy());
            }
        }
        for (Job run : moved) {
            var shape = cluster.ask(run.spec()).shape();
            var there = spaces.stream().filter(space -> space.fits(shape)).findFirst();
            if (there.isEmpty()) {
                return false;
            }
            there.get().take(shape, there.get().devices(shape, there.get().tightest(shape)));
        }
        return true;
    }
}
