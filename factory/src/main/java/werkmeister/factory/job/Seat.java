package werkmeister.factory.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Where an attempt at a job runs.
 *
 * @param token tells this attempt from every other, also from its own ghost
 * @param node the first of its nodes
 * @param berths what it holds on each of them; empty: one part on the node, no GPU in particular
 */
public record Seat(String node, String token, Instant started, Optional<List<Berth>> berths) {
    public Seat {
        berths = berths.map(List::copyOf);
    }

    /** One part on one node. */
    public Seat(String node, String token, Instant started) {
        this(node, token, started, Optional.empty());
    }

    /** What it holds on each of its nodes. */
    public List<Berth> places() {
        return berths.orElseGet(() -> List.of(new Berth(node, 0, 1)));
    }

    /** How many parts of the job run. */
    public int parts() {
        int parts = 0;
        for (Berth berth : places()) {
            parts += berth.parts();
        }
        return parts;
    }
}
