package werkmeister.factory.tenant;

import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Money;
import werkmeister.units.Refusal;

import java.util.Optional;

/**
 * What a tenant is owed and where it is stopped.
 *
 * @param cpus cores it is owed: it is served first up to here, beyond it borrows what others leave
 * @param gpus GPUs it is owed, likewise
 * @param runningJobs most jobs of it that run at once
 * @param queuedJobs most jobs of it that wait at once
 * @param gpuLimit most GPUs that it holds at once, also when others leave theirs
 * @param monthlyBudget what its runs may cost in a month (UTC)
 * @param cells whole nodes, racks or pods that are its own whenever it wants them
 */
public record Quota(
        CpuCount cpus,
        GpuCount gpus,
        int runningJobs,
        int queuedJobs,
        Optional<GpuCount> gpuLimit,
        Optional<Money> monthlyBudget,
        Optional<Cells> cells) {
    public Quota {
        if (runningJobs < 1 || queuedJobs < 1) {
            throw Refusal.invalid(
                    "A tenant's limits of running (%d) and queued (%d) jobs must be at least 1."
                            .formatted(runningJobs, queuedJobs));
        }
        if (gpuLimit.isPresent() && gpuLimit.get().compareTo(gpus) < 0) {
            throw Refusal.invalid(
                    "The limit (%d GPUs) must not be below what the tenant is owed (%d GPUs)."
                            .formatted(gpuLimit.get().gpus(), gpus.gpus()));
        }
        if (monthlyBudget.isPresent() && monthlyBudget.get().microEuros() < 0) {
            throw Refusal.invalid(
                    "The budget of a month (%d millionths of a euro) must not be negative."
                            .formatted(monthlyBudget.get().microEuros()));
        }
    }

    /** Without a limit of GPUs, a budget or cells. */
    public Quota(CpuCount cpus, GpuCount gpus, int runningJobs, int queuedJobs) {
        this(
                cpus,
                gpus,
                runningJobs,
                queuedJobs,
                Optional.empty(),
                Optional.empty(),
                Optional.empty());
    }
}
