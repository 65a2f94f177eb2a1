package werkmeister.simulator.replay;

import werkmeister.simulator.replay.ReplayReport.SizeClass;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** How long jobs waited, by the number of GPUs they asked for, and how alike tenants fared. */
public final class WaitTally {
    private static final int[] BOUNDS = {1, 4, 8, 32, Integer.MAX_VALUE};
    private static final List<String> NAMES = List.of("1", "2-4", "5-8", "9-32", "33+");

    /** Slowdowns of shorter jobs would count seconds, not patience. */
    private static final double SHORT_SECONDS = 10;

    private final Waits all = new Waits();
    private final List<Waits> byClass = new ArrayList<>();
    private final Map<String, double[]> byTenant = new TreeMap<>();

    public WaitTally() {
        NAMES.forEach(_ -> byClass.add(new Waits()));
    }

    private static final class Waits {
        private double[] seconds = new double[64];
        private int count;
        private double slowdowns;

        void add(double wait, double slowdown) {
            if (count == seconds.length) {
                seconds = Arrays.copyOf(seconds, 2 * count);
            }
            seconds[count++] = wait;
            slowdowns += slowdown;
        }

        SizeClass sized(String name) {
            double[] sorted = Arrays.copyOf(seconds, count);
            Arrays.sort(sorted);
            return new SizeClass(
                    name,
                    count,
                    Arrays.stream(sorted).average().orElse(0),
                    sorted[count / 2],
                    sorted[(int) (0.95 * (count - 1))],
                    sorted[count - 1],
                    slowdowns / count);
        }
    }

    /**
     * A job has ended.
     *
     * @param wait seconds until it first ran
     * @param runtime seconds that it needs
     * @param turnaround seconds from its submission to its end
     */
    public void add(String tenant, int gpus, double wait, double runtime, double turnaround) {
        double bounded = Math.max(SHORT_SECONDS, runtime);
        double slowdown = Math.max(1, turnaround / bounded);
        all.add(wait, slowdown);
        int index = 0;
        while (gpus > BOUNDS[index]) {
            index++;
        }
        byClass.get(index).add(wait, slowdown);
        double[] sums = byTenant.computeIfAbsent(tenant, _ -> new double[2]);
        sums[0] += runtime * gpus;
        sums[1] += turnaround * gpus;
    }

    public int jobs() {
        return all.count;
    }

    /** All jobs first, then those of each size that occurs. */
    public List<SizeClass> classes() {
        var classes = new ArrayList<SizeClass>();
        if (all.count > 0) {
            classes.add(all.sized("all"));
        }
        for (int i = 0; i < NAMES.size(); i++) {
            if (byClass.get(i).count > 0) {
                classes.add(byClass.get(i).sized(NAMES.get(i)));
            }
        }
        return classes;
    }

    /**
     * Jain's index over the tenants of the share of their jobs' time in which they ran, weighted by
     * GPUs: 1 if all fare alike.
     */
    public double jain() {
        double sum = 0;
        double squares = 0;
        for (double[] sums : byTenant.values()) {
            double share = sums[1] == 0 ? 1 : sums[0] / sums[1];
            sum += share;
            squares += share * share;
        }
        return squares == 0 ? 1 : sum * sum / (byTenant.size() * squares);
    }
}
