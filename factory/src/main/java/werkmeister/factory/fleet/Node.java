package werkmeister.factory.fleet;

/** A computer of the site that runs jobs. */
public record Node(String name, Offer offer, NodeState state) {
    public Node {
        Name.check("node", name);
    }
}
