package werkmeister.simulator.replay;

import werkmeister.factory.schedule.TimeMap;
import werkmeister.simulator.trace.JobTrace;
import werkmeister.simulator.trace.TraceJob;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Plays a trace on so many GPUs, which count as one pool: where on the site a job runs is another
 * question ({@link werkmeister.simulator.fill}).
 */
public final class Replay {
    /** Seconds that fairness between tenants may make a job wait. */
    private static final long PATIENCE = 86_400;

    private final JobTrace trace;
    private final int gpus;
    private final Discipline discipline;
    private final TimeMap map;
    private final Usage usage = new Usage();

    /** Waiting, in order of arrival. */
    private final List<TraceJob> queue = new ArrayList<>();

    /** Begin at a planned time; of the conservative rule alone. */
    private final PriorityQueue<Planned> planned =
            new PriorityQueue<>(
                    Comparator.comparingLong(Planned::start)
                            .thenComparingInt(plan -> plan.job.number()));

    private final PriorityQueue<Planned> running =
            new PriorityQueue<>(Comparator.comparingLong(Planned::end));
    private final Map<Integer, Long> starts = new HashMap<>();
    private long now;
    private long free;

    private record Planned(TraceJob job, long start) {
        long end() {
            return start + job.seconds();
        }
    }

    private Replay(JobTrace trace, int gpus, Discipline discipline) {
        this.trace = trace;
        this.gpus = gpus;
        this.discipline = discipline;
        this.map = new TimeMap(gpus);
        this.free = gpus;
    }

    /**
     * Plays a trace at a load.
     *
     * @param load asked for on average, as a share of all GPUs
     */
    public static ReplayReport run(JobTrace trace, int gpus, Discipline discipline, double load) {
        JobTrace loaded = trace.loading(gpus, load);
        var replay = new Replay(loaded, gpus, discipline);
        replay.play();
        return ReplayReport.of(loaded, gpus, discipline.word(), load, replay.starts);
    }

    private void play() {
        Iterator<TraceJob> arrivals = trace.jobs().iterator();
        TraceJob next = arrivals.hasNext() ? arrivals.next() : null;
        while (next != null || !running.isEmpty() || !planned.isEmpty()) {
            now = next == null ? Long.MAX_VALUE : next.submitted();
            now = running.isEmpty() ? now : Math.min(now, running.peek().end());
            now = planned.isEmpty() ? now : Math.min(now, planned.peek().start());
            map.forget(now);
            while (!running.isEmpty() && running.peek().end() <= now) {
                TraceJob ended = running.poll().job;
                usage.hold(ended.tenant(), -ended.gpus(), now);
                free += ended.gpus();
            }
            while (next != null && next.submitted() <= now) {
                arrive(next);
                next = arrivals.hasNext() ? arrivals.next() : null;
            }
            while (!planned.isEmpty() && planned.peek().start() <= now) {
                begin(planned.poll().job);
            }
            startWhatMay();
        }
    }

    private void arrive(TraceJob job) {
        if (discipline != Discipline.CONSERVATIVE) {
            queue.add(job);
            return;
        }
        long start = map.earliest(job.gpus(), job.seconds(), now);
        map.take(job.gpus(), start, start + job.seconds());
        planned.add(new Planned(job, start));
    }

    private void startWhatMay() {
        if (queue.isEmpty() || free == 0) {
            return;
        }
        TraceJob first = null;
        long reserved = 0;
        for (TraceJob job : ordered()) {
            boolean fits =
                    job.gpus() <= free
                            && (first == null || map.fits(job.gpus(), job.seconds(), now));
            if (fits) {
                map.take(job.gpus(), now, now + job.seconds());
                begin(job);
                queue.remove(job);
            } else if (!discipline.overtakes()) {
                break;
            } else if (discipline.reserves() && first == null) {
                first = job;
                reserved = map.earliest(job.gpus(), job.seconds(), now);
                map.take(job.gpus(), reserved, reserved + job.seconds());
            }
            if (free == 0) {
                break;
            }
        }
        if (first != null) {
            map.give(first.gpus(), reserved, reserved + first.seconds());
        }
    }

    private List<TraceJob> ordered() {
        return switch (discipline) {
            case SMALL_FIRST ->
                    queue.stream().sorted(Comparator.comparingInt(TraceJob::gpus)).toList();
            case FAIR_BACKFILL -> {
                Map<String, Double> used = new HashMap<>();
                queue.forEach(job ->
                        used.computeIfAbsent(job.tenant(), tenant -> usage.used(tenant, now)));
                // Whoever has waited too long goes before all others, the oldest first.
                Comparator<TraceJob> byUse =
                        Comparator.comparingDouble(job ->
                                now - job.submitted() > PATIENCE
                                        ? -1
                                        : used.getOrDefault(job.tenant(), 0.0));
                yield queue.stream().sorted(byUse).toList();
            }
            default -> List.copyOf(queue);
        };
    }

    private void begin(TraceJob job) {
        free -= job.gpus();
        usage.hold(job.tenant(), job.gpus(), now);
        running.add(new Planned(job, now));
        starts.put(job.number(), now);
        if (free < 0) {
            throw new IllegalStateException(
                    "%d GPUs too many were given away at %d.".formatted(-free, now));
        }
    }
}
