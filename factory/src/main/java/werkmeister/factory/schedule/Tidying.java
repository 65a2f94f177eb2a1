package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.cluster.Purpose;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Eviction;
import werkmeister.factory.job.Eviction.Rule;
import werkmeister.factory.job.Job;
import werkmeister.factory.placement.NodeSpace;
import werkmeister.factory.placement.Shape;
import werkmeister.factory.schedule.Victims.Price;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Chooses small work that moves together so that a larger job fits: runs that can go on at once in
 * gaps which are of no use to the job, and only where little work is lost.
 */
final class Tidying {
    /** So much lost work per GPU gained is worth a better order of things. */
    private static final long WORTH_MILLIS = 600_000;

    private static final Comparator<Candidate> CHEAPEST =
            Comparator.comparingLong(Candidate::lost).thenComparingLong(one -> one.run().number());

    private final Cluster cluster;
    private final Runs runs;
    private final Instant now;
    private final Ask ask;
    private final Job job;
    private final Purpose purpose;

    /** Parts that each node takes, in the order of the site. */
    private final int[] copies;

    /**
     * What is free on nodes that the job has no use for, by their place in the order of the site.
     */
    private final SequencedMap<Integer, NodeSpace> gaps = new LinkedHashMap<>();

    private final Map<String, Price> cleared = new HashMap<>();

    Tidying(Sight sight, Instant now, Ask ask, Job job) {
        this.cluster = sight.cluster();
        this.runs = sight.runs();
        this.now = now;
        this.ask = ask;
        this.job = job;
        purpose = Expectation.purpose(job, ask, now);
        copies = new int[cluster.nodes().size()];
    }

    Optional<Decision.Evict> search() {
        var candidates = new ArrayList<Price>();
        for (int at = 0; at < copies.length; at++) {
            look(at).ifPresent(candidates::add);
        }
        Collections.sort(candidates);
        int next = 0;
        for (int batch = 1; next < candidates.size() && !gaps.isEmpty(); batch *= 2) {
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

    private Optional<Price> look(int at) {
        NodeSpace space = cluster.space(at);
        boolean admits = cluster.admits(at, purpose, ask.shape());
        copies[at] = admits ? space.copies(ask.shape()) : 0;
        if (copies[at] == 0 && cluster.open(at) && space.wholeGpus() > 0) {
            gaps.put(at, space);
        }
        return admits && Candidate.most(space, runs, ask.shape()) > copies[at]
                ? without(at, space.copy())
                : Optional.empty();
    }

    /** Without the runs of one part that lose least, until it takes as many parts as are asked. */
    private Optional<Price> without(int at, NodeSpace space) {
        List<Candidate> cheapest = Candidate.on(space, runs, now, this::movable);
        cheapest.sort(CHEAPEST);
        var moved = new ArrayList<Job>();
        long lost = 0;
        int gained = 0;
        for (Candidate candidate : cheapest) {
            if (copies[at] + gained >= ask.parts()) {
                break;
            }
            cluster.vacate(space, candidate.run());
            moved.add(candidate.run());
            lost += candidate.lost();
            gained = space.copies(ask.shape()) - copies[at];
        }
        return gained > 0 && lost < worth(gained)
                ? Optional.of(new Price(at, lost, gained, moved))
                : Optional.empty();
    }

    private boolean movable(Job run) {
        return Candidate.interruptible(run, now) && run.seat().orElseThrow().places().size() == 1;
    }

    private long worth(long parts) {
        return WORTH_MILLIS * ask.shape().gpus() * parts;
    }

    /** Whether all that is moved from a node goes on in gaps of others; then it is cleared. */
    private boolean clear(Price one) {
        NodeSpace own = gaps.get(one.at());
        if (own != null && own != cluster.space(one.at())) {
            // Something has moved there.
            return false;
        }
        Map<Integer, NodeSpace> filled = new HashMap<>();
        for (Job run : one.evicted()) {
            Shape shape = cluster.ask(run.spec()).shape();
            Optional<Integer> gap = gap(shape, one.at(), filled);
            if (gap.isEmpty()) {
                return false;
            }
            NodeSpace space =
                    filled.computeIfAbsent(
                            gap.get(), at -> Objects.requireNonNull(gaps.get(at)).copy());
            space.take(shape, space.devices(shape, space.tightest(shape)));
        }
        gaps.putAll(filled);
        gaps.remove(one.at());
        copies[one.at()] += one.gained();
        cleared.put(cluster.nodes().get(one.at()).name(), one);
        return true;
    }

    private Optional<Integer> gap(Shape shape, int from, Map<Integer, NodeSpace> filled) {
        return gaps.entrySet().stream()
                .filter(gap -> gap.getKey() != from)
                .filter(gap -> filled.getOrDefault(gap.getKey(), gap.getValue()).fits(shape))
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /** Only what is in the way of where the job would go moves. */
    private Optional<Decision.Evict> evict(List<Berth> berths) {
        var victims = new ArrayList<Decision.Victim>();
        for (Berth berth : berths) {
            Price one = cleared.get(berth.node());
            for (Job run : one == null ? List.<Job>of() : one.evicted()) {
                var why = new Eviction(Rule.DEFRAGMENTATION, job.id(), run.lost(now));
                victims.add(new Decision.Victim(run.id(), why));
            }
        }
        return victims.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new Decision.Evict(victims, Optional.of(new Placement(job.id(), berths))));
    }
}
