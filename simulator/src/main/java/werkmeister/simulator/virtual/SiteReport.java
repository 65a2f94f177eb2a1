package werkmeister.simulator.virtual;

import werkmeister.simulator.replay.ReplayReport;

import java.util.List;

/**
 * How a site fared.
 *
 * @param gpus at the beginning
 * @param submitted jobs, of which {@code jobs} ended and {@code refused} could never start
 * @param utilisation share of GPU time that was held by jobs
 * @param inQuotaHours GPU hours within what tenants are owed, {@code borrowedHours} beyond, {@code
 *     lostHours} of both done for nothing, {@code idleHours} beside both: GPUs that stood still
 *     while room was made
 * @param evictions runs that were interrupted, {@code nodeLosses} nodes that failed
 * @param classes by the number of GPUs asked for; waits in seconds until the first start
 * @param decisions of the scheduler, starts and interruptions
 */
public record SiteReport(
        String workload,
        String policy,
        long orderSeed,
        long seed,
        double load,
        int days,
        long gpus,
        int submitted,
        int jobs,
        int refused,
        double utilisation,
        double jain,
        double inQuotaHours,
        double borrowedHours,
        double lostHours,
        double idleHours,
        int evictions,
        int nodeLosses,
        double megawattHours,
        double euros,
        List<ReplayReport.SizeClass> classes,
        List<Day> daily,
        long decisions) {
    public SiteReport {
        classes = List.copyOf(classes);
        daily = List.copyOf(daily);
    }

    /**
     * A day.
     *
     * @param utilisation share of GPU time that was held, of all GPUs that there were
     * @param waiting jobs at its end
     * @param gpus that took work at its end
     */
    public record Day(double utilisation, int waiting, long gpus, double lostHours) {}
}
