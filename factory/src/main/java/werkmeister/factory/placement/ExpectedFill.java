package werkmeister.factory.placement;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Where what is left stays worth most. The worth of a node's free space is the GPU time that work
 * to come would fill of it: what the very next arrival can use, plus what is filled by sequences of
 * arrivals that are placed on the node alone, one after the other, each where it fits most tightly.
 * The first keeps whole nodes for large work, the second sees that cores and memory run out, too.
 * The same for every site and mix of work; nothing is set by hand.
 */
public final class ExpectedFill implements Rule {
    private static final int SEQUENCES = 32;
    private static final int LENGTH = 32;

    /** Beyond this many spaces the oldest knowledge is dropped: 64 MB or so. */
    private static final int KNOWN_MAX = 500_000;

    private final Demand demand;
    private final Shape[][] arrivals;
    private final Map<Space, Double> known = new HashMap<>();

    /** What is free, whatever the order of GPUs. */
    private record Space(int model, int cpuMilli, int memoryMib, List<Integer> free) {}

    /**
     * @param works to be expected
     */
    public ExpectedFill(List<Shape> works, long seed) {
        demand = Demand.of(works);
        arrivals = demand.arrivals(SEQUENCES, LENGTH, seed);
    }

    @Override
    public Offer offer(NodeSpace space, Shape shape) {
        int model = space.size().model();
        double before = worth(model, space.cpuMilli(), space.memoryMib(), space.free());
        int cpu = space.cpuMilli() - shape.cpuMilli();
        int memory = space.memoryMib() - shape.memoryMib();
        return Gpus.best(space, shape, free -> kept(worth(model, cpu, memory, free) - before));
    }

    /** Whole thousandths: what is nearly equal is decided by the order of nodes. */
    private static double kept(double worth) {
        return Math.floor(worth);
    }

    private double worth(int model, int cpuMilli, int memoryMib, int[] free) {
        int[] sorted = free.clone();
        Arrays.sort(sorted);
        var space = new Space(model, cpuMilli, memoryMib, Arrays.stream(sorted).boxed().toList());
        Double worth = known.get(space);
        if (worth == null) {
            if (known.size() >= KNOWN_MAX) {
                known.clear();
            }
            worth = demand.usable(model, cpuMilli, sorted) + filled(space, sorted);
            known.put(space, worth);
        }
        return worth;
    }

    private double filled(Space space, int[] free) {
        double filled = 0;
        int[] left = new int[free.length];
        for (Shape[] sequence : arrivals) {
            System.arraycopy(free, 0, left, 0, free.length);
            filled += filled(space, left, sequence);
        }
        return arrivals.length == 0 ? 0 : filled / arrivals.length;
    }

    private static int filled(Space space, int[] left, Shape[] sequence) {
        int cpu = space.cpuMilli;
        int memory = space.memoryMib;
        int filled = 0;
        for (Shape shape : sequence) {
            if (shape.cpuMilli() <= cpu
                    && shape.memoryMib() <= memory
                    && (shape.gpus() == 0 || shape.allows(space.model) && taken(left, shape))) {
                cpu -= shape.cpuMilli();
                memory -= shape.memoryMib();
                filled += shape.totalMilli();
            }
        }
        return filled;
    }

    /** Takes what is asked where it fits most tightly; false, and nothing is taken, if nowhere. */
    private static boolean taken(int[] left, Shape shape) {
        int device = Gpus.tightest(left, shape);
        boolean fits = shape.shared() ? device >= 0 : Gpus.whole(left) >= shape.gpus();
        if (fits) {
            Gpus.take(left, shape, Gpus.devices(left, shape, device));
        }
        return fits;
    }
}
