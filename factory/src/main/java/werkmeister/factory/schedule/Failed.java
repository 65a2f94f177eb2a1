package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.cluster.Purpose;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * For which jobs no room was found: equal ones need not be tried again before something fitting has
 * become free.
 */
final class Failed {
    private static final TenantId NOBODY = new TenantId("nobody");

    /** So many searches may be known at any time. */
    private static final int KNOWN_MIN = 20_000;

    private final Map<Key, Search> known = new HashMap<>();
    private final List<Search> failing = new ArrayList<>();
    private long loosened = -1;

    /** What decides whether there is room. */
    private record Key(Ask ask, Duration length, boolean borrows, Optional<TenantId> tenant) {}

    /** The search for room that all equal jobs share. */
    static final class Search {
        private final Key key;
        private boolean fails;

        /** Whether it failed and only these nodes have got room since. */
        private boolean failedBefore;

        private final Set<String> since = new LinkedHashSet<>();

        /** Lines that need not be looked at for it as long as it fails. */
        private final Set<Line> waiting = new HashSet<>();

        private Search(Key key) {
            this.key = key;
        }

        /** Whether it failed and none of the nodes that have got room since has it still. */
        boolean hopeless(Cluster cluster, Purpose purpose) {
            return failedBefore && since.stream().noneMatch(node -> usable(cluster, node, purpose));
        }

        private boolean usable(Cluster cluster, String node, Purpose purpose) {
            return cluster.has(node)
                    && cluster.fitting(node, key.ask) > 0
                    && (cluster.admits(node, purpose, key.ask.shape()) || kept(cluster, node));
        }

        /** Whether room is kept there for one of those that share this search. */
        private boolean kept(Cluster cluster, String node) {
            return cluster.held(node).filter(hold -> hold.ask().equals(key.ask)).isPresent();
        }

        private void forget() {
            found();
            failedBefore = false;
            since.clear();
        }

        private void found() {
            fails = false;
            waiting.forEach(Line::wake);
            waiting.clear();
        }

        /** Wakes a line as soon as it may find something. */
        void wakes(Line line) {
            waiting.add(line);
        }

        /** Whether it would find nothing now. */
        boolean fails() {
            return fails;
        }
    }

    /** The search that a job shares with its equals. */
    Search of(Cluster cluster, Ask ask, Job job) {
        var key =
                new Key(
                        ask,
                        Expectation.length(job, ask.parts()),
                        job.spec().plan().preemptible(),
                        cluster.asksWho() ? Optional.of(job.tenant()) : Optional.empty());
        return known.computeIfAbsent(key, Search::new);
    }

    /** A job found no room; but an equal one may, for which it is kept. */
    void add(Cluster cluster, Search search) {
        search.since.removeIf(node ->
                !cluster.has(node)
                        || cluster.fitting(node, search.key.ask) == 0
                        || !search.kept(cluster, node));
        search.fails = search.since.isEmpty();
        if (!search.failedBefore) {
            search.failedBefore = true;
            failing.add(search);
        }
    }

    /** Room was given back: whoever could use it may try again. */
    void freed(Cluster cluster, List<Berth> berths, Instant now) {
        loosened = cluster.loosened();
        for (Search search : failing) {
            var purpose =
                    new Purpose(
                            "",
                            search.key.tenant.orElse(NOBODY),
                            search.key.borrows,
                            now,
                            now.plus(search.key.length));
            for (Berth berth : berths) {
                if (search.usable(cluster, berth.node(), purpose)) {
                    search.found();
                    search.since.add(berth.node());
                }
            }
        }
    }

    /** Forgets all if more has changed than what was given back. */
    void follow(Cluster cluster) {
        if (loosened != cluster.loosened()) {
            clear();
            loosened = cluster.loosened();
        }
    }

    /**
     * Whether most of what is known is of jobs that wait no more: where each says another runtime
     * it piles up.
     */
    boolean full(int waiting) {
        return known.size() >= Math.max(KNOWN_MIN, 2 * waiting);
    }

    void clear() {
        failing.forEach(Search::forget);
        failing.clear();
    }

    /** Forgets all searches, too: they were for another site. */
    void reset() {
        clear();
        known.clear();
    }
}
