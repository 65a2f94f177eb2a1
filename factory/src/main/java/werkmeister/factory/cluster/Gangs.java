package werkmeister.factory.cluster;

import org.jspecify.annotations.Nullable;

import werkmeister.factory.job.Together;
import werkmeister.factory.job.Together.Level;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Spreads parts that start together over nodes, as near to each other as can be: into the tightest
 * domain that holds them, and where they need several, into the largest ones and the rest into the
 * tightest. Of equals the first in the order of the site.
 */
final class Gangs {
    private final Topology topology;

    /** How many parts each node can take. */
    private final int[] copies;

    Gangs(Topology topology, int[] copies) {
        this.topology = topology;
        this.copies = copies;
    }

    /** Nodes of a domain and how many parts they can take. */
    @SuppressWarnings("ArrayRecordComponent") // Handed on, never compared as a value.
    private record Domain(int number, int[] nodes, int sum) {
        int whole(int segment) {
            return segment == 0 ? sum : sum / segment * segment;
        }
    }

    /**
     * @return parts for each node; empty if there is no room
     */
    Optional<int[]> spread(Ask ask) {
        int sum = Arrays.stream(copies).sum();
        if (sum < ask.leastParts()) {
            return Optional.empty();
        }
        var together = ask.together();
        if (together.isEmpty()) {
            return Optional.of(fill(nodes(), null, Math.min(ask.parts(), sum)));
        }
        var wish = together.get();
        if (wish.segment() > 0) {
            return segments(ask, wish);
        }
        for (Level level : Level.values()) {
            boolean asked = level.compareTo(wish.level()) >= 0;
            if (asked && (!wish.required() || level == wish.level())) {
                var within = within(ask, level);
                if (within.isPresent()) {
                    return within;
                }
            }
        }
        return wish.required()
                ? Optional.empty()
                : Optional.of(fill(nodes(), null, Math.min(ask.parts(), sum)));
    }

    private int[] nodes() {
        int count = 0;
        for (int each : copies) {
            count += each > 0 ? 1 : 0;
        }
        int[] nodes = new int[count];
        int next = 0;
        for (int i = 0; i < copies.length; i++) {
            if (copies[i] > 0) {
                nodes[next++] = i;
            }
        }
        return nodes;
    }

    private Optional<int[]> within(Ask ask, Level level) {
        var domains = domains(nodes(), level);
        int most = domains.stream().mapToInt(Domain::sum).max().orElse(0);
        int parts = Math.min(ask.parts(), most);
        if (parts < ask.leastParts()) {
            return Optional.empty();
        }
        return domains.stream()
                .filter(domain -> domain.sum() >= parts)
                .min(Comparator.comparingInt(Domain::sum).thenComparingInt(Domain::number))
                .map(domain -> fill(domain.nodes(), level, parts));
    }

    /** So many parts at a time into one domain each. */
    private Optional<int[]> segments(Ask ask, Together wish) {
        int segment = wish.segment();
        int left = ask.parts();
        int[] out = new int[copies.length];
        var domains = new ArrayList<>(domains(nodes(), wish.level()));
        domains.sort(
                Comparator.comparingInt((Domain domain) -> -domain.whole(segment))
                        .thenComparingInt(Domain::number));
        while (left > 0 && !domains.isEmpty()) {
            int wanted = left;
            Domain best =
                    domains.stream()
                            .filter(domain -> domain.whole(segment) >= wanted)
                            .min(
                                    Comparator.comparingInt(
                                                    (Domain domain) -> domain.whole(segment))
                                            .thenComparingInt(Domain::number))
                            .orElse(domains.getFirst());
            int here = Math.min(left, best.whole(segment));
            if (here == 0) {
                break;
            }
            add(out, fill(best.nodes(), wish.level(), here));
            left -= here;
            domains.remove(best);
        }
        if (left == 0 || ask.parts() - left >= ask.leastParts()) {
            return Optional.of(out);
        }
        return wish.required()
                ? Optional.empty()
                : Optional.of(fill(nodes(), null, ask.parts()))
                        .filter(filled -> Arrays.stream(filled).sum() >= ask.leastParts());
    }

    private static void add(int[] to, int[] more) {
        for (int i = 0; i < to.length; i++) {
            to[i] += more[i];
        }
    }

    private List<Domain> domains(int[] nodes, Level level) {
        int[] sums = new int[topology.domains(level)];
        int[] counts = new int[sums.length];
        for (int node : nodes) {
            int domain = topology.domain(level, node);
            sums[domain] += copies[node];
            counts[domain]++;
        }
        int[][] members = new int[sums.length][];
        var domains = new ArrayList<Domain>();
        for (int i = 0; i < sums.length; i++) {
            if (counts[i] > 0) {
                members[i] = new int[counts[i]];
                domains.add(new Domain(i, members[i], sums[i]));
                counts[i] = 0;
            }
        }
        for (int node : nodes) {
            int domain = topology.domain(level, node);
            members[domain][counts[domain]++] = node;
        }
        return domains;
    }

    /**
     * Parts into nodes that have room for them.
     *
     * @param level of the domain that the nodes make up; null: the site
     */
    private int[] fill(int[] nodes, @Nullable Level level, int parts) {
        int[] out = new int[copies.length];
        fill(nodes, level, parts, out);
        return out;
    }

    private void fill(int[] nodes, @Nullable Level level, int parts, int[] out) {
        var inner = level == null ? Level.POD : level == Level.POD ? Level.RACK : null;
        List<Domain> children =
                inner == null
                        ? Arrays.stream(nodes)
                                .mapToObj(node -> new Domain(node, new int[] {node}, copies[node]))
                                .toList()
                        : domains(nodes, inner);
        Optional<Domain> one = tightest(children, parts);
        if (one.isPresent()) {
            into(one.get(), inner, parts, out);
            return;
        }
        var largest = new ArrayList<>(children);
        largest.sort(
                Comparator.comparingInt((Domain child) -> -child.sum())
                        .thenComparingInt(Domain::number));
        int left = parts;
        for (int i = 0; i < largest.size() && left > 0; i++) {
            Domain child = largest.get(i);
            if (child.sum() >= left) {
                child = tightest(largest.subList(i, largest.size()), left).orElseThrow();
            }
            int here = Math.min(left, child.sum());
            into(child, inner, here, out);
            left -= here;
        }
    }

    private void into(Domain child, @Nullable Level inner, int parts, int[] out) {
        if (inner == null) {
            out[child.number()] += parts;
        } else {
            fill(child.nodes(), inner, parts, out);
        }
    }

    private static Optional<Domain> tightest(List<Domain> domains, int parts) {
        @Nullable Domain best = null;
        for (Domain domain : domains) {
            if (domain.sum() >= parts && (best == null || domain.sum() < best.sum())) {
                best = domain;
            }
        }
        return Optional.ofNullable(best);
    }
}
