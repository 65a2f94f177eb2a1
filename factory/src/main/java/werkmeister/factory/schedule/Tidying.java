package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.cluster.Purpose;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Eviction;
import werkmeister.factory.job.Eviction.Rule;
import werkmeister.factory.job.Job;
import werkmeister.factory.placement.NodeSpace;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Makes room for a job of one part by runs that can go on elsewhere at once; only where little work
 * is lost.
 */
final class Tidying {
    /** So much lost work per GPU gained is worth a better order of things. */
    private static final long TIDYING_MILLIS = 600_000;

    private static final Comparator<Candidate> CHEAPEST =
            Comparator.comparingLong(Candidate::lost).thenComparingLong(one -> one.run().number());

    private final Cluster cluster;
    private final Runs runs;
    private final Instant now;
    private final Ask ask;
    private final Job job;
    private final Purpose purpose;

    Tidying(Sight sight, Instant now, Ask ask, Job job) {
        this.cluster = sight.cluster();
        this.runs = sight.runs();
        this.now = now;
        this.ask = ask;
        this.job = job;
        purpose = Expectation.purpose(job, ask, now);
    }

    Optional<Decision.Evict> search() {
        Optional<Decision.Evict> best = Optional.empty();
        List<NodeSpace> elsewhere = elsewhere();
        long least = TIDYING_MILLIS * ask.gpuMilli() / 1_000;
        for (int at = 0; at < cluster.nodes().size() && !elsewhere.isEmpty(); at++) {
            NodeSpace there = cluster.space(at);
            if (Candidate.most(there, runs, ask.shape()) < 1
                    || !cluster.admits(at, purpose, ask.shape())) {
                continue;
            }
            List<Candidate> moved = movable(there, least);
            long lost = moved.stream().mapToLong(Candidate::lost).sum();
            if (!moved.isEmpty() && lost < least && goOn(elsewhere, there, moved)) {
                least = lost;
                best = Optional.of(tidied(there, moved));
            }
        }
        return best;
    }

    private Decision.Evict tidied(NodeSpace there, List<Candidate> moved) {
        String node = there.size().name();
        NodeSpace space = there.copy();
        var victims = new ArrayList<Decision.Victim>();
        for (Candidate candidate : moved) {
            Job run = candidate.run();
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
     * Runs of one node that make room for one part if they go, each losing less than so much; none
     * if they cannot.
     */
    private List<Candidate> movable(NodeSpace there, long below) {
        List<Candidate> cheapest = Candidate.on(there, runs, now, this::movable);
        cheapest.removeIf(one -> one.lost() >= below);
        if (cheapest.isEmpty()) {
            return List.of();
        }
        cheapest.sort(CHEAPEST);
        NodeSpace space = there.copy();
        var moved = new ArrayList<Candidate>();
        for (Candidate candidate : cheapest) {
            if (space.copies(ask.shape()) > 0) {
                return moved;
            }
            cluster.vacate(space, candidate.run());
            moved.add(candidate);
        }
        return space.copies(ask.shape()) > 0 ? moved : List.of();
    }

    private boolean movable(Job run) {
        return Candidate.interruptible(run, now) && run.seat().orElseThrow().places().size() == 1;
    }

    /** Nodes with free GPUs that are open to all, in the order of the site. */
    private List<NodeSpace> elsewhere() {
        var elsewhere = new ArrayList<NodeSpace>();
        for (int at = 0; at < cluster.nodes().size(); at++) {
            if (cluster.open(at) && cluster.space(at).wholeGpus() > 0) {
                elsewhere.add(cluster.space(at));
            }
        }
        return elsewhere;
    }

    private boolean goOn(List<NodeSpace> elsewhere, NodeSpace from, List<Candidate> moved) {
        Map<NodeSpace, NodeSpace> filled = new HashMap<>();
        for (Candidate candidate : moved) {
            var shape = cluster.ask(candidate.run().spec()).shape();
            var there =
                    elsewhere.stream()
                            .filter(space -> space != from)
                            .filter(space -> filled.getOrDefault(space, space).fits(shape))
                            .findFirst();
            if (there.isEmpty()) {
                return false;
            }
            NodeSpace space = filled.computeIfAbsent(there.get(), NodeSpace::copy);
            space.take(shape, space.devices(shape, space.tightest(shape)));
        }
        return true;
    }
}
