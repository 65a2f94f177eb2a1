package werkmeister.factory.job;

import werkmeister.units.GpuTime;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A piece of work that a tenant asked for.
 *
 * @param id such as {@code job-3}
 * @param attempt number of the current or last attempt, 0 before the first
 * @param failures attempts that failed; interruptions are none
 * @param done of its expected runtime, as kept at the last checkpoint
 */
public record Job(
        String id,
        JobSpec spec,
        Instant submitted,
        int attempt,
        JobState state,
        int failures,
        Duration done) {
    public Job {
        if (attempt < 0) {
            throw Refusal.invalid(
                    "The attempt of %s (%d) must not be negative.".formatted(id, attempt));
        }
    }

    /** A job of which no attempt failed or was interrupted. */
    public Job(String id, JobSpec spec, Instant submitted, int attempt, JobState state) {
        this(id, spec, submitted, attempt, state, 0, Duration.ZERO);
    }

    public TenantId tenant() {
        return spec.tenant();
    }

    /** Where the current attempt runs, if one does. */
    public Optional<Seat> seat() {
        return switch (state) {
            case JobState.Starting(var seat) -> Optional.of(seat);
            case JobState.Running(var seat, var _) -> Optional.of(seat);
            case JobState.Stopping(var seat, var _, var _, var _) -> Optional.of(seat);
            case JobState.Queued _, JobState.Ended _ -> Optional.empty();
        };
    }

    public boolean queued() {
        return state instanceof JobState.Queued;
    }

    /** Where it will start as soon as others have made room. */
    public List<Berth> claim() {
        return state instanceof JobState.Queued(var _, var _, var claim)
                ? claim.orElse(List.of())
                : List.of();
    }

    public boolean ended() {
        return state instanceof JobState.Ended;
    }

    /** Why it is being interrupted, if it is. */
    public Optional<Eviction> eviction() {
        return state instanceof JobState.Stopping(var _, var _, var _, var eviction)
                ? eviction
                : Optional.empty();
    }

    /** The number in its id. */
    public long number() {
        return number(id);
    }

    /** The number in the id of a job or an array. */
    public static long number(String id) {
        return Long.parseLong(id, id.lastIndexOf('-') + 1, id.length(), 10);
    }

    /** What is left of its expected runtime with all parts; empty: unknown. */
    public Optional<Duration> left() {
        return spec.plan()
                .runtime()
                .map(runtime -> runtime.compareTo(done) > 0 ? runtime.minus(done) : Duration.ZERO);
    }

    /**
     * When it will have ended if it goes on with so many parts from a start on, fewer parts being
     * as much slower; empty: unknown, or it runs until someone ends it.
     */
    public Optional<Instant> end(Instant start, int parts) {
        return left().filter(_ -> !spec.plan().service())
                .map(all -> start.plus(spec.plan().stretched(all, parts)));
    }

    public Job with(JobState next) {
        return new Job(id, spec, submitted, attempt, next, failures, done);
    }

    /** The next attempt at this job, in its seat. */
    public Job startedIn(Seat seat) {
        return new Job(
                id, spec, submitted, attempt + 1, new JobState.Starting(seat), failures, done);
    }

    /**
     * After an attempt.
     *
     * @param failed whether it counts as a failure
     * @param kept of its expected runtime, from now on
     */
    public Job attempted(boolean failed, Duration kept) {
        return new Job(id, spec, submitted, attempt, state, failures + (failed ? 1 : 0), kept);
    }

    /** Thousandths of GPUs that it holds now. */
    public long gpuMilli() {
        return seat().map(seat -> spec.gpuMilli(seat.parts())).orElse(0L);
    }

    /**
     * What it will have done of its expected runtime if it is interrupted now: whole intervals
     * between checkpoints, fewer parts being as much slower.
     */
    public Duration kept(Instant now) {
        int parts = seat().map(Seat::parts).orElse(0);
        return done.plusMillis(keptMillis(now) * parts / spec.plan().parts());
    }

    /** GPU time that an interruption now would lose. */
    public GpuTime lost(Instant now) {
        return GpuTime.of(gpuMilli(), ranMillis(now) - keptMillis(now));
    }

    private long ranMillis(Instant now) {
        return seat().map(seat -> Duration.between(seat.started(), now).toMillis())
                .filter(millis -> millis > 0)
                .orElse(0L);
    }

    /** Up to the last checkpoint of the current attempt. */
    private long keptMillis(Instant now) {
        long ran = ranMillis(now);
        return spec.plan().checkpoint().map(each -> ran - ran % each.toMillis()).orElse(0L);
    }
}
