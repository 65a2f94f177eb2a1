package werkmeister.simulator.fill;

import werkmeister.factory.placement.NodeSize;
import werkmeister.factory.placement.NodeSpace;
import werkmeister.factory.placement.Placer;
import werkmeister.factory.placement.Shape;
import werkmeister.simulator.trace.Inventory;
import werkmeister.simulator.trace.Workload;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/**
 * The experiment of Weng et al. (Beware of Fragmentation, USENIX ATC 2023): works arrive in an
 * order by chance until so much more than all GPUs is asked for; each is placed once or turned
 * away; nothing ends.
 */
public final class FillTrial {
    /** The names of nodes in the published data are not the original ones: their order is free. */
    private final List<NodeSize> nodes;

    private final Workload workload;
    private final Policy policy;
    private final long orderSeed;

    public FillTrial(Inventory inventory, Workload workload, Policy policy, long orderSeed) {
        var shuffled = new ArrayList<>(inventory.nodes());
        Collections.shuffle(shuffled, new Random(orderSeed));
        this.nodes = List.copyOf(shuffled);
        this.workload = workload;
        this.policy = policy;
        this.orderSeed = orderSeed;
    }

    /**
     * How it went.
     *
     * @param load asked for in all, as a share of all GPUs
     * @param orderSeed of the nodes' order, {@code seed} of the arrivals
     * @param allocated percent of all GPUs at the end: the mean while the percent of what was asked
     *     for rounds to the load
     * @param curve percent allocated by the percent asked for
     * @param idleWhole GPUs that nothing uses, {@code idleParts} what is left of others
     */
    public record Report(
            String workload,
            String policy,
            double load,
            long orderSeed,
            long seed,
            int nodes,
            int gpus,
            int arrivals,
            int placed,
            double allocated,
            int idleWhole,
            double idleParts,
            TreeMap<Integer, Double> curve) {}

    /** A column of the curve on its way. */
    private static final class Column {
        double sum;
        int count;
    }

    /**
     * Runs it once.
     *
     * @param load such as 1.3
     */
    public Report run(double load, long seed) {
        var random = new Random(seed);
        long capacity = nodes.stream().mapToLong(node -> (long) Shape.WHOLE * node.gpus()).sum();
        List<Shape> arrivals = arrivals((long) (load * capacity), random);
        var placer = new Placer(nodes, policy.rule(workload.works(), random));
        var columns = new TreeMap<Integer, Column>();
        long asked = 0;
        long allocated = 0;
        int placed = 0;
        for (Shape work : arrivals) {
            asked += work.totalMilli();
            if (placer.place(work).isPresent()) {
                allocated += work.totalMilli();
                placed++;
            }
            int percent = (int) Math.round(100.0 * asked / capacity);
            Column column = columns.computeIfAbsent(percent, _ -> new Column());
            column.sum += 100.0 * allocated / capacity;
            column.count++;
        }
        var curve = new TreeMap<Integer, Double>();
        columns.forEach((percent, column) -> curve.put(percent, column.sum / column.count));
        int last = (int) Math.round(100 * load);
        int whole = 0;
        double parts = 0;
        for (NodeSpace space : placer.spaces()) {
            for (int i = 0; i < space.size().gpus(); i++) {
                boolean unused = space.gpuMilli(i) == Shape.WHOLE;
                whole += unused ? 1 : 0;
                parts += unused ? 0 : (double) space.gpuMilli(i) / Shape.WHOLE;
            }
        }
        return new Report(
                workload.name(),
                policy.word(),
                load,
                orderSeed,
                seed,
                nodes.size(),
                (int) (capacity / Shape.WHOLE),
                arrivals.size(),
                placed,
                curve.floorEntry(last).getValue(),
                whole,
                parts,
                curve);
    }

    /** All works in an order by chance; then as many again, or as few, as make up the demand. */
    private List<Shape> arrivals(long wanted, Random random) {
        var arrivals = new ArrayList<>(workload.works());
        Collections.shuffle(arrivals, random);
        long asked = arrivals.stream().mapToLong(Shape::totalMilli).sum();
        if (asked > wanted) {
            while (asked > wanted) {
                asked -= arrivals.remove(random.nextInt(arrivals.size())).totalMilli();
            }
            return arrivals;
        }
        List<Shape> works = workload.works();
        while (asked > 0) {
            Shape more = works.get(random.nextInt(works.size()));
            if (asked + more.totalMilli() > wanted) {
                break;
            }
            arrivals.add(more);
            asked += more.totalMilli();
        }
        return arrivals;
    }
}
