package werkmeister.factory.ledger;

import werkmeister.units.GpuTime;

import java.time.Instant;

/**
 * GPUs that stand still for a job that room is made for.
 *
 * @param gpuMilli thousandths of GPUs
 * @param at since when
 */
public record Freed(String job, long gpuMilli, Instant at) {
    /** How long they have stood still. */
    public GpuTime until(Instant time) {
        long millis = Math.max(0, time.toEpochMilli() - at.toEpochMilli());
        return GpuTime.of(gpuMilli, millis);
    }
}
