package werkmeister.factory.schedule;

import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobState;
import werkmeister.factory.placement.NodeSpace;
import werkmeister.factory.placement.Shape;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/**
 * A run that could be interrupted.
 *
 * @param lost GPU time in milliseconds that it would lose
 */
record Candidate(Job run, long lost) {
    /** Whoever has just started is left alone. */
    static final Duration GRACE = Duration.ofMinutes(1);

    /** Those of a node that may be interrupted, in no order. */
    static List<Candidate> on(NodeSpace there, Runs runs, Instant now, Predicate<Job> may) {
        var candidates = new ArrayList<Candidate>();
        for (Job run : runs.on(there.size().name())) {
            if (may.test(run)) {
                candidates.add(new Candidate(run, run.lost(now).milliseconds()));
            }
        }
        return candidates;
    }

    /** More parts than that no interruption could make room for on a node. */
    static long most(NodeSpace there, Runs runs, Shape part) {
        long gpuMilli = there.size().gpus() * (long) Shape.WHOLE;
        return (gpuMilli - runs.fixedMilli(there.size().name())) / part.totalMilli();
    }

    static boolean interruptible(Job run, Instant now) {
        return run.spec().plan().preemptible()
                && !(run.state() instanceof JobState.Stopping)
                && !run.seat().orElseThrow().started().plus(GRACE).isAfter(now);
    }
}
