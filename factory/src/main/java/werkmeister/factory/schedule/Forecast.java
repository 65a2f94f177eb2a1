package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.placement.NodeSpace;
import werkmeister.factory.placement.Shape;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * The time map of the nodes: what will be free on each of them from when on, running work,
 * closures, reservations and what is kept for others being entries of the same map.
 */
final class Forecast {
    private final Cluster cluster;
    private final Runs runs;
    private final Openings openings;
    private final Instant now;

    Forecast(Sight sight, Instant now) {
        this.cluster = sight.cluster();
        this.runs = sight.runs();
        this.openings = sight.openings();
        this.now = now;
    }

    /** When and where a job can start at the latest plan. */
    record Start(Instant at, List<Berth> berths) {}

    /** The earliest start of a job; empty if none can be seen. */
    Optional<Start> earliest(Ask ask, Job job) {
        Openings.Room room = openings.of(ask.shape(), now);
        List<Instant> times = times(room);
        int low = 0;
        int high = times.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (fits(ask, job, room, times.get(middle))) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        Instant time = times.get(low);
        return cluster.spread(ask, Expectation.purpose(job, ask, time), room.at(time))
                .map(berths -> new Start(time, berths));
    }

    private boolean fits(Ask ask, Job job, Openings.Room room, Instant time) {
        return cluster.fits(ask, Expectation.purpose(job, ask, time), room.at(time));
    }

    /** When something may fit that did not before, each time once, the first first. */
    private List<Instant> times(Openings.Room room) {
        var times = new ArrayList<Instant>();
        times.add(now);
        times.addAll(room.times());
        cluster.closures()
                .map(closure -> closure.span().to())
                .distinct()
                .filter(now::isBefore)
                .forEach(time -> insert(time, times));
        return times;
    }

    private static void insert(Instant time, List<Instant> sorted) {
        int at = Collections.binarySearch(sorted, time);
        if (at < 0) {
            sorted.add(-at - 1, time);
        }
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
