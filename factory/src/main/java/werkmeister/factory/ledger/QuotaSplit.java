package werkmeister.factory.ledger;

import werkmeister.units.GpuTime;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * How much of each run's GPU time is within what its tenant is owed. At every instant the runs that
 * started first are within it; when one of them ends, those that follow move up.
 */
public final class QuotaSplit {
    private static final int WHOLE = 1_000;

    private final Map<TenantId, Tenant> tenants = new HashMap<>();

    private static final class Held {
        final long gpuMilli;
        long within;
        long since;

        /** Thousandths of a GPU times milliseconds. */
        long withinSoFar;

        Held(long gpuMilli, long since) {
            this.gpuMilli = gpuMilli;
            this.since = since;
        }

        long withinUntil(long at) {
            return withinSoFar + within * Math.max(0, at - since);
        }

        void within(long other, long at) {
            withinSoFar = withinUntil(at);
            since = Math.max(since, at);
            within = other;
        }
    }

    private static final class Tenant {
        final Map<String, Held> runs = new LinkedHashMap<>();

        /** Those not wholly within what is owed, in the order of their start. */
        final Map<String, Held> borrowers = new LinkedHashMap<>();

        long owed;
        long free;
    }

    private Tenant tenant(TenantId id) {
        return tenants.computeIfAbsent(id, _ -> new Tenant());
    }

    /** What a tenant is owed from now on, in thousandths of a GPU. */
    public void owed(TenantId id, long gpuMilli, Instant at) {
        Tenant tenant = tenant(id);
        if (tenant.owed == gpuMilli) {
            return;
        }
        tenant.owed = gpuMilli;
        tenant.free = gpuMilli;
        tenant.borrowers.clear();
        for (Map.Entry<String, Held> run : tenant.runs.entrySet()) {
            Held held = run.getValue();
            held.within(Math.min(held.gpuMilli, tenant.free), at.toEpochMilli());
            tenant.free -= held.within;
            if (held.within < held.gpuMilli) {
                tenant.borrowers.put(run.getKey(), held);
            }
        }
    }

    public void start(TenantId id, String job, long gpuMilli, Instant at) {
        Tenant tenant = tenant(id);
        var held = new Held(gpuMilli, at.toEpochMilli());
        held.within = Math.min(gpuMilli, tenant.free);
        tenant.free -= held.within;
        tenant.runs.put(job, held);
        if (held.within < gpuMilli) {
            tenant.borrowers.put(job, held);
        }
    }

    public void end(TenantId id, String job, Instant at) {
        Tenant tenant = tenant(id);
        Held ended = tenant.runs.remove(job);
        if (ended == null) {
            return;
        }
        tenant.borrowers.remove(job);
        tenant.free += ended.within;
        var next = tenant.borrowers.values().iterator();
        while (tenant.free > 0 && next.hasNext()) {
            Held held = next.next();
            long more = Math.min(tenant.free, held.gpuMilli - held.within);
            held.within(held.within + more, at.toEpochMilli());
            tenant.free -= more;
            if (held.within == held.gpuMilli) {
                next.remove();
            }
        }
    }

    /** GPU time of a running job within what its tenant is owed, from its start until a time. */
    public GpuTime within(TenantId id, String job, Instant until) {
        Held held = tenant(id).runs.get(job);
        return new GpuTime(held == null ? 0 : held.withinUntil(until.toEpochMilli()) / WHOLE);
    }
}
