package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A job that can start, and what it gets of each node. */
public record Placement(String job, List<Berth> berths) {
    public Placement {
        berths = List.copyOf(berths);
    }

    /** One part on one node, no GPU in particular. */
    public Placement(String job, String node) {
        this(job, List.of(new Berth(node, 0, 1)));
    }

    /** How many parts start. */
    public int parts() {
        return berths.stream().mapToInt(Berth::parts).sum();
    }

    /** The first of its nodes. */
    public String node() {
        return berths.getFirst().node();
    }

    /** Why it cannot be taken now; empty if it can. */
    Optional<Refusal> objection(Cluster cluster, Job asking) {
        Ask ask = cluster.ask(asking.spec());
        for (Berth berth : berths) {
            String at = berth.node();
            if (!cluster.has(at)) {
                return Optional.of(Refusal.notFound("The site has no node %s.".formatted(at)));
            }
            if (cluster.state(at) != NodeState.UP) {
                return Optional.of(
                        Refusal.conflict(
                                "The node %s takes no work (%s)."
                                        .formatted(at, cluster.state(at))));
            }
            if (cluster.fitting(at, ask) < berth.parts()) {
                return Optional.of(
                        Refusal.capacity(
                                "The node %s has no room for %s (%d x %s)."
                                        .formatted(
                                                at,
                                                asking.id(),
                                                berth.parts(),
                                                asking.spec().resources().words())));
            }
        }
        return Optional.empty();
    }

    /** The same with GPUs where it named none in particular. */
    Placement exact(Cluster cluster, Job starting) {
        Ask ask = cluster.ask(starting.spec());
        if (ask.shape().gpus() == 0) {
            return this;
        }
        var exact = new ArrayList<Berth>();
        for (Berth berth : berths) {
            exact.add(
                    berth.gpus() != 0 ? berth : cluster.berthOn(berth.node(), ask, berth.parts()));
        }
        return new Placement(job, exact);
    }
}
