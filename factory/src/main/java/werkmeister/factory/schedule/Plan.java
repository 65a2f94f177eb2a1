package werkmeister.factory.schedule;

import java.util.List;

/** What starts now, in this order, and what waits: every queued job is in one of the two. */
public record Plan(List<Placement> placements, List<Waiting> waiting) {
    public Plan {
        placements = List.copyOf(placements);
        waiting = List.copyOf(waiting);
    }
}
