package werkmeister.simulator.replay;

import werkmeister.simulator.trace.JobTrace;
import werkmeister.simulator.trace.TraceJob;

import java.util.List;
import java.util.Map;

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

    /**
     * What came of a trace by a policy.
     *
     * @param trace as it was played, at its load
     * @param starts seconds since the trace's first job, by the number of each job
     */
    public static ReplayReport of(
            JobTrace trace, int gpus, String policy, double load, Map<Integer, Long> starts) {
        var tally = new WaitTally();
        for (TraceJob job : trace.jobs()) {
            double wait = start(job, starts) - job.submitted();
            tally.add(job.tenant(), job.gpus(), wait, job.seconds(), wait + job.seconds());
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
                policy,
                load,
                gpus,
                trace.jobs().size(),
                last == 0 ? 1 : used / ((double) gpus * last),
                tally.jain(),
                end,
                tally.classes());
    }

    private static long start(TraceJob job, Map<Integer, Long> starts) {
        Long start = starts.get(job.number());
        if (start == null) {
            throw new IllegalStateException("Job %d never began.".formatted(job.number()));
        }
        return start;
    }
}
