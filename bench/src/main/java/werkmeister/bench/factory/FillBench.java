package werkmeister.bench.factory;

import werkmeister.simulator.fill.FillTrial;
import werkmeister.simulator.fill.Policy;
import werkmeister.simulator.trace.Inventory;
import werkmeister.simulator.trace.Workload;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/** Filling Alibaba's cluster of 2023 (openb) beyond its size, as Weng et al. do (ATC 2023). */
record FillBench(Inventory inventory, Published published, LongSupplier nanos) {
    private static final double LOAD = 1.3;

    /** Those of the published runs. */
    private static final List<Long> SEEDS = LongStream.rangeClosed(42, 51).boxed().toList();

    private static final List<Long> ORDERS = List.of(1L, 2L, 3L, 4L, 5L);

    Trial trial(Path file) {
        long start = nanos.getAsLong();
        var workload = Workload.read(file, inventory);
        Map<Policy, Double> means = published.means(workload.name());
        var scores = new ArrayList<Trial.Score>();
        for (Policy policy : Policy.values()) {
            boolean rival = policy != Policy.EXPECTED_FILL && policy != Policy.FGD;
            // The others are far below; one order of nodes shows that.
            List<Long> orders = rival ? ORDERS.subList(0, 1) : ORDERS;
            scores.add(
                    Trial.Score.of(
                            policy.word(),
                            Optional.ofNullable(means.get(policy)),
                            runs(workload, policy, orders)));
        }
        double ours = scores.getFirst().mean();
        Optional<Double> best = Optional.ofNullable(means.get(Policy.FGD));
        return new Trial(
                "openb",
                workload.name(),
                "works arrive until 130 % of all GPUs are asked for, each is placed once or turned"
                        + " away; %d orders of nodes, %d of arrivals"
                                .formatted(ORDERS.size(), SEEDS.size()),
                "% of all GPUs allocated",
                scores,
                best.map("> %s (published FGD)"::formatted),
                best.map(value -> ours > value),
                (nanos.getAsLong() - start) / 1e9);
    }

    private List<Trial.Run> runs(Workload workload, Policy policy, List<Long> orders) {
        return IntStream.range(0, orders.size() * SEEDS.size())
                .parallel()
                .mapToObj(i -> {
                    long order = orders.get(i / SEEDS.size());
                    long seed = SEEDS.get(i % SEEDS.size());
                    var trial = new FillTrial(inventory, workload, policy, order);
                    return new Trial.Run(order, seed, trial.run(LOAD, seed).allocated());
                })
                .toList();
    }
}
