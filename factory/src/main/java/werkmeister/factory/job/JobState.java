package werkmeister.factory.job;

import java.time.Instant;

/** The states a job passes through; each carries its own data. */
public sealed interface JobState {
    /** Waits for its first or next attempt. */
    record Queued(Instant since, Why why) implements JobState {}

    /** Placed; its process has not been seen yet. */
    record Starting(Seat seat) implements JobState {}

    /** Its process has been seen. */
    record Running(Seat seat, Instant since) implements JobState {}

    /** Someone cancelled it; its process has not been seen to end yet. */
    record Stopping(Seat seat, Instant since, String by) implements JobState {}

    /** Nothing more will happen to it. */
    record Ended(Instant at, Outcome outcome) implements JobState {}
}
