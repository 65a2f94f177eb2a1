package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.placement.NodeSpace;
import werkmeister.factory.placement.Shape;

import java.time.Instant;
import java.util.ArrayList;
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
        Openings.Opening[] room = openings.of(ask.shape(), now);
        List<Instant> times = times(room);
        int low = 0;
        int high = times.size() - 1;
        while (low < high) {
            int middle = (low + high) / 2;
            if (at(ask, job, room, times.get(middle)).isPresent()) {
                high = middle;
            } else {
                low = middle + 1;
            }
        }
        return at(ask, job, room, times.get(low));
    }

    /** When something may fit that did not before, each time once, the first first. */
    private List<Instant> times(Openings.Opening[] room) {
        var times = new ArrayList<Instant>();
        times.add(now);
        for (Openings.Opening opening : room) {
            times.addAll(opening.times());
        }
        cluster.closures()
                .map(closure -> closure.span().to())
                .filter(now::isBefore)
                .forEach(times::add);
        times.sort(null);
        var once = new ArrayList<Instant>(times.size());
        for (Instant time : times) {
            if (once.isEmpty() || !once.getLast().equals(time)) {
                once.add(time);
            }
        }
        return once;
    }

    private Optional<Start> at(Ask ask, Job job, Openings.Opening[] room, Instant time) {
        var purpose = Expectation.purpose(job, ask, time);
        return cluster.spread(ask, purpose, node -> room[node].at(time))
                .map(berths -> new Start(time, berths));
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
