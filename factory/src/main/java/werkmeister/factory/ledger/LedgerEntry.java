package werkmeister.factory.ledger;

import werkmeister.units.CpuTime;
import werkmeister.units.GpuTime;
import werkmeister.units.Money;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

/** What one attempt at a job used and cost. */
public record LedgerEntry(
        String job,
        TenantId tenant,
        int attempt,
        CpuTime cpuTime,
        GpuTime gpuTime,
        Money cost,
        TimeSpan span) {}
