package werkmeister.factory.ledger;

import werkmeister.units.CpuTime;
import werkmeister.units.GpuTime;
import werkmeister.units.Money;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.util.Optional;

/**
 * What one attempt at a job used and cost.
 *
 * @param use how its GPU time is to be seen; empty in entries of an older product
 */
public record LedgerEntry(
        String job,
        TenantId tenant,
        int attempt,
        CpuTime cpuTime,
        GpuTime gpuTime,
        Money cost,
        TimeSpan span,
        Optional<Use> use) {
    /** Of which nothing more is known. */
    public LedgerEntry(
            String job,
            TenantId tenant,
            int attempt,
            CpuTime cpuTime,
            GpuTime gpuTime,
            Money cost,
            TimeSpan span) {
        this(job, tenant, attempt, cpuTime, gpuTime, cost, span, Optional.empty());
    }
}
