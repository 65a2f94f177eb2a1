package werkmeister.factory.job;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** The states a job passes through; each carries its own data. */
public sealed interface JobState {
    /**
     * Waits for its first or next attempt.
     *
     * @param claim where it will start as soon as others have made room
     */
    record Queued(Instant since, Why why, Optional<List<Berth>> claim) implements JobState {
        public Queued {
            claim = claim.map(List::copyOf);
        }

        public Queued(Instant since, Why why) {
            this(since, why, Optional.empty());
        }
    }

    /** Placed; its process has not been seen yet. */
    record Starting(Seat seat) implements JobState {}

    /** Its process has been seen. */
    record Running(Seat seat, Instant since) implements JobState {}

    /**
     * It is to stop; its process has not been seen to end yet.
     *
     * @param by who cancelled it, or the rule that interrupts it
     * @param eviction why it is interrupted; empty: it was cancelled
     */
    record Stopping(Seat seat, Instant since, String by, Optional<Eviction> eviction)
            implements JobState {}

    /** Nothing more will happen to it. */
    record Ended(Instant at, Outcome outcome) implements JobState {}
}
