package werkmeister.factory.fleet;

import java.util.Optional;

/** A computer of the site that runs jobs. */
public record Node(String name, Offer offer, NodeState state, Optional<Location> location) {
    public Node {
        Name.check("node", name);
    }

    /** A node of which nobody said where it stands. */
    public Node(String name, Offer offer, NodeState state) {
        this(name, offer, state, Optional.empty());
    }

    public Node in(NodeState other) {
        return new Node(name, offer, other, location);
    }
}
