package werkmeister.factory.placement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;

class PlacerTest {
    private static final int GIB = 1_024;
    private static final Shape PART = new Shape(1_000, GIB, 1, 300, 0);
    private static final Shape ONE = new Shape(2_000, 4 * GIB, 1, Shape.WHOLE, 0);
    private static final Shape EIGHT = new Shape(16_000, 64 * GIB, 8, Shape.WHOLE, 0);
    private static final Shape CORES = new Shape(4_000, 8 * GIB, 0, 0, 0);

    /** Mostly small work, now and then a whole node. */
    private static final List<Shape> EXPECTED = expected();

    private static List<Shape> expected() {
        var all = new ArrayList<Shape>();
        IntStream.range(0, 100).forEach(i -> all.add(i % 2 == 0 ? PART : ONE));
        IntStream.range(0, 10).forEach(_ -> all.add(EIGHT));
        IntStream.range(0, 10).forEach(_ -> all.add(CORES));
        return all;
    }

    static Stream<Rule> rules() {
        return Stream.concat(
                Stream.of(
                        new ExpectedFill(EXPECTED, 1),
                        new FragmentationGradient(EXPECTED),
                        new AnyFit(new Random(1))),
                Stream.of(Packing.values()));
    }

    @ParameterizedTest
    @MethodSource("rules")
    void nothingIsGivenTwiceAndAllComesBack(Rule rule) {
        var placer = new Placer(nodes(4), rule);
        var random = new Random(7);
        record Held(Shape shape, Spot spot) {}
        var held = new ArrayList<Held>();
        int refused = 0;
        for (int step = 0; step < 600; step++) {
            if (!held.isEmpty() && random.nextInt(3) == 0) {
                Held one = held.remove(random.nextInt(held.size()));
                placer.release(one.spot(), one.shape());
            } else {
                Shape shape = EXPECTED.get(random.nextInt(EXPECTED.size()));
                var spot = placer.place(shape);
                spot.ifPresent(s -> held.add(new Held(shape, s)));
                refused += spot.isEmpty() ? 1 : 0;
            }
            for (NodeSpace space : placer.spaces()) {
                assertThat(space.cpuMilli()).isNotNegative();
                assertThat(space.memoryMib()).isNotNegative();
                for (int i = 0; i < space.size().gpus(); i++) {
                    assertThat(space.gpuMilli(i)).isBetween(0, Shape.WHOLE);
                }
            }
            int asked = held.stream().mapToInt(one -> one.shape().totalMilli()).sum();
            int idle = placer.spaces().stream().mapToInt(NodeSpace::idleMilli).sum();
            assertThat(idle + asked).isEqualTo(4 * 8 * Shape.WHOLE);
        }
        assertThat(refused).isPositive();
        held.forEach(one -> placer.release(one.spot(), one.shape()));
        assertThat(placer.spaces()).allMatch(space -> space.idleMilli() == 8 * Shape.WHOLE);
    }

    @Test
    void smallWorkLeavesWholeNodesForLargeWork() {
        for (Rule rule :
                List.of(new ExpectedFill(EXPECTED, 1), new FragmentationGradient(EXPECTED))) {
            var placer = new Placer(nodes(4), rule);
            for (int i = 0; i < 8; i++) {
                assertThat(placer.place(ONE)).isPresent();
            }
            for (int i = 0; i < 3; i++) {
                assertThat(placer.place(EIGHT)).as("%s", rule).isPresent();
            }
            assertThat(placer.place(PART)).isEmpty();
        }
    }

    @Test
    void coresAreTakenWhereNoGpuNeedsThem() {
        // The second node has more GPUs than cores for them.
        var nodes =
                List.of(
                        new NodeSize("balanced", 16_000, 512 * GIB, 8, 0),
                        new NodeSize("cores", 64_000, 512 * GIB, 1, 0));
        var placer = new Placer(nodes, new ExpectedFill(EXPECTED, 1));

        assertThat(placer.place(CORES)).contains(new Spot(1, 0));
        assertThat(placer.place(CORES)).contains(new Spot(1, 0));
    }

    @Test
    void onlyAModelThatWillDoIsTaken() {
        var nodes =
                List.of(
                        new NodeSize("a", 64_000, 512 * GIB, 8, 0),
                        new NodeSize("b", 64_000, 512 * GIB, 8, 1));
        var placer = new Placer(nodes, new ExpectedFill(EXPECTED, 1));

        assertThat(placer.place(new Shape(1_000, GIB, 1, 500, 0b10))).contains(new Spot(1, 1));
        assertThat(placer.place(new Shape(1_000, GIB, 1, 500, 0b100))).isEmpty();
    }

    @Test
    void theSameWorkGoesTheSameWay() {
        var first = new Placer(nodes(20), new ExpectedFill(EXPECTED, 1));
        var second = new Placer(nodes(20), new ExpectedFill(EXPECTED, 1));
        var random = new Random(3);
        for (int i = 0; i < 200; i++) {
            Shape shape = EXPECTED.get(random.nextInt(EXPECTED.size()));
            assertThat(first.place(shape)).isEqualTo(second.place(shape));
        }
    }

    @Test
    void aPartOfSeveralGpusIsRefused() {
        assertThatThrownBy(() -> new Shape(1, 1, 2, 500, 0))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("2 GPU of 500 thousandths each");
        assertThatThrownBy(() -> new Shape(-1, 1, 0, 0, 0)).isInstanceOf(Refusal.class);
    }

    private static List<NodeSize> nodes(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new NodeSize("node-" + i, 64_000, 512 * GIB, 8, 0))
                .toList();
    }
}
