package werkmeister.factory.job;

import java.time.Instant;

/** An attempt that was interrupted, when it ended and why. */
public record Interruption(String job, int attempt, Instant at, Eviction eviction) {}
