package werkmeister.factory.ledger;

import werkmeister.units.Energy;
import werkmeister.units.GpuTime;

/**
 * How the GPU time of an attempt is to be seen.
 *
 * @param inQuota within what its tenant is owed
 * @param borrowed beyond it; with inQuota: all of the attempt's GPU time
 * @param lost of both, what was done for nothing: since the last checkpoint of an attempt that
 *     failed or was interrupted
 * @param reservedIdle beside both: GPUs that stood still for it until it started
 * @param energy that its share of its nodes drew, at nameplate
 */
public record Use(
        GpuTime inQuota, GpuTime borrowed, GpuTime lost, GpuTime reservedIdle, Energy energy) {}
