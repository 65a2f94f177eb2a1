package werkmeister.learning.forecast;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import werkmeister.learning.forecast.ForecastModel.Band;
import werkmeister.learning.forecast.ForecastTraining.Parts;
import werkmeister.units.Refusal;

import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

class ForecastTrainingTest {
    private static final int ROWS = 1_200;
    private static final int TRAINED = 900;

    @Test
    void aDailyCourseIsFoundAndForecastWithinItsNoise() {
        double[] series = daily(1, 0.2);
        ForecastModel model =
                ForecastTraining.train(
                        new double[][] {series}, Optional.empty(), new Parts(TRAINED, TRAINED));

        assertThat(model.season()).isEqualTo(24);
        assertThat(model.horizon()).isEqualTo(24);
        int[] origins = IntStream.range(TRAINED - 1, ROWS - 24).toArray();
        Band[] bands = model.forecast(0, series, origins);
        double squares = 0;
        int within = 0;
        for (int o = 0; o < origins.length; o++) {
            for (int h = 0; h < 24; h++) {
                double truth = series[origins[o] + 1 + h];
                squares += Math.pow(bands[o].expected()[h] - truth, 2);
                within += truth >= bands[o].low()[h] && truth <= bands[o].high()[h] ? 1 : 0;
            }
        }
        double count = 24.0 * origins.length;
        assertThat(Math.sqrt(squares / count)).isLessThan(0.3);
        assertThat(within / count).isCloseTo(0.9, within(0.08));
    }

    @Test
    void whatComesLaterChangesNothing() {
        double[] series = daily(2, 0.5);
        double[] other = series.clone();
        for (int row = TRAINED; row < ROWS; row++) {
            other[row] = -1_000;
        }
        var parts = new Parts(TRAINED, TRAINED);
        int[] origin = {TRAINED - 1};

        Band[] one =
                ForecastTraining.train(new double[][] {series}, Optional.of(12), parts)
                        .forecast(0, series, origin);
        Band[] two =
                ForecastTraining.train(new double[][] {other}, Optional.of(12), parts)
                        .forecast(0, other, origin);

        assertThat(two[0].expected()).isEqualTo(one[0].expected());
        assertThat(two[0].high()).isEqualTo(one[0].high());
    }

    @Test
    void noiseIsForecastNoWorseThanByItsMean() {
        double[] noise = new Random(5).doubles(ROWS, -1, 1).toArray();
        ForecastModel model =
                ForecastTraining.train(
                        new double[][] {noise}, Optional.of(6), new Parts(TRAINED, TRAINED));

        Band[] bands = model.forecast(0, noise, IntStream.range(TRAINED - 1, ROWS - 6).toArray());
        double squares = 0;
        for (int o = 0; o < bands.length; o++) {
            squares += Math.pow(bands[o].expected()[0] - noise[TRAINED + o], 2);
        }
        assertThat(squares / bands.length).isLessThan(1.15 / 3);
    }

    @Test
    void tooFewRowsAreRefusedWithTheNumberThatIsNeeded() {
        assertThatThrownBy(() ->
                        ForecastTraining.train(
                                new double[][] {new double[50]},
                                Optional.of(20),
                                new Parts(50, 50)))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("20 steps")
                .hasMessageContaining("200 are needed");
    }

    private static double[] daily(long seed, double noise) {
        var random = new Random(seed);
        return IntStream.range(0, ROWS)
                .mapToDouble(row ->
                        10
                                + 3 * Math.sin(2 * Math.PI * row / 24)
                                + Math.cos(4 * Math.PI * row / 24)
                                + noise * random.nextGaussian())
                .toArray();
    }
}
