package werkmeister.factory.schedule;

import werkmeister.factory.job.Berth;

import java.util.List;

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
}
