package werkmeister.factory.control;

import werkmeister.factory.job.Job;
import werkmeister.units.TenantId;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;

/** All jobs, and which of them wait or run. */
final class JobBook {
    private final SequencedMap<String, Job> jobs = new LinkedHashMap<>();
    private final SequencedSet<String> open = new LinkedHashSet<>();
    private final Map<TenantId, SequencedSet<String>> byTenant = new HashMap<>();
    private final Map<TenantId, Integer> queued = new HashMap<>();
    private int waiting;
    private long next = 1;

    /**
     * The job as it is from now on.
     *
     * @return as it was; empty if it is new
     */
    Optional<Job> put(Job job) {
        Job before = jobs.put(job.id(), job);
        byTenant.computeIfAbsent(job.tenant(), _ -> new LinkedHashSet<>()).add(job.id());
        int more = (job.queued() ? 1 : 0) - (before != null && before.queued() ? 1 : 0);
        queued.merge(job.tenant(), more, Integer::sum);
        waiting += more;
        if (job.ended()) {
            open.remove(job.id());
        } else {
            open.add(job.id());
        }
        return Optional.ofNullable(before);
    }

    Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    List<Job> all() {
        return List.copyOf(jobs.values());
    }

    List<Job> of(TenantId tenant) {
        return listed(byTenant.getOrDefault(tenant, new LinkedHashSet<>()));
    }

    List<Job> open() {
        return listed(open);
    }

    private List<Job> listed(SequencedSet<String> ids) {
        var listed = new ArrayList<Job>(ids.size());
        for (String id : ids) {
            listed.add(find(id).orElseThrow());
        }
        return listed;
    }

    int queued(TenantId tenant) {
        return queued.getOrDefault(tenant, 0);
    }

    int queued() {
        return waiting;
    }

    /** The number of the next job. */
    long next() {
        return next;
    }

    void next(long number) {
        next = number;
    }

    void forgetEnded() {
        jobs.values().removeIf(Job::ended);
        byTenant.values().forEach(ids -> ids.retainAll(open));
    }
}
