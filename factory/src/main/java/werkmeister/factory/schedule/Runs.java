package werkmeister.factory.schedule;

import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.units.TenantId;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The jobs that hold a seat, and on which nodes. */
final class Runs {
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Map<String, Job>> byNode = new HashMap<>();

    /** How many runs of a tenant that may be interrupted have which priority. */
    private final Map<TenantId, TreeMap<Integer, Integer>> priorities = new HashMap<>();

    void put(Job job) {
        jobs.put(job.id(), job);
        count(job, 1);
        for (Berth berth : job.seat().orElseThrow().places()) {
            byNode.computeIfAbsent(berth.node(), _ -> new LinkedHashMap<>()).put(job.id(), job);
        }
    }

    void remove(Job job) {
        jobs.remove(job.id());
        count(job, -1);
        for (Berth berth : job.seat().orElseThrow().places()) {
            Map<String, Job> there = byNode.get(berth.node());
            if (there != null) {
                there.remove(job.id());
            }
        }
    }

    private void count(Job job, int more) {
        if (job.spec().plan().preemptible()) {
            priorities
                    .computeIfAbsent(job.tenant(), _ -> new TreeMap<>())
                    .merge(job.spec().priority(), more, (a, b) -> a + b == 0 ? null : a + b);
        }
    }

    /** Whether a tenant has a run of lower priority that may be interrupted. */
    boolean anyBelow(TenantId tenant, int priority) {
        var known = priorities.get(tenant);
        return known != null && !known.isEmpty() && known.firstKey() < priority;
    }

    /** How many runs are being interrupted for a job. */
    long stoppingFor(String job) {
        return jobs.values().stream()
                .flatMap(run -> run.eviction().stream())
                .filter(eviction -> eviction.beneficiary().equals(job))
                .count();
    }

    Collection<Job> all() {
        return Collections.unmodifiableCollection(jobs.values());
    }

    Optional<Job> find(String job) {
        return Optional.ofNullable(jobs.get(job));
    }

    Collection<Job> on(String node) {
        return byNode.getOrDefault(node, Map.of()).values();
    }
}
