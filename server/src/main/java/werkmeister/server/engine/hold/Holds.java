package werkmeister.server.engine.hold;

import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobState;
import werkmeister.factory.run.Run;
import werkmeister.units.Refusal;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;

/**
 * Ends runs when their time is over. It keeps nothing that cannot be found again in the books:
 * after a restart each run ends when it would have ended.
 */
public final class Holds {
    /** The kind of payload; its reference is how long the room is held, such as {@code PT90S}. */
    public static final String KIND = "hold";

    private final Map<String, Run> known = new HashMap<>();
    private final PriorityQueue<End> ends =
            new PriorityQueue<>(
                    Comparator.comparing(End::at).thenComparing(end -> end.ended().run().token()));

    private record End(Instant at, Ended ended) {}

    /**
     * A run that is over.
     *
     * @param stopped it was told to stop before its time
     */
    public record Ended(Run run, boolean stopped) {}

    /** Whether a job is of this engine. */
    public static boolean holds(Job job) {
        return job.spec().payload().kind().equals(KIND);
    }

    /** How long a reference says. */
    public static Duration length(String reference) {
        try {
            Duration length = Duration.parse(reference);
            if (!length.isNegative() && length.toDays() <= 3_650) {
                return length;
            }
        } catch (DateTimeException e) {
            // said below
        }
        throw Refusal.invalid(
                "How long room is held (%s) must be a duration such as PT90S, at most ten years."
                        .formatted(reference));
    }

    /** Sees to it that a job which has a seat ends in time, at once if it is to stop. */
    public void drive(Job job, Instant now) {
        Run run = Run.of(job).orElseThrow();
        boolean stops = job.state() instanceof JobState.Stopping;
        boolean fresh = known.put(run.token(), run) == null;
        Instant end = end(job);
        boolean early = stops && now.isBefore(end);
        if (fresh || early) {
            ends.add(new End(early ? now : end, new Ended(run, early)));
        }
    }

    /**
     * Fewer parts are as much slower; what was done before the last checkpoint is not done again.
     */
    private static Instant end(Job job) {
        var seat = job.seat().orElseThrow();
        Duration left = length(job.spec().payload().reference()).minus(job.done());
        Duration whole = left.isNegative() ? Duration.ZERO : left;
        return seat.started().plus(job.spec().plan().stretched(whole, seat.parts()));
    }

    /** When the next one is over; empty: there is none. */
    public Optional<Instant> next() {
        return Optional.ofNullable(ends.peek()).map(End::at);
    }

    /** Runs whose time is over, each once. */
    public List<Ended> ended(Instant now) {
        var ended = new ArrayList<Ended>();
        while (!ends.isEmpty() && !ends.peek().at().isAfter(now)) {
            Ended one = ends.remove().ended();
            if (known.remove(one.run().token()) != null) {
                ended.add(one);
            }
        }
        return ended;
    }
}
