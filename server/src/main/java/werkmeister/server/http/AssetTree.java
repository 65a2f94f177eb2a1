package werkmeister.server.http;

import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.Place;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Machines as the tree of ISA-95.
 *
 * @param enterprises the upper level
 * @param unplaced machines of which nobody said where they stand
 */
record AssetTree(List<Node> enterprises, List<Leaf> unplaced) {
    /**
     * A branch of the tree.
     *
     * @param level {@code enterprise}, {@code site}, {@code area} or {@code line}
     * @param machines that stand here and in no branch below
     */
    record Node(String level, String name, List<Node> branches, List<Leaf> machines) {}

    /** A machine. */
    record Leaf(String machine, String name) {
        static Leaf of(Machine machine) {
            return new Leaf(machine.id().value(), machine.name());
        }
    }

    /** A machine and where it stands. */
    record Placed(Machine machine, Optional<Place> place) {}

    static AssetTree of(List<Placed> machines) {
        var root = new Branch();
        List<Leaf> unplaced = new ArrayList<>();
        for (Placed one : machines) {
            if (one.place().isEmpty()) {
                unplaced.add(Leaf.of(one.machine()));
                continue;
            }
            Branch at = root;
            for (String name : one.place().get().names()) {
                at = at.branches.computeIfAbsent(name, _ -> new Branch());
            }
            at.machines.add(Leaf.of(one.machine()));
        }
        return new AssetTree(root.nodes(0), sorted(unplaced));
    }

    private static List<Leaf> sorted(List<Leaf> leaves) {
        return leaves.stream().sorted(Comparator.comparing(Leaf::machine)).toList();
    }

    /** A branch in the making. */
    private static final class Branch {
        private final Map<String, Branch> branches = new TreeMap<>();
        private final List<Leaf> machines = new ArrayList<>();

        List<Node> nodes(int depth) {
            return branches.entrySet().stream()
                    .map(entry ->
                            new Node(
                                    Place.LEVELS.get(depth),
                                    entry.getKey(),
                                    entry.getValue().nodes(depth + 1),
                                    sorted(entry.getValue().machines)))
                    .toList();
        }
    }
}
