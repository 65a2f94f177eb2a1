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
                .map(all -> start.plus(all.multipliedBy(spec.plan().parts()).dividedBy(parts)));
    }

    public Job with(JobState next) {
        return new Job(id, spec, submitted, attempt, next, failures, done);
    }

    /** The next attempt at this job, in its seat. */
    public Job startedIn(Seat seat) {
        return new Job(
                id, spec, submitted, attempt + 1, new JobState.Starting(seat), failures, done);
    }

    /** It waits again. */
    public Job again(JobState.Queued queued, boolean failed, Duration kept) {
        return new Job(id, spec, submitted, attempt, queued, failures + (failed ? 1 : 0), kept);
    }

    /**
     * What it will have done of its expected runtime if it is interrupted now: whole intervals
     * between checkpoints, fewer parts being as much slower.
     */
    public Duration kept(Instant now) {
        var seat = seat();
        var interval = spec.plan().checkpoint();
        if (seat.isEmpty() || interval.isEmpty()) {
            return done;
        }
        long ran = Math.max(0, Duration.between(seat.get().started(), now).toMillis());
        long whole = ran / interval.get().toMillis() * interval.get().toMillis();
        return done.plusMillis(whole * seat.get().parts() / spec.plan().parts());
    }

    /** GPU time that an interruption now would lose. */
    public GpuTime lost(Instant now) {
        var seat = seat();
        if (seat.isEmpty()) {
            return GpuTime.ZERO;
        }
        long ran = Math.max(0, Duration.between(seat.get().started(), now).toMillis());
        long kept = spec.plan().checkpoint().map(i -> ran / i.toMillis() * i.toMillis()).orElse(0L);
        return new GpuTime((ran - kept) * spec.gpuMilli(seat.get().parts()) / 1_000);
    }
}
