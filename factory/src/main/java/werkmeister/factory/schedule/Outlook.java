package werkmeister.factory.schedule;

import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * When a waiting job will start if all that run and all that wait before it take as long as they
 * are expected to: each is entered into one {@link TimeMap} of the site, as in conservative
 * backfill.
 */
final class Outlook {
    /** With more before it, nobody knows. */
    private static final int AHEAD_MAX = 2_000;

    private Outlook() {}

    static Optional<Instant> start(
            Cluster cluster,
            Collection<Job> running,
            Collection<Job> queued,
            Job job,
            Instant now) {
        var ahead = new ArrayList<Job>();
        Place own = Place.of(job, now);
        for (Job other : queued) {
            boolean before =
                    other.tenant().equals(job.tenant())
                            ? Place.of(other, now).compareTo(own) <= 0
                            : other.number() < job.number();
            if (before) {
                ahead.add(other);
            }
        }
        if (ahead.size() > AHEAD_MAX) {
            return Optional.empty();
        }
        boolean gpus = job.spec().resources().gpus().gpus() > 0;
        long capacity = capacity(cluster.nodes(), cluster, gpus);
        var map = new TimeMap(capacity);
        long from = now.toEpochMilli();
        for (Job run : running) {
            long amount = amount(run.spec(), run.seat().orElseThrow().parts(), gpus);
            long end = Expectation.end(run, now).toEpochMilli();
            map.take(Math.min(amount, map.free(from)), from, Math.max(end, from + 1));
        }
        ahead.sort(
                Comparator.comparing((Job other) -> other.id().equals(job.id()))
                        .thenComparingLong(Job::number));
        long start = from;
        for (Job other : ahead) {
            int parts = other.spec().plan().parts();
            long amount = amount(other.spec(), parts, gpus);
            if (amount > capacity) {
                continue;
            }
            long length = Expectation.length(other, parts).toMillis();
            start = map.earliest(amount, length, from);
            map.take(amount, start, start + length);
        }
        return amount(job.spec(), job.spec().plan().parts(), gpus) > capacity
                ? Optional.empty()
                : Optional.of(Instant.ofEpochMilli(start));
    }

    private static long amount(JobSpec spec, int parts, boolean gpus) {
        return gpus ? spec.gpuMilli(parts) : parts * spec.resources().cpus().cpus();
    }

    private static long capacity(List<Node> nodes, Cluster cluster, boolean gpus) {
        return nodes.stream()
                .filter(node -> cluster.state(node.name()) == NodeState.UP)
                .mapToLong(node -> gpus ? node.offer().gpus().milli() : node.offer().cpus().cpus())
                .sum();
    }
}
