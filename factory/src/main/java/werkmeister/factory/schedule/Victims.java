package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.cluster.Purpose;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Eviction;
import werkmeister.factory.job.Eviction.Rule;
import werkmeister.factory.job.Job;
import werkmeister.factory.placement.NodeSpace;
import werkmeister.factory.quota.Account;
import werkmeister.factory.quota.Shares;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Chooses what is interrupted so that a job can start: for reclaim and for priority the same
 * search. Whole jobs only; nothing that its tenant is owed is taken by another tenant; least lost
 * work first. Two tenants cannot take turns in evicting each other: who reclaims stays within what
 * it is owed and is safe from then on.
 */
final class Victims {
    /** Victims of which each is tried to be spared again. */
    private static final int SPARED_MAX = 64;

    private final Cluster cluster;
    private final Runs runs;
    private final Shares shares;
    private final Instant now;
    private final Ask ask;
    private final Job job;
    private final Purpose purpose;
    private final Comparator<Candidate> order;

    /** Whose share is taken when runs of a tenant are; none: nothing of it may be. */
    private final Map<TenantId, List<Account>> lenders = new HashMap<>();

    /** Thousandths of GPUs that are taken from each share. */
    private final Map<Account, Long> taken = new HashMap<>();

    /** What is free in the order of the site, of a node that is to change a copy. */
    private final NodeSpace[] spaces;

    private final Map<String, Job> chosen = new LinkedHashMap<>();

    Victims(Cluster cluster, Runs runs, Shares shares, Instant now, Ask ask, Job job) {
        this.cluster = cluster;
        this.runs = runs;
        this.shares = shares;
        this.now = now;
        this.ask = ask;
        this.job = job;
        purpose = Expectation.purpose(job, ask, now);
        order =
                Comparator.comparing((Candidate one) -> one.run().tenant().equals(job.tenant()))
                        .thenComparingInt(one -> one.run().spec().priority())
                        .thenComparingLong(Candidate::lost)
                        .thenComparingLong(one -> -one.run().number());
        spaces = new NodeSpace[cluster.nodes().size()];
        Arrays.setAll(spaces, cluster::space);
    }

    /**
     * What a node would cost.
     *
     * @param at its place in the order of the site
     * @param lost GPU time in milliseconds
     * @param gained parts that it takes more
     */
    record Price(int at, long lost, int gained, List<Job> evicted) implements Comparable<Price> {
        private static final Comparator<Price> ORDER =
                Comparator.comparingDouble((Price price) -> (double) price.lost / price.gained)
                        .thenComparingInt(price -> -price.gained)
                        .thenComparingInt(Price::at);

        @Override
        public int compareTo(Price other) {
            return ORDER.compare(this, other);
        }
    }

    /**
     * What all nodes would cost, for all equal jobs of one part that look for victims in one go:
     * each of them makes what is left dearer, so that only the cheapest is looked at again.
     */
    static final class Prices {
        private final PriorityQueue<Price> cheapest = new PriorityQueue<>();
        private List<Object> of = List.of();
    }

    /** Prices that this search can go on with: those of an equal one before stay if they hold. */
    void renew(Prices prices) {
        List<Object> of =
                List.of(
                        now,
                        cluster.loosened(),
                        ask,
                        job.tenant(),
                        job.spec().priority(),
                        Expectation.length(job, ask.parts()),
                        job.spec().plan().preemptible());
        if (ask.parts() == 1 && prices.of.equals(of)) {
            return;
        }
        prices.of = of;
        prices.cheapest.clear();
        if (runs.preemptible().stream().anyMatch(this::mayBeTakenFrom)) {
            for (int at = 0; at < spaces.length; at++) {
                price(at).ifPresent(prices.cheapest::add);
            }
        }
    }

    private boolean mayBeTakenFrom(TenantId tenant) {
        return tenant.equals(job.tenant())
                ? runs.anyBelow(tenant, job.spec().priority())
                : !lenders(tenant).isEmpty();
    }

    /** Whether a node might take more parts if all went that may be interrupted. */
    private boolean gains(int at) {
        NodeSpace there = cluster.space(at);
        return Candidate.most(there, runs, ask.shape()) > there.copies(ask.shape())
                && cluster.admits(at, purpose, ask.shape());
    }

    Optional<Decision.Evict> search(Prices prices) {
        var tried = new ArrayList<Price>();
        Optional<Decision.Evict> evict = Optional.empty();
        for (int batch = 1; evict.isEmpty() && !prices.cheapest.isEmpty(); batch *= 2) {
            for (int i = 0; i < batch && !prices.cheapest.isEmpty(); i++) {
                cheapest(prices)
                        .ifPresent(price -> {
                            evict(price);
                            tried.add(price);
                        });
            }
            if (fits()) {
                evict = Optional.of(spared());
            }
        }
        prices.cheapest.addAll(tried);
        return evict.filter(one -> !one.victims().isEmpty());
    }

    /** The cheapest as of now: a price that has gone up since stands further back. */
    private Optional<Price> cheapest(Prices prices) {
        while (!prices.cheapest.isEmpty()) {
            Price known = prices.cheapest.remove();
            Optional<Price> price = price(known.at());
            if (price.isPresent()) {
                if (price.get().compareTo(known) <= 0) {
                    return price;
                }
                prices.cheapest.add(price.get());
            }
        }
        return Optional.empty();
    }

    /** The cheapest runs that make room for one more part, or for all that the node can take. */
    private Optional<Price> price(int at) {
        if (!gains(at)) {
            return Optional.empty();
        }
        NodeSpace there = cluster.space(at);
        int before = there.copies(ask.shape());
        List<Candidate> candidates = Candidate.on(there, runs, now, this::mayBeEvicted);
        if (candidates.isEmpty()) {
            return Optional.empty();
        }
        candidates.sort(order);
        NodeSpace space = there.copy();
        var evicted = new ArrayList<Job>();
        var spent = new HashMap<Account, Long>();
        long lost = 0;
        int wanted = Math.min(ask.parts(), before + candidates.size());
        for (Candidate candidate : candidates) {
            Job run = candidate.run();
            if (space.copies(ask.shape()) >= wanted) {
                break;
            }
            if (affordable(run, spent)) {
                spend(run, spent);
                cluster.vacate(space, run);
                evicted.add(run);
                lost += chosen.containsKey(run.id()) ? 0 : candidate.lost();
            }
        }
        int gained = space.copies(ask.shape()) - before;
        return gained > 0 ? Optional.of(new Price(at, lost, gained, evicted)) : Optional.empty();
    }

    private Optional<Rule> rule(Job run) {
        if (run.tenant().equals(job.tenant())) {
            return run.spec().priority() < job.spec().priority()
                    ? Optional.of(Rule.PRIORITY)
                    : Optional.empty();
        }
        return lenders(run.tenant()).isEmpty() ? Optional.empty() : Optional.of(Rule.RECLAIM);
    }

    private List<Account> lenders(TenantId tenant) {
        return lenders.computeIfAbsent(tenant, other -> shares.lenders(other, job, ask.parts()));
    }

    private boolean mayBeEvicted(Job run) {
        return rule(run).isPresent() && Candidate.interruptible(run, now);
    }

    /** Whether nobody goes below what it is owed without a run, too; of its own a tenant may. */
    private boolean affordable(Job run, Map<Account, Long> spent) {
        if (run.tenant().equals(job.tenant())) {
            return true;
        }
        for (Account one : lenders(run.tenant())) {
            long gone = taken.getOrDefault(one, 0L) + spent.getOrDefault(one, 0L);
            if (one.borrowedGpuMilli() - gone < run.gpuMilli()) {
                return false;
            }
        }
        return true;
    }

    private void spend(Job run, Map<Account, Long> spent) {
        if (!run.tenant().equals(job.tenant())) {
            lenders(run.tenant()).forEach(one -> spent.merge(one, run.gpuMilli(), Long::sum));
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
        int at = cluster.number(node);
        if (spaces[at] == cluster.space(at)) {
            spaces[at] = spaces[at].copy();
        }
        return spaces[at];
    }

    private static Stream<String> nodes(Job run) {
        return run.seat().orElseThrow().places().stream().map(Berth::node);
    }

    private Optional<List<Berth>> room() {
        return cluster.spread(ask, purpose, node -> spaces[node].copies(ask.shape()));
    }

    private boolean fits() {
        return cluster.fits(ask, purpose, node -> spaces[node].copies(ask.shape()));
    }

    /**
     * Whoever is not in the way of where the job would go is let go again, then the dearest as long
     * as there is room without them.
     */
    private Decision.Evict spared() {
        Set<String> wanted =
                room().orElseThrow().stream().map(Berth::node).collect(Collectors.toSet());
        for (Job run : List.copyOf(chosen.values())) {
            if (nodes(run).noneMatch(wanted::contains)) {
                nodes(run).forEach(node -> cluster.occupy(space(node), run));
                chosen.remove(run.id());
            }
        }
        var dearest = new ArrayList<>(chosen.values());
        dearest.sort(
                Comparator.comparingLong((Job run) -> -run.lost(now).milliseconds())
                        .thenComparingLong(Job::number));
        for (Job run : dearest.subList(0, Math.min(SPARED_MAX, dearest.size()))) {
            nodes(run).forEach(node -> cluster.occupy(space(node), run));
            if (fits()) {
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
}
