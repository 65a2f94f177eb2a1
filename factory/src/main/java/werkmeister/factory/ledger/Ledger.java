package werkmeister.factory.ledger;

import werkmeister.units.TenantId;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All entries in the order they were charged, with running totals by tenant and by job. */
public final class Ledger {
    private final List<LedgerEntry> entries = new ArrayList<>();
    private final Map<TenantId, List<LedgerEntry>> entriesByTenant = new HashMap<>();
    private final Map<TenantId, Total> totalsByTenant = new HashMap<>();
    private final Map<String, Total> totalsByJob = new HashMap<>();

    public void add(LedgerEntry entry) {
        entries.add(entry);
        entriesByTenant.computeIfAbsent(entry.tenant(), _ -> new ArrayList<>()).add(entry);
        totalsByTenant.merge(entry.tenant(), Total.ZERO.plus(entry), Total::plus);
        totalsByJob.merge(entry.job(), Total.ZERO.plus(entry), Total::plus);
    }

    public List<LedgerEntry> entries() {
        return Collections.unmodifiableList(entries);
    }

    public List<LedgerEntry> entries(TenantId tenant) {
        return Collections.unmodifiableList(entriesByTenant.getOrDefault(tenant, List.of()));
    }

    public Total total(TenantId tenant) {
        return totalsByTenant.getOrDefault(tenant, Total.ZERO);
    }

    public Total total(String job) {
        return totalsByJob.getOrDefault(job, Total.ZERO);
    }

    /** Takes out all entries and totals. */
    public List<LedgerEntry> forget() {
        var gone = List.copyOf(entries);
        entries.clear();
        entriesByTenant.clear();
        totalsByTenant.clear();
        totalsByJob.clear();
        return gone;
    }
}
