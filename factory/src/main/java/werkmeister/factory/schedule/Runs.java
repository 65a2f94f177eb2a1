package werkmeister.factory.schedule;

import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;

import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The jobs that hold a seat, and on which nodes. */
final class Runs {
    private final Map<String, Job> jobs = new LinkedHashMap<>();
    private final Map<String, Map<String, Job>> byNode = new HashMap<>();

    void put(Job job) {
        jobs.put(job.id(), job);
        for (Berth berth : job.seat().orElseThrow().places()) {
            byNode.computeIfAbsent(berth.node(), _ -> new LinkedHashMap<>()).put(job.id(), job);
        }
    }

    void remove(Job job) {
        jobs.remove(job.id());
        for (Berth berth : job.seat().orElseThrow().places()) {
            Map<String, Job> there = byNode.get(berth.node());
            if (there != null) {
                there.remove(job.id());
            }
        }
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
