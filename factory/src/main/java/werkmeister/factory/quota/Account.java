package werkmeister.factory.quota;

import org.jspecify.annotations.Nullable;

import java.util.OptionalLong;

/** What a tenant or a group holds, has used and is owed. */
public final class Account {
    /** Half of what was used is forgotten after a week. */
    private static final double HALF_LIFE_MILLIS = 7 * 86_400_000.0;

    private static final double MEAN_LIFE_MILLIS = HALF_LIFE_MILLIS / Math.log(2);

    final String name;
    @Nullable Account parent;
    int weight = 1;
    long owedCpus;
    long owedGpuMilli;
    OptionalLong limitGpuMilli = OptionalLong.empty();
    long heldCpus;
    long heldGpuMilli;
    long preemptibleGpuMilli;
    int running;

    /** Counts up whenever something else is held, owed or weighed. */
    long stamp;

    /** Of what it holds, what is told to stop and will not hold it much longer. */
    long leavingGpuMilli;

    /** What room is being made for, beside what it holds. */
    long comingGpuMilli;

    int coming;

    /** Share of the site that it held on average, what is long ago weighing less. */
    private double used;

    private double share;
    private long at = Long.MIN_VALUE;

    Account(String name) {
        this.name = name;
    }

    /**
     * Holds so much more or less from a time on.
     *
     * @param of the site's cores and thousandths of GPUs
     */
    void hold(long cpus, long gpuMilli, boolean preemptible, int runs, Capacity of, long now) {
        settle(now);
        heldCpus += cpus;
        heldGpuMilli += gpuMilli;
        preemptibleGpuMilli += preemptible ? gpuMilli : 0;
        running += runs;
        stamp++;
        share = of.share(heldCpus, heldGpuMilli);
    }

    private void settle(long now) {
        if (at != Long.MIN_VALUE && now > at) {
            double kept = Math.exp((at - now) / MEAN_LIFE_MILLIS);
            used = used * kept + share * (1 - kept);
        }
        at = Math.max(at, now);
    }

    /**
     * What it holds and has used of the site, by its weight: who has least goes first (dominant
     * resource fairness, Ghodsi et al., NSDI 2011, with decay as in Slurm's fair tree).
     */
    double turn(long now) {
        settle(now);
        return (share + used) / weight;
    }

    /**
     * Whether it stays within what it is owed with so much more, of which some was claimed before.
     */
    boolean owes(long cpus, long gpuMilli, long claimedGpuMilli) {
        return gpuMilli > 0
                ? gpuMilli <= owedGpuMilli - heldGpuMilli - comingGpuMilli + claimedGpuMilli
                : heldCpus + cpus <= owedCpus;
    }

    public String name() {
        return name;
    }

    /** Most GPUs that it may hold at once; empty: no limit. */
    public OptionalLong limitGpus() {
        return limitGpuMilli.isEmpty()
                ? limitGpuMilli
                : OptionalLong.of(limitGpuMilli.getAsLong() / 1_000);
    }

    /**
     * Thousandths of GPUs that it will hold beyond what it is owed when all has stopped that is
     * told to.
     */
    public long borrowedGpuMilli() {
        return Math.max(0, heldGpuMilli - leavingGpuMilli - owedGpuMilli);
    }

    /** What it is owed and does not hold. */
    long unclaimedGpuMilli() {
        return Math.max(0, owedGpuMilli - heldGpuMilli);
    }

    /** How much more it may hold, of which some was claimed before. */
    long allowsGpuMilli(long claimedGpuMilli) {
        return limitGpuMilli.isEmpty()
                ? Long.MAX_VALUE
                : limitGpuMilli.getAsLong() - heldGpuMilli - comingGpuMilli + claimedGpuMilli;
    }

    /** What a site has. */
    record Capacity(long cpus, long gpuMilli) {
        double share(long heldCpus, long heldGpuMilli) {
            return Math.max(part(heldCpus, cpus), part(heldGpuMilli, gpuMilli));
        }

        private static double part(long held, long whole) {
            return whole == 0 ? 0 : (double) held / whole;
        }
    }
}
