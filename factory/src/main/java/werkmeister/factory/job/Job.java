package werkmeister.factory.job;

import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.Optional;

/**
 * A piece of work that a tenant asked for.
 *
 * @param id such as {@code job-3}
 * @param attempt number of the current or last attempt, 0 before the first
 */
public record Job(String id, JobSpec spec, Instant submitted, int attempt, JobState state) {
    public Job {
        if (attempt < 0) {
            throw Refusal.invalid(
                    "The attempt of %s (%d) must not be negative.".formatted(id, attempt));
        }
    }

    public TenantId tenant() {
        return spec.tenant();
    }

    /** Where the current attempt runs, if one does. */
    public Optional<Seat> seat() {
        return switch (state) {
            case JobState.Starting(var seat) -> Optional.of(seat);
            case JobState.Running(var seat, var _) -> Optional.of(seat);
            case JobState.Stopping(var seat, var _, var _) -> Optional.of(seat);
            case JobState.Queued _, JobState.Ended _ -> Optional.empty();
        };
    }

    public boolean queued() {
        return state instanceof JobState.Queued;
    }

    public boolean ended() {
        return state instanceof JobState.Ended;
    }

    public Job with(JobState next) {
        return new Job(id, spec, submitted, attempt, next);
    }

    /** The next attempt at this job, in its seat. */
    public Job startedIn(Seat seat) {
        return new Job(id, spec, submitted, attempt + 1, new JobState.Starting(seat));
    }
}
