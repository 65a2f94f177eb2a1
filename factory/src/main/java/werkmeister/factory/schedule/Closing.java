package werkmeister.factory.schedule;

import werkmeister.factory.fleet.Closure;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Eviction;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobState;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/** When which nodes close, and what must leave them then. */
final class Closing {
    private final List<Shut> shuts;
    private final TreeSet<Instant> times = new TreeSet<>();

    /** Nodes that are closed together. */
    private record Shut(Closure closure, List<String> nodes) {}

    private Closing(List<Shut> shuts) {
        this.shuts = shuts;
        for (Shut shut : shuts) {
            times.add(shut.closure.span().from());
            times.add(shut.closure.span().to());
        }
    }

    static Closing of(Site site) {
        var shuts = new ArrayList<Shut>();
        for (Closure closure : site.closures().orElse(List.of())) {
            for (Pod pod : site.pods()) {
                shuts.add(new Shut(closure, closure.closed(pod).stream().map(Node::name).toList()));
            }
        }
        return new Closing(shuts);
    }

    /** When something closes or opens next. */
    Instant next(Instant now) {
        Instant next = times.higher(now);
        return next == null ? Instant.MAX : next;
    }

    /** Interrupts what runs on closed nodes and has no right to. */
    Optional<Decision> overstaying(Runs runs, Instant now) {
        var victims = new TreeMap<Long, Decision.Victim>();
        for (Shut shut : shuts) {
            if (!shut.closure.span().contains(now)) {
                continue;
            }
            for (String node : shut.nodes) {
                for (Job run : runs.on(node)) {
                    boolean stays =
                            run.state() instanceof JobState.Stopping
                                    || shut.closure.tenant().equals(Optional.of(run.tenant()));
                    if (!stays) {
                        var eviction = new Eviction(Eviction.Rule.CLOSED, "", run.lost(now));
                        victims.put(run.number(), new Decision.Victim(run.id(), eviction));
                    }
                }
            }
        }
        return victims.isEmpty()
                ? Optional.empty()
                : Optional.of(new Decision.Evict(List.copyOf(victims.values()), Optional.empty()));
    }
}
