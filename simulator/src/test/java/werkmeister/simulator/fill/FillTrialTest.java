package werkmeister.simulator.fill;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import werkmeister.factory.placement.NodeSize;
import werkmeister.factory.placement.Shape;
import werkmeister.simulator.trace.Inventory;
import werkmeister.simulator.trace.Workload;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

class FillTrialTest {
    private static final int GIB = 1_024;

    private final Inventory inventory = inventory();
    private final Workload workload = new Workload("made", works());

    @ParameterizedTest
    @EnumSource
    void whatIsAllocatedIsWhatIsNotIdle(Policy policy) {
        var report = new FillTrial(inventory, workload, policy, 1).run(1.3, 42);

        double idle = report.idleWhole() + report.idleParts();
        double end = report.curve().lastEntry().getValue();
        assertThat(100 * (1 - idle / report.gpus())).isBetween(end - 0.5, end + 0.5);
        assertThat(report.placed()).isLessThan(report.arrivals());
        assertThat(report.curve().lastKey()).isBetween(128, 130);
    }

    @Test
    void oursBringsMoreToUseThanChanceAndThanBestFit() {
        double ours = mean(Policy.EXPECTED_FILL);

        assertThat(ours).isGreaterThan(mean(Policy.FGD));
        assertThat(ours).isGreaterThan(mean(Policy.BEST_FIT));
        assertThat(ours).isGreaterThan(mean(Policy.RANDOM) + 2);
    }

    @Test
    void theSameSeedsGiveTheSameRun() {
        var first = new FillTrial(inventory, workload, Policy.RANDOM, 3).run(1.2, 5);
        var again = new FillTrial(inventory, workload, Policy.RANDOM, 3).run(1.2, 5);
        var other = new FillTrial(inventory, workload, Policy.RANDOM, 3).run(1.2, 6);

        assertThat(again).isEqualTo(first);
        assertThat(other.allocated()).isNotEqualTo(first.allocated());
    }

    private double mean(Policy policy) {
        return IntStream.range(0, 6)
                .mapToDouble(i ->
                        new FillTrial(inventory, workload, policy, i % 2)
                                .run(1.3, 42 + i / 2)
                                .allocated())
                .average()
                .orElseThrow();
    }

    /** Nodes of several sizes, some poor in cores. */
    private static Inventory inventory() {
        var nodes = new ArrayList<NodeSize>();
        for (int i = 0; i < 90; i++) {
            int gpus = i % 3 == 0 ? 2 : 8;
            nodes.add(new NodeSize("n" + i, gpus * 12_000, gpus * 48 * GIB, gpus, i % 2));
        }
        return new Inventory(nodes, List.of("A", "B"));
    }

    private static List<Shape> works() {
        var random = new Random(1);
        var works = new ArrayList<Shape>();
        for (int i = 0; i < 600; i++) {
            int cores = 1_000 * (1 + random.nextInt(12));
            works.add(
                    switch (random.nextInt(10)) {
                        case 0, 1 -> new Shape(2 * cores, 16 * GIB, 0, 0, 0);
                        case 2, 3, 4 ->
                                new Shape(cores, 16 * GIB, 1, 100 + 10 * random.nextInt(80), 0);
                        case 5 -> new Shape(8 * cores, 256 * GIB, 8, Shape.WHOLE, 0);
                        default -> new Shape(cores, 32 * GIB, 1, Shape.WHOLE, random.nextInt(3));
                    });
        }
        return works;
    }
}
