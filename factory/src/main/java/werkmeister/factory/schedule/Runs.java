package werkmeister.factory.schedule;

import org.jspecify.annotations.Nullable;

import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.units.TenantId;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** The jobs that hold a seat, and on which nodes. */
final class Runs {
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, OnNode> byNode = new HashMap<>();

    /** How many runs of a tenant that may be interrupted have which priority. */
    private final Map<TenantId, TreeMap<Integer, Integer>> priorities = new HashMap<>();

    /** How many runs are being interrupted for a job. */
    private final Map<String, Integer> stopping = new HashMap<>();

    private static final class OnNode {
        final Map<String, Job> runs = new LinkedHashMap<>();

        /** Thousandths of GPUs of those that may not be interrupted. */
        long fixedMilli;

        void fix(Job job, Berth berth, int sign) {
            if (!job.spec().plan().preemptible()) {
                fixedMilli += sign * job.spec().gpuMilli(berth.parts());
            }
        }
    }

    void put(Job job) {
        jobs.put(job.id(), job);
        count(job, 1);
        for (Berth berth : job.seat().orElseThrow().places()) {
            OnNode there = byNode.computeIfAbsent(berth.node(), _ -> new OnNode());
            there.runs.put(job.id(), job);
            there.fix(job, berth, 1);
        }
    }

    void remove(Job job) {
        jobs.remove(job.id());
        count(job, -1);
        for (Berth berth : job.seat().orElseThrow().places()) {
            OnNode there = byNode.get(berth.node());
            if (there != null) {
                there.runs.remove(job.id());
                there.fix(job, berth, -1);
            }
        }
    }

    private void count(Job job, int more) {
        job.eviction()
                .ifPresent(
                        eviction -> stopping.merge(eviction.beneficiary(), more, Runs::sumOrNone));
        if (job.spec().plan().preemptible()) {
            priorities
                    .computeIfAbsent(job.tenant(), _ -> new TreeMap<>())
                    .merge(job.spec().priority(), more, Runs::sumOrNone);
        }
    }

    /** Whether a tenant has a run of lower priority that may be interrupted. */
    boolean anyBelow(TenantId tenant, int priority) {
        var known = priorities.get(tenant);
        return known != null && !known.isEmpty() && known.firstKey() < priority;
    }

    private static @Nullable Integer sumOrNone(int one, int other) {
        return one + other == 0 ? null : one + other;
    }

    /** How many runs are being interrupted for a job. */
    int stoppingFor(String job) {
        return stopping.getOrDefault(job, 0);
    }

    Collection<Job> all() {
        return Collections.unmodifiableCollection(jobs.values());
    }

    Optional<Job> find(String job) {
        return Optional.ofNullable(jobs.get(job));
    }

    /** Thousandths of GPUs of a node that no interruption could free. */
    long fixedMilli(String node) {
        OnNode there = byNode.get(node);
        return there == null ? 0 : there.fixedMilli;
    }

    /** The tenants that have or had runs that may be interrupted. */
    Set<TenantId> preemptible() {
        return Collections.unmodifiableSet(priorities.keySet());
    }

    Collection<Job> on(String node) {
        OnNode there = byNode.get(node);
        return there == null ? List.of() : there.runs.values();
    }
}
