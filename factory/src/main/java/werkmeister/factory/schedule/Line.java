package werkmeister.factory.schedule;

import org.jspecify.annotations.Nullable;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.Terms;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The jobs of one tenant that wait. Equal ones stand in one bunch, of which the first is tried. */
final class Line {
    final TenantId tenant;
    private final Map<Kind, Bunch> bunches = new HashMap<>();
    private List<Bunch> ordered = List.of();
    private boolean inOrder = true;

    Line(TenantId tenant) {
        this.tenant = tenant;
    }

    /**
     * What makes jobs equal for the scheduler.
     *
     * @param length of the expected runtime: its logarithm; -1: unknown
     */
    record Kind(Ask ask, int priority, int length, boolean preemptible, boolean service) {
        static Kind of(Ask ask, Job job) {
            Terms terms = job.spec().plan();
            int length = job.left().map(Duration::toMillis).map(Kind::logarithm).orElse(-1);
            return new Kind(
                    ask, job.spec().priority(), length, terms.preemptible(), terms.service());
        }

        private static int logarithm(long millis) {
            return Long.SIZE - Long.numberOfLeadingZeros(millis);
        }
    }

    /** Equal jobs, in the order of their submission. */
    static final class Bunch {
        final Kind kind;
        final TreeMap<Long, Job> jobs = new TreeMap<>();

        /** Why the first could not start when it was last tried. */
        Parked parked = Parked.NOT;

        /** The search for room that its first job shares with its equals; null: not known yet. */
        Failed.@Nullable Search search;

        /** Before then a search for what could be interrupted would find nothing new. */
        Instant searchAfter = Instant.MIN;

        /** How often it was in vain since one succeeded. */
        int vain;

        Bunch(Kind kind) {
            this.kind = kind;
        }

        Job first() {
            return jobs.firstEntry().getValue();
        }
    }

    void add(Ask ask, Job job) {
        Bunch bunch = bunches.computeIfAbsent(Kind.of(ask, job), Bunch::new);
        headed(bunch, job);
        bunch.jobs.put(job.number(), job);
    }

    /** A job has come to a bunch or gone from it: maybe it is, or was, the first. */
    private void headed(Bunch bunch, Job job) {
        if (bunch.jobs.isEmpty() || bunch.jobs.firstKey() > job.number()) {
            inOrder = false;
            bunch.search = null;
        }
    }

    void remove(Ask ask, Job job) {
        Bunch bunch = bunches.get(Kind.of(ask, job));
        if (bunch != null && bunch.jobs.remove(job.number()) != null) {
            headed(bunch, job);
            if (bunch.jobs.isEmpty()) {
                bunches.remove(bunch.kind);
            }
        }
    }

    void forgetSearches() {
        bunches.values().forEach(bunch -> bunch.search = null);
    }

    /** The bunch that a job stands in; null: it does not wait here. */
    @Nullable Bunch find(Ask ask, Job job) {
        return bunches.get(Kind.of(ask, job));
    }

    /** Higher priority first, then the older job. */
    List<Bunch> inOrder() {
        if (!inOrder) {
            var all = new ArrayList<>(bunches.values());
            all.sort(
                    Comparator.comparingInt((Bunch bunch) -> -bunch.kind.priority())
                            .thenComparingLong(bunch -> bunch.jobs.firstKey()));
            ordered = List.copyOf(all);
            inOrder = true;
        }
        return ordered;
    }
}
