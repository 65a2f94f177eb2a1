package werkmeister.factory.cluster;

import werkmeister.units.TenantId;

import java.time.Instant;

/**
 * For whom room is sought.
 *
 * @param borrows whether it can be interrupted when an owner wants its cells back
 * @param until when it is expected to have ended
 */
public record Purpose(String job, TenantId tenant, boolean borrows, Instant now, Instant until) {}
