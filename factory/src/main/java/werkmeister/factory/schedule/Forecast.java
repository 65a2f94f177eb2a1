package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.placement.NodeSpace;
import werkmeister.factory.placement.Shape;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The time map of the nodes: what will be free on each of them from when on, running work,
 * closures, reservations and what is kept for others being entries of the same map.
 */
final class Forecast {
    private final Cluster cluster;
    private final Runs runs;
    private final Instant now;

    Forecast(Cluster cluster, Runs runs, Instant now) {
        this.cluster = cluster;
        this.runs = runs;
        this.now = now;
    }

    /** When and where a job can start at the latest plan. */
    record Start(Instant at, List<Berth> berths) {}

    /** The earliest start of a job; empty if none can be seen. */
    Optional<Start> earliest(Ask ask, Job job) {
        var room = new ArrayList<TreeMap<Instant, Integer>>();
        var times = new TreeSet<Instant>();
        times.add(now);
        for (Node node : cluster.nodes()) {
            TreeMap<Instant, Integer> steps = steps(node.name(), ask.shape());
            room.add(steps);
            times.addAll(steps.keySet());
            cluster.closures(node.name()).stream()
                    .map(closure -> closure.span().to())
                    .filter(now::isBefore)
                    .forEach(times::add);
        }
        List<Instant> sorted = List.copyOf(times);
        int low = 0;
        int high = sorted.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (at(ask, job, room, sorted.get(middle)).isPresent()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return at(ask, job, room, sorted.get(low));
    }

    /** How many parts a node can take from when on. */
    private TreeMap<Instant, Integer> steps(String node, Shape shape) {
        var steps = new TreeMap<Instant, Integer>();
        NodeSpace space = cluster.space(node).copy();
        int copies = space.copies(shape);
        if (copies > 0) {
            steps.put(now, copies);
        }
        var byEnd = new ArrayList<>(runs.on(node));
        byEnd.sort(
                Comparator.comparing((Job run) -> Expectation.end(run, now))
                        .thenComparingLong(Job::number));
        for (Job run : byEnd) {
            cluster.vacate(space, run);
            int later = space.copies(shape);
            if (later > copies) {
                copies = later;
                steps.put(Expectation.end(run, now), copies);
            }
        }
        return steps;
    }

    private Optional<Start> at(
            Ask ask, Job job, List<TreeMap<Instant, Integer>> room, Instant time) {
        var purpose = Expectation.purpose(job, ask, time);
        int[] copies = new int[room.size()];
        for (int i = 0; i < copies.length; i++) {
            var step = room.get(i).floorEntry(time);
            copies[i] =
                    step != null
                                    && cluster.admits(
                                            cluster.nodes().get(i).name(), purpose, ask.shape())
                            ? step.getValue()
                            : 0;
        }
        return cluster.spread(ask, copies).map(berths -> new Start(time, berths));
    }

    /** What a node will have beside what a job takes of it, as a shape with whole GPUs. */
    Shape spare(Berth berth, Shape part, Instant time) {
        NodeSpace space = cluster.space(berth.node()).copy();
        for (Job run : runs.on(berth.node())) {
            if (!Expectation.end(run, now).isAfter(time)) {
                cluster.vacate(space, run);
            }
        }
        int gpus = Math.max(0, space.wholeGpus() - berth.parts() * part.gpus());
        return new Shape(
                Math.max(0, space.cpuMilli() - berth.parts() * part.cpuMilli()),
                Math.max(0, space.memoryMib() - berth.parts() * part.memoryMib()),
                gpus,
                gpus == 0 ? 0 : Shape.WHOLE,
                0);
    }
}
