package werkmeister.factory.control;

import werkmeister.factory.job.Job;
import werkmeister.units.TenantId;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.regex.Pattern;

/** All jobs, and which of them wait or run. */
final class JobBook {
    private static final Pattern ARRAY = Pattern.compile("array-[0-9]{1,18}");

    private final SequencedMap<String, Job> jobs = new LinkedHashMap<>();
    private final SequencedSet<String> open = new LinkedHashSet<>();
    private final Map<TenantId, List<String>> byTenant = new HashMap<>();
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
        if (before == null) {
            byTenant.computeIfAbsent(job.tenant(), _ -> new ArrayList<>()).add(job.id());
        }
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
        return listed(byTenant.getOrDefault(tenant, List.of()));
    }

    /** The jobs of a tenant with a greater number, oldest first, so many at most. */
    List<Job> after(TenantId tenant, long number, int most) {
        List<String> ids = byTenant.getOrDefault(tenant, List.of());
        int from = firstFrom(ids, number + 1);
        return listed(ids.subList(from, Math.min(ids.size(), from + most)));
    }

    /** The jobs of a tenant with a smaller number, newest first, so many at most. */
    List<Job> before(TenantId tenant, long number, int most) {
        List<String> ids = byTenant.getOrDefault(tenant, List.of());
        int to = firstFrom(ids, number);
        return listed(ids.subList(Math.max(0, to - most), to).reversed());
    }

    /** The jobs of an array; they were submitted one after the other, the first gave its number. */
    List<Job> array(TenantId tenant, String array) {
        if (!ARRAY.matcher(array).matches()) {
            return List.of();
        }
        List<String> ids = byTenant.getOrDefault(tenant, List.of());
        return ids.subList(firstFrom(ids, Job.number(array)), ids.size()).stream()
                .map(id -> find(id).orElseThrow())
                .takeWhile(job -> job.spec().array().filter(array::equals).isPresent())
                .toList();
    }

    /** Where the first id stands whose number is not below; ids stand in the order of numbers. */
    private static int firstFrom(List<String> ids, long number) {
        int low = 0;
        int high = ids.size();
        while (low < high) {
            int middle = (low + high) >>> 1;
            if (Job.number(ids.get(middle)) < number) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return low;
    }

    List<Job> open() {
        return listed(open);
    }

    private List<Job> listed(Collection<String> ids) {
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
        byTenant.values().forEach(ids -> ids.removeIf(id -> !open.contains(id)));
    }
}
