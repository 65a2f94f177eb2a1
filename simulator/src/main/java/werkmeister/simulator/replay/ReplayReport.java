package werkmeister.simulator.replay;

import werkmeister.simulator.trace.JobTrace;
import werkmeister.simulator.trace.TraceJob;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How jobs fared.
 *
 * @param load asked for on average, as a share of all GPUs
 * @param utilisation share of GPU time in use from the first submission to the last
 * @param jain Jain's index over the tenants of the share of their jobs' time in which they ran,
 *     weighted by GPUs: 1 if all fare alike
 * @param classes by the number of GPUs asked for
 */
public record ReplayReport(
        String workload,
        String policy,
        double load,
        int gpus,
        int jobs,
        double utilisation,
        double jain,
        double makespanSeconds,
        List<SizeClass> classes) {
    private static final int[] BOUNDS = {1, 4, 8, 32, Integer.MAX_VALUE};
    private static final List<String> NAMES = List.of("1", "2-4", "5-8", "9-32", "33+");

    /** Slowdowns of shorter jobs would count seconds, not patience. */
    private static final double SHORT_SECONDS = 10;

    public ReplayReport {
        classes = List.copyOf(classes);
    }

    /**
     * Jobs of one size.
     *
     * @param gpus such as {@code 2-4}; {@code all} for all jobs
     * @param waitP50 seconds, likewise the others
     * @param slowdown mean bounded slowdown: wait and run over run, runs of less than 10 s counting
     *     10 s (Feitelson and Rudolph)
     */
    public record SizeClass(
            String gpus,
            int jobs,
            double waitMean,
            double waitP50,
            double waitP95,
            double waitMax,
            double slowdown) {}

    static ReplayReport of(
            JobTrace trace,
            int gpus,
            Discipline discipline,
            double load,
            Map<Integer, Long> starts) {
        var classes = new ArrayList<SizeClass>();
        classes.add(sizeClass("all", trace.jobs(), starts));
        for (int i = 0; i < NAMES.size(); i++) {
            int above = i == 0 ? 0 : BOUNDS[i - 1];
            int upTo = BOUNDS[i];
            List<TraceJob> some =
                    trace.jobs().stream()
                            .filter(job -> job.gpus() > above && job.gpus() <= upTo)
                            .toList();
            if (!some.isEmpty()) {
                classes.add(sizeClass(NAMES.get(i), some, starts));
            }
        }
        long last = trace.jobs().getLast().submitted();
        double used = 0;
        double end = 0;
        for (TraceJob job : trace.jobs()) {
            long start = start(job, starts);
            used +=
                    (double) job.gpus()
                            * Math.max(0, Math.min(last, start + job.seconds()) - start);
            end = Math.max(end, start + job.seconds());
        }
        return new ReplayReport(
                trace.name(),
                discipline.word(),
                load,
                gpus,
                trace.jobs().size(),
                last == 0 ? 1 : used / ((double) gpus * last),
                jain(trace, starts),
                end,
                classes);
    }

    private static long start(TraceJob job, Map<Integer, Long> starts) {
        Long start = starts.get(job.number());
        if (start == null) {
            throw new IllegalStateException("Job %d never began.".formatted(job.number()));
        }
        return start;
    }

    private static SizeClass sizeClass(
            String name, List<TraceJob> jobs, Map<Integer, Long> starts) {
        double[] waits = new double[jobs.size()];
        double slowdown = 0;
        for (int i = 0; i < waits.length; i++) {
            TraceJob job = jobs.get(i);
            waits[i] = start(job, starts) - job.submitted();
            double run = Math.max(SHORT_SECONDS, job.seconds());
            slowdown += Math.max(1, (waits[i] + job.seconds()) / run) / waits.length;
        }
        Arrays.sort(waits);
        return new SizeClass(
                name,
                waits.length,
                Arrays.stream(waits).average().orElse(0),
                waits[waits.length / 2],
                waits[(int) (0.95 * (waits.length - 1))],
                waits[waits.length - 1],
                slowdown);
    }

    private static double jain(JobTrace trace, Map<Integer, Long> starts) {
        Map<String, double[]> byTenant = new TreeMap<>();
        for (TraceJob job : trace.jobs()) {
            double[] sums = byTenant.computeIfAbsent(job.tenant(), _ -> new double[2]);
            double waited = start(job, starts) - job.submitted();
            sums[0] += job.gpuSeconds();
            sums[1] += job.gpuSeconds() + waited * job.gpus();
        }
        double sum = 0;
        double squares = 0;
        for (double[] sums : byTenant.values()) {
            double share = sums[0] / sums[1];
            sum += share;
            squares += share * share;
        }
        return sum * sum / (byTenant.size() * squares);
    }
}
