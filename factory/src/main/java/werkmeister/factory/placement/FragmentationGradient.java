package werkmeister.factory.placement;

import java.util.List;

/**
 * Where fragmentation grows least: FGD (Weng et al., Beware of Fragmentation, USENIX ATC 2023),
 * with the hundred steps and the order of ties of its published experiment. A rival.
 */
public final class FragmentationGradient implements Rule {
    private static final double STEPS = 100;

    private final Demand demand;

    /**
     * @param works to be expected
     */
    public FragmentationGradient(List<Shape> works) {
        demand = Demand.of(works);
    }

    @Override
    public Offer offer(NodeSpace space, Shape shape) {
        int[] free = space.free();
        double before = fragments(space, space.cpuMilli(), free);
        int cpu = space.cpuMilli() - shape.cpuMilli();
        if (!shape.shared()) {
            taken(free, space.devices(shape, -1));
            return new Offer(score(before - fragments(space, cpu, free)), -1);
        }
        var best = new Offer(Double.NEGATIVE_INFINITY, -1);
        for (int i = 0; i < free.length; i++) {
            if (free[i] >= shape.gpuMilli()) {
                free[i] -= shape.gpuMilli();
                double score = score(before - fragments(space, cpu, free));
                free[i] += shape.gpuMilli();
                best = score > best.score() ? new Offer(score, i) : best;
            }
        }
        return best;
    }

    static void taken(int[] free, long devices) {
        for (int i = 0; i < free.length; i++) {
            free[i] = (devices >> i & 1) == 1 ? 0 : free[i];
        }
    }

    private double fragments(NodeSpace space, int cpuMilli, int[] free) {
        int idle = 0;
        for (int milli : free) {
            idle += milli;
        }
        return idle - demand.usable(space.size().model(), cpuMilli, free);
    }

    private static double score(double fewer) {
        return Math.floor(STEPS / (1 + Math.exp(-fewer / Shape.WHOLE)));
    }
}
