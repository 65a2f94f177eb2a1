package werkmeister.factory.tenant;

import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Refusal;

/**
 * What a tenant is owed and where it is stopped.
 *
 * @param cpus cores it is owed: it is served first up to here, beyond it borrows what others leave
 * @param gpus GPUs it is owed, likewise
 * @param runningJobs most jobs of it that run at once
 * @param queuedJobs most jobs of it that wait at once
 */
public record Quota(CpuCount cpus, GpuCount gpus, int runningJobs, int queuedJobs) {
    public Quota {
        if (runningJobs < 1 || queuedJobs < 1) {
            throw Refusal.invalid(
                    "A tenant's limits of running (%d) and queued (%d) jobs must be at least 1."
                            .formatted(runningJobs, queuedJobs));
        }
    }
}
