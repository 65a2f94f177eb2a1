package werkmeister.factory.job;

import java.time.Instant;

/**
 * Where an attempt at a job runs.
 *
 * @param token tells this attempt from every other, also from its own ghost
 */
public record Seat(String node, String token, Instant started) {}
