package werkmeister.factory.schedule;

import org.jspecify.annotations.Nullable;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.Terms;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The jobs of one tenant that wait. Equal ones stand in one bunch, of which the first is tried. A
 * line of which nothing can start sleeps until something wakes it: a site has hundreds of tenants,
 * and whoever looks at all that waits for each decision decides slowly.
 */
final class Line {
    final TenantId tenant;
    private final Map<Kind, Bunch> bunches = new HashMap<>();

    private final TreeMap<Place, Bunch> order = new TreeMap<>();

    /** Jobs that can still keep a deadline, those first whose time to start is up first. */
    private final TreeMap<Place, Bunch> due = new TreeMap<>(Place.BY_LATEST);

    /** What is next of it; null: not known, or nothing. */
    @Nullable Turn turn;

    /** Whether it is known that nothing of it can start before it is woken. */
    boolean asleep;

    /** When time alone may wake it, or has a say in its turn. */
    Instant until = Instant.MIN;

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

    /** Equal jobs in their order. */
    static final class Bunch {
        final Kind kind;
        final TreeMap<Place, Job> jobs = new TreeMap<>();
        private @Nullable Place place;
        private Job first;

        /** Why the first could not start when it was last tried. */
        Parked parked = Parked.NOT;

        /** The search for room that its first job shares with its equals; null: not known yet. */
        Failed.@Nullable Search search;

        /** Before then a search for what could be interrupted would find nothing new. */
        Instant searchAfter = Instant.MIN;

        /** How often it was in vain since one succeeded. */
        int vain;

        Bunch(Kind kind, Job first) {
            this.kind = kind;
            this.first = first;
        }

        Job first() {
            return first;
        }
    }

    void add(Ask ask, Job job) {
        add(ask, job, Place.of(job));
    }

    private void add(Ask ask, Job job, Place place) {
        Bunch bunch = bunches.computeIfAbsent(Kind.of(ask, job), kind -> new Bunch(kind, job));
        bunch.jobs.put(place, job);
        if (place.pressing()) {
            due.put(place, bunch);
        }
        if (bunch.jobs.firstKey().equals(place)) {
            headed(bunch);
        }
    }

    /** Another job is the first of a bunch, or there is none any more. */
    private void headed(Bunch bunch) {
        if (bunch.place != null) {
            order.remove(bunch.place);
        }
        bunch.search = null;
        if (bunch.jobs.isEmpty()) {
            bunches.remove(bunch.kind);
        } else {
            bunch.first = bunch.jobs.firstEntry().getValue();
            bunch.place = bunch.jobs.firstKey();
            order.put(bunch.place, bunch);
        }
        wake();
    }

    void remove(Ask ask, Job job) {
        Bunch bunch = bunches.get(Kind.of(ask, job));
        if (bunch != null) {
            Place place = Place.of(job);
            if (!bunch.jobs.containsKey(place)) {
                place = place.missed();
            }
            boolean first = bunch.jobs.firstKey().equals(place);
            due.remove(place);
            if (bunch.jobs.remove(place) != null && first) {
                headed(bunch);
            }
        }
    }

    /**
     * Whoever cannot keep its deadline any more stands where it would without one: it must not cost
     * another its own.
     *
     * @return when the next one is to be looked at
     */
    Instant miss(Instant now) {
        while (!due.isEmpty() && due.firstKey().latestStart() < now.toEpochMilli()) {
            var missed = due.firstEntry();
            Ask ask = missed.getValue().kind.ask();
            Job job = Objects.requireNonNull(missed.getValue().jobs.get(missed.getKey()));
            remove(ask, job);
            add(ask, job, missed.getKey().missed());
        }
        return due.isEmpty() ? Instant.MAX : Instant.ofEpochMilli(due.firstKey().latestStart() + 1);
    }

    void forgetSearches() {
        bunches.values().forEach(bunch -> bunch.search = null);
        wake();
    }

    /** Something has changed that may let one of it start, or another one than was thought. */
    void wake() {
        asleep = false;
        turn = null;
    }

    /** The bunch that a job stands in; null: it does not wait here. */
    @Nullable Bunch find(Ask ask, Job job) {
        return bunches.get(Kind.of(ask, job));
    }

    /** The bunches in their order, or those after one of them. */
    Collection<Bunch> after(@Nullable Bunch one) {
        return one == null || one.place == null
                ? order.values()
                : order.tailMap(one.place, false).values();
    }
}
