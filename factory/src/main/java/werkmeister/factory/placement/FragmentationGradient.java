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
        double before = fragments(space, space.cpuMilli(), space.free());
        int cpu = space.cpuMilli() - shape.cpuMilli();
        return Gpus.best(space, shape, free -> score(before - fragments(space, cpu, free)));
    }

    private double fragments(NodeSpace space, int cpuMilli, int[] free) {
        return Gpus.idle(free) - demand.usable(space.size().model(), cpuMilli, free);
    }

    private static double score(double fewer) {
        return Math.floor(STEPS / (1 + Math.exp(-fewer / Shape.WHOLE)));
    }
}
