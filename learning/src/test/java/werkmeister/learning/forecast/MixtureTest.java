package werkmeister.learning.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class MixtureTest {
    @Test
    void independentErrorsAreWeighedByTheirPrecision() {
        double[] weights = Mixture.weights(new double[][] {{1, 0}, {0, 3}});

        assertThat(weights[0]).isCloseTo(0.75, within(0.01));
        assertThat(weights[1]).isCloseTo(0.25, within(0.01));
    }

    @Test
    void whatAddsNothingIsLeftOut() {
        assertThat(Mixture.weights(new double[][] {{1, 1}, {1, 4}})).containsExactly(1, 0);
    }
}
