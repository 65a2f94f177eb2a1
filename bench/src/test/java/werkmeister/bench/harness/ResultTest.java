package werkmeister.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import werkmeister.bench.harness.Contest.Lap;

import java.util.List;
import java.util.Optional;

class ResultTest {
    @Test
    void aResultIsTheMedianOfItsRunsWithTheirInterquartileRange() {
        var result =
                result(
                        Optional.empty(),
                        Lap.alone(5),
                        Lap.alone(1),
                        Lap.alone(2),
                        Lap.alone(3),
                        Lap.alone(100));

        assertThat(result.value()).isEqualTo(3);
        assertThat(result.spread()).isEqualTo(3); // From 2 to 5.
        assertThat(result.runs()).isEqualTo(5);
        assertThat(result.floor()).isEmpty();
        assertThat(result.ratio()).isEmpty();
        assertThat(result.goal()).isEmpty();
        assertThat(result.met()).isEmpty();
    }

    @Test
    void theRatioIsTakenWithinEachRun() {
        // The machine became ten times as fast between the runs; ours stayed at half the floor.
        var result = result(Optional.empty(), Lap.of(1, 2), Lap.of(10, 20), Lap.of(4, 8));

        assertThat(result.ratio()).contains(0.5);
        assertThat(result.floor()).contains(8.0);
    }

    @Test
    void aGoalIsMetOrNot() {
        var half = Optional.<Goal>of(new Goal.RatioAtLeast(0.5));
        assertThat(result(half, Lap.of(5, 10)).met()).contains(true);
        assertThat(result(half, Lap.of(4.9, 10)).met()).contains(false);

        var second = Optional.<Goal>of(new Goal.ValueAtMost(1));
        assertThat(result(second, Lap.alone(1)).met()).contains(true);
        assertThat(result(second, Lap.alone(1.001)).met()).contains(false);
        assertThat(result(second, Lap.alone(1)).goal()).contains("<= 1.0 s");
    }

    @Test
    void figuresHaveFourDigitsThatCount() {
        assertThat(result(Optional.empty(), Lap.of(123_456, 0.00123456)))
                .satisfies(result -> {
                    assertThat(result.value()).isEqualTo(123_500);
                    assertThat(result.floor()).contains(0.001235);
                });
    }

    @Test
    void aFigureThatIsNoFigureIsRefused() {
        for (double nonsense : new double[] {0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThatThrownBy(() -> Lap.alone(nonsense)).isInstanceOf(IllegalStateException.class);
            assertThatThrownBy(() -> Lap.of(1, nonsense)).isInstanceOf(IllegalStateException.class);
        }
    }

    private static Result result(Optional<Goal> goal, Lap... laps) {
        var benchmark =
                new Benchmark(
                        "example",
                        "s",
                        Repeats.FEW,
                        goal,
                        _ -> {
                            throw new AssertionError("The laps are here already.");
                        });
        return Result.of(benchmark, List.of(laps));
    }
}
