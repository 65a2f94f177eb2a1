package werkmeister.factory.schedule;

import org.jspecify.annotations.Nullable;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.cluster.Hold;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.placement.Shape;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The jobs for which room is kept, from the time on when it will be free. */
final class Keeps {
    /** Jobs for which room is kept at once; more would leave too much of the site idle. */
    private static final int KEEPS_MAX = 8;

    /** Planning ahead looks at every run; the first plan is made at once. */
    private static final Duration BETWEEN_PLANS = Duration.ofSeconds(30);

    private final Map<String, Forecast.Start> starts = new LinkedHashMap<>();
    private Instant planAfter = Instant.MIN;

    /** When and where a job starts at the latest plan; null: nothing is kept for it. */
    Forecast.@Nullable Start of(String job) {
        return starts.get(job);
    }

    /** A list of its own: the keeps may change meanwhile. */
    List<String> jobs() {
        return List.copyOf(starts.keySet());
    }

    boolean full() {
        return starts.size() >= KEEPS_MAX;
    }

    /** Whether the latest plan is too young for another one. */
    boolean tooSoon(Instant now) {
        return !starts.isEmpty() && now.isBefore(planAfter);
    }

    Instant planAfter() {
        return planAfter;
    }

    boolean keepsFor(TenantId tenant, Map<String, Job> queued) {
        return starts.keySet().stream()
                .map(queued::get)
                .anyMatch(job -> job != null && job.tenant().equals(tenant));
    }

    /** Keeps room from the earliest start on; empty: none can be seen. */
    Optional<Forecast.Start> plan(Sight sight, Instant now, Ask ask, Job job) {
        planAfter = now.plus(BETWEEN_PLANS);
        Cluster there = sight.cluster();
        var forecast = new Forecast(sight, now);
        var start = forecast.earliest(ask, job);
        start.ifPresent(planned -> {
            starts.put(job.id(), planned);
            for (Berth berth : planned.berths()) {
                if (there.held(berth.node()).isEmpty()) {
                    Shape spare = forecast.spare(berth, ask.shape(), planned.at());
                    there.hold(berth.node(), new Hold(job.id(), ask, planned.at(), spare));
                }
            }
        });
        return start;
    }

    /** Keeps nothing for a job any more, should anything be. */
    void drop(Cluster there, String job) {
        if (forget(job)) {
            there.release(job);
        }
    }

    /** The same where its room is given back by whoever calls. */
    boolean forget(String job) {
        return starts.remove(job) != null;
    }

    void clear() {
        starts.clear();
    }
}
