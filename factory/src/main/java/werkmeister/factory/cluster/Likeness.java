package werkmeister.factory.cluster;

import org.jspecify.annotations.Nullable;

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
 * Nodes that are equally free, filed together: a rule is asked once for all of them and what it
 * said is remembered, so that a decision costs as many looks as there are kinds of nodes, not
 * nodes.
 */
final class Likeness {
    /** Beyond so many kinds what was remembered is forgotten. */
    private static final int KINDS_MAX = 20_000;

    /** No rule is so fond of a node. */
    private static final double UNKNOWN = Double.POSITIVE_INFINITY;

    private final Map<Key, Kind> kinds = new HashMap<>();
    private final TreeSet<Integer> particular = new TreeSet<>();
    private final TreeSet<Kind> inUse = new TreeSet<>();
    private final Map<Integer, Kind> byNode = new HashMap<>();
    private @Nullable Rule asked;

    /** Shapes that the rule was asked for. */
    private final Map<Shape, Integer> shapes = new HashMap<>();

    private int counter;

    /** What makes nodes alike; the order of GPUs does not matter. */
    private record Key(int model, int wholeCpu, int cpuMilli, int memoryMib, List<Integer> gpus) {}

    /** The node that a rule likes best. */
    record Offer(int node, int device) {}

    /** Nodes of one key. */
    private static final class Kind implements Comparable<Kind> {
        final int number;
        final TreeSet<Integer> nodes = new TreeSet<>();

        /** What the rule said, by the number of the shape; NaN: it does not fit. */
        private double[] scores = {};

        private @Nullable Rule by;

        Kind(int number) {
            this.number = number;
        }

        double score(Rule rule, int shape) {
            if (by != rule) {
                by = rule;
                scores = new double[] {};
            }
            if (shape >= scores.length) {
                int known = scores.length;
                scores = Arrays.copyOf(scores, shape + 4);
                Arrays.fill(scores, known, scores.length, UNKNOWN);
            }
            return scores[shape];
        }

        @Override
        public int compareTo(Kind other) {
            return Integer.compare(number, other.number);
        }
    }

    void add(int node, NodeSpace space, boolean own) {
        Kind kind = kinds.computeIfAbsent(key(space), _ -> new Kind(counter++));
        byNode.put(node, kind);
        if (own) {
            particular.add(node);
        } else {
            if (kind.nodes.isEmpty()) {
                inUse.add(kind);
            }
            kind.nodes.add(node);
        }
    }

    void remove(int node) {
        particular.remove(node);
        Kind kind = byNode.remove(node);
        if (kind != null && kind.nodes.remove(node) && kind.nodes.isEmpty()) {
            inUse.remove(kind);
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

    private void ask(Rule rule) {
        if (asked != rule) {
            asked = rule;
            shapes.clear();
        }
        if (kinds.size() > KINDS_MAX) {
            kinds.values().removeIf(kind -> kind.nodes.isEmpty());
        }
    }

    /** Of equally good nodes the one that would be left with least, then the first. */
    Optional<Offer> best(NodeSpace[] spaces, Shape shape, Rule rule, IntPredicate admitted) {
        ask(rule);
        var best = new Best(spaces, shape, shapes.computeIfAbsent(shape, _ -> shapes.size()), rule);
        for (Kind kind : inUse) {
            best.look(kind, kind.nodes.first());
        }
        for (int node : particular) {
            Kind kind = byNode.get(node);
            if (kind != null && admitted.test(node)) {
                best.look(kind, node);
            }
        }
        return best.found();
    }

    private static final class Best {
        private final NodeSpace[] spaces;
        private final Shape shape;
        private final int shapeNumber;
        private final Rule rule;
        private int node = -1;
        private double score = Double.NEGATIVE_INFINITY;

        Best(NodeSpace[] spaces, Shape shape, int shapeNumber, Rule rule) {
            this.spaces = spaces;
            this.shape = shape;
            this.shapeNumber = shapeNumber;
            this.rule = rule;
        }

        void look(Kind kind, int other) {
            double theirs = kind.score(rule, shapeNumber);
            if (theirs == UNKNOWN) {
                theirs =
                        spaces[other].fits(shape)
                                ? rule.offer(spaces[other], shape).score()
                                : Double.NaN;
                kind.scores[shapeNumber] = theirs;
            }
            if (!Double.isNaN(theirs)
                    && (node < 0 || theirs > score || theirs == score && tighter(other))) {
                node = other;
                score = theirs;
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
            return node < 0
                    ? Optional.empty()
                    : Optional.of(new Offer(node, rule.offer(spaces[node], shape).device()));
        }
    }
}
