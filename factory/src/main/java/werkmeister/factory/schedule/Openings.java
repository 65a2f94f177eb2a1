package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.job.Job;
import werkmeister.factory.placement.NodeSpace;
import werkmeister.factory.placement.Shape;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.IntUnaryOperator;

/**
 * How many parts of a shape each node can take from when on, if what runs there ends as expected.
 * Remembered for each node until what is free of it changes: between two plans few nodes do.
 */
final class Openings {
    /** Shapes that are remembered; the one unused for longest is forgotten first. */
    private static final int SHAPES_MAX = 16;

    private final Cluster cluster;
    private final Runs runs;
    private final Map<Shape, Room> known =
            new LinkedHashMap<>(16, 0.75f, true) {
                @Override
                protected boolean removeEldestEntry(Map.Entry<Shape, Room> eldest) {
                    return size() > SHAPES_MAX;
                }
            };

    Openings(Cluster cluster, Runs runs) {
        this.cluster = cluster;
        this.runs = runs;
    }

    /** Of one node. */
    private static final class Opening {
        private static final Opening UNKNOWN = new Opening(-1, Instant.MIN, 0, 0);

        private final int version;

        /** From then on a run is overdue, and when it will end depends on the time. */
        private final Instant until;

        private final int free;
        private final List<Instant> times;
        private final int[] copies;

        private Opening(int version, Instant until, int free, int ends) {
            this.version = version;
            this.until = until;
            this.free = free;
            this.times = new ArrayList<>(ends);
            this.copies = new int[ends];
        }

        private boolean holds(int versionNow, Instant now) {
            return version == versionNow && now.isBefore(until);
        }

        private void from(Instant time, int more) {
            if (times.isEmpty() || !times.getLast().equals(time)) {
                times.add(time);
            }
            copies[times.size() - 1] = more;
        }

        private int most() {
            return times.isEmpty() ? free : copies[times.size() - 1];
        }

        private int at(Instant time) {
            int at = free;
            for (int i = 0; i < times.size() && !times.get(i).isAfter(time); i++) {
                at = copies[i];
            }
            return at;
        }
    }

    private record Ending(Instant at, Job run) {
        static final Comparator<Ending> ORDER =
                Comparator.comparing(Ending::at).thenComparingLong(one -> one.run.number());
    }

    /** Of all nodes in the order of the site. */
    static final class Room {
        private final Opening[] openings;

        /** When a node can take more than before, and how many nodes can. */
        private final TreeMap<Instant, Integer> times = new TreeMap<>();

        private Room(int nodes) {
            openings = new Opening[nodes];
            Arrays.fill(openings, Opening.UNKNOWN);
        }

        private void put(int node, Opening opening) {
            for (Instant gone : openings[node].times) {
                times.computeIfPresent(gone, (_, count) -> count == 1 ? null : count - 1);
            }
            opening.times.forEach(time -> times.merge(time, 1, Integer::sum));
            openings[node] = opening;
        }

        /** When any node can take more than before, in their order. */
        Set<Instant> times() {
            return times.keySet();
        }

        /** How many parts each node can take at a time that is not over yet. */
        IntUnaryOperator at(Instant time) {
            return node -> openings[node].at(time);
        }
    }

    Room of(Shape shape, Instant now) {
        Room room = known.computeIfAbsent(shape, _ -> new Room(cluster.nodes().size()));
        for (int node = 0; node < room.openings.length; node++) {
            NodeSpace space = cluster.space(node);
            if (!room.openings[node].holds(space.version(), now)) {
                room.put(node, of(space, shape, now));
            }
        }
        return room;
    }

    private Opening of(NodeSpace space, Shape shape, Instant now) {
        var endings = new ArrayList<Ending>();
        Instant until = Instant.MAX;
        for (Job run : runs.on(space.size().name())) {
            Instant end = Expectation.firstEnd(run);
            until = end.isBefore(until) ? end : until;
            endings.add(new Ending(end.isAfter(now) ? end : Expectation.end(run, now), run));
        }
        endings.sort(Ending.ORDER);
        var opening = new Opening(space.version(), until, space.copies(shape), endings.size());
        NodeSpace later = space.copy();
        for (Ending ending : endings) {
            cluster.vacate(later, ending.run);
            int copies = later.copies(shape);
            if (copies > opening.most()) {
                opening.from(ending.at, copies);
            }
        }
        return opening;
    }
}
