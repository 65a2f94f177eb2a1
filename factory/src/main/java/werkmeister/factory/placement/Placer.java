package werkmeister.factory.placement;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Places work on nodes by a rule. What the rule says of a node is kept until the node changes, so
 * that a decision costs little more than a look at each node.
 */
public final class Placer {
    private final List<NodeSpace> spaces;
    private final Rule rule;
    private final Map<Shape, Offers> offers = new HashMap<>();

    /** What the rule said of each node when it was last asked for one shape. */
    private static final class Offers {
        final double[] scores;
        final int[] devices;
        final int[] versions;

        Offers(int nodes) {
            scores = new double[nodes];
            devices = new int[nodes];
            versions = new int[nodes];
            Arrays.fill(versions, -1);
        }
    }

    /**
     * @param nodes empty; their order decides ties
     */
    public Placer(List<NodeSize> nodes, Rule rule) {
        spaces = nodes.stream().map(NodeSpace::new).toList();
        this.rule = rule;
    }

    /** Places work, or says that it fits nowhere and changes nothing. */
    public Optional<Spot> place(Shape shape) {
        Offers known = offers.computeIfAbsent(shape, _ -> new Offers(spaces.size()));
        for (int i = 0; i < known.scores.length; i++) {
            NodeSpace space = spaces.get(i);
            if (known.versions[i] != space.version()) {
                known.versions[i] = space.version();
                ask(known, i, space, shape);
            }
        }
        int node = rule.choose(known.scores);
        if (node < 0) {
            return Optional.empty();
        }
        long devices = spaces.get(node).devices(shape, known.devices[node]);
        spaces.get(node).take(shape, devices);
        return Optional.of(new Spot(node, devices));
    }

    private void ask(Offers known, int node, NodeSpace space, Shape shape) {
        if (space.fits(shape)) {
            Rule.Offer offer = rule.offer(space, shape);
            known.scores[node] = offer.score();
            known.devices[node] = offer.device();
        } else {
            known.scores[node] = Double.NaN;
        }
    }

    /** Gives back what work held. */
    public void release(Spot spot, Shape shape) {
        spaces.get(spot.node()).give(shape, spot.devices());
    }

    public List<NodeSpace> spaces() {
        return spaces;
    }
}
