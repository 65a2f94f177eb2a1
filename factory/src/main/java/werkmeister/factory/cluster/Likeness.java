package werkmeister.factory.cluster;

import werkmeister.factory.placement.NodeSpace;
import werkmeister.factory.placement.Rule;
import werkmeister.factory.placement.Shape;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.IntPredicate;

/**
 * Nodes that are equally free, filed together: a rule is asked once for all of them, so that a
 * decision costs as many looks as there are kinds of nodes, not nodes.
 */
final class Likeness {
    private final Map<Key, TreeSet<Integer>> nodes = new HashMap<>();
    private final Map<Integer, Key> keys = new HashMap<>();
    private final TreeSet<Integer> particular = new TreeSet<>();

    /** What makes nodes alike; the order of GPUs does not matter. */
    private record Key(int model, int wholeCpu, int cpuMilli, int memoryMib, List<Integer> gpus) {}

    /** The node that a rule likes best. */
    record Offer(int node, int device) {}

    void add(int node, NodeSpace space, boolean own) {
        if (own) {
            particular.add(node);
            return;
        }
        Key key = key(space);
        keys.put(node, key);
        nodes.computeIfAbsent(key, _ -> new TreeSet<>()).add(node);
    }

    void remove(int node) {
        particular.remove(node);
        Key key = keys.remove(node);
        if (key != null) {
            nodes.computeIfPresent(
                    key,
                    (_, alike) -> {
                        alike.remove(node);
                        return alike.isEmpty() ? null : alike;
                    });
        }
    }

    /** Nodes that must be looked at one by one. */
    TreeSet<Integer> particular() {
        return particular;
    }

    private static Key key(NodeSpace space) {
        Integer[] gpus = new Integer[space.size().gpus()];
        Arrays.setAll(gpus, space::gpuMilli);
        Arrays.sort(gpus);
        return new Key(
                space.size().model(),
                space.size().cpuMilli(),
                space.cpuMilli(),
                space.memoryMib(),
                List.of(gpus));
    }

    /** Of equally good nodes the one that would be left with least, then the first. */
    Optional<Offer> best(NodeSpace[] spaces, Shape shape, Rule rule, IntPredicate admitted) {
        var best = new Best(spaces, shape, rule);
        for (TreeSet<Integer> alike : nodes.values()) {
            best.look(alike.first());
        }
        for (int node : particular) {
            if (admitted.test(node)) {
                best.look(node);
            }
        }
        return best.found();
    }

    private static final class Best {
        private final NodeSpace[] spaces;
        private final Shape shape;
        private final Rule rule;
        private int node = -1;
        private Rule.Offer offer = new Rule.Offer(Double.NEGATIVE_INFINITY, -1);

        Best(NodeSpace[] spaces, Shape shape, Rule rule) {
            this.spaces = spaces;
            this.shape = shape;
            this.rule = rule;
        }

        void look(int other) {
            if (!spaces[other].fits(shape)) {
                return;
            }
            Rule.Offer theirs = rule.offer(spaces[other], shape);
            if (node < 0
                    || theirs.score() > offer.score()
                    || theirs.score() == offer.score() && tighter(other)) {
                node = other;
                offer = theirs;
            }
        }

        private boolean tighter(int other) {
            int gpus = Integer.compare(spaces[other].idleMilli(), spaces[node].idleMilli());
            int cpus = Integer.compare(spaces[other].cpuMilli(), spaces[node].cpuMilli());
            int memory = Integer.compare(spaces[other].memoryMib(), spaces[node].memoryMib());
            int order = gpus != 0 ? gpus : cpus != 0 ? cpus : memory;
            return order != 0 ? order < 0 : other < node;
        }

        Optional<Offer> found() {
            return node < 0 ? Optional.empty() : Optional.of(new Offer(node, offer.device()));
        }
    }
}
