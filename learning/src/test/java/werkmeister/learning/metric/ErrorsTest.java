package werkmeister.learning.metric;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.List;

class ErrorsTest {
    @Test
    void lateWarningsOfRemainingLifeCostMore() {
        var late = LifeError.of(new double[] {20}, new double[] {10});
        var early = LifeError.of(new double[] {10}, new double[] {20});

        assertThat(late.score()).isCloseTo(Math.E - 1, within(1e-12));
        assertThat(early.score()).isCloseTo(Math.exp(10 / 13.0) - 1, within(1e-12));
        assertThat(late.rmse()).isEqualTo(10);
        assertThat(LifeError.of(new double[] {1, 5}, new double[] {1, 1}).mae()).isEqualTo(2);
    }

    @Test
    void eachClassCountsTheSameInMacroF1() {
        var error =
                ClassError.of(
                        List.of("a", "b", "c"), new int[] {0, 0, 0, 1}, new int[] {0, 0, 1, 1});

        assertThat(error.accuracy()).isEqualTo(0.75);
        assertThat(error.byClass().get(0).f1()).isCloseTo(0.8, within(1e-12));
        assertThat(error.byClass().get(1).f1()).isCloseTo(2 / 3.0, within(1e-12));
        assertThat(error.macroF1()).isCloseTo((0.8 + 2 / 3.0) / 2, within(1e-12));
    }

    @Test
    void coverageIsTheShareWithinTheBand() {
        var tally = new ForecastError.Tally();
        tally.add(3, true);
        tally.add(-1, false);

        assertThat(tally.error()).isEqualTo(new ForecastError(2, 5, 2, 0.5));
    }
}
