package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Purpose;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.Seat;

import java.time.Duration;
import java.time.Instant;

/** When jobs are expected to end. What people say of runtimes is advice, not a limit. */
final class Expectation {
    /** Of a job of which nobody said anything. */
    private static final Duration UNKNOWN = Duration.ofHours(24);

    private static final Duration SERVICE = Duration.ofDays(3_650);
    private static final Duration LEAST = Duration.ofSeconds(1);

    private Expectation() {}

    /** How long it would run with so many parts. */
    static Duration length(Job job, int parts) {
        if (job.spec().plan().service()) {
            return SERVICE;
        }
        return atLeast(job.spec().plan().stretched(job.left().orElse(UNKNOWN), parts));
    }

    /** For a job that would start at a time with all its parts. */
    static Purpose purpose(Job job, Ask ask, Instant start) {
        return new Purpose(
                job.id(),
                job.tenant(),
                job.spec().plan().preemptible(),
                start,
                start.plus(length(job, ask.parts())));
    }

    /** When a job that has a seat will have ended; one that is overdue takes as long again. */
    static Instant end(Job job, Instant now) {
        Seat seat = job.seat().orElseThrow();
        Instant end = firstEnd(job);
        return end.isAfter(now) ? end : now.plus(atLeast(Duration.between(seat.started(), now)));
    }

    /** When it was expected to end when it started. */
    static Instant firstEnd(Job job) {
        Seat seat = job.seat().orElseThrow();
        return seat.started().plus(length(job, seat.parts()));
    }

    private static Duration atLeast(Duration length) {
        return length.compareTo(LEAST) < 0 ? LEAST : length;
    }
}
