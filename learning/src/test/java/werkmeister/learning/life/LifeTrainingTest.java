package werkmeister.learning.life;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import werkmeister.learning.metric.LifeError;
import werkmeister.learning.table.Cases;
import werkmeister.units.Refusal;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;

class LifeTrainingTest {
    @Test
    void wearIsReadFromTheSignalsOfMachinesThatWereNeverSeen() {
        Cases lives = lives(30, 1, 1);
        Cases others = lives(20, 2, 1);
        LifeModel model = LifeTraining.train(lives, Optional.empty(), Optional.empty(), 1);

        LifeSpan[] spans = model.predict(others);
        double[] truth = capped(LifeTraining.untilLast(others), model.limit());
        double[] said = Arrays.stream(spans).mapToDouble(LifeSpan::expected).toArray();

        assertThat(LifeError.of(said, truth).rmse()).isLessThan(spread(truth) / 3);
        assertThat(covered(spans, LifeTraining.untilLast(others))).isBetween(0.8, 0.97);
    }

    @Test
    void aConditionThatOutshinesTheWearIsFoundAndLookedThrough() {
        Cases lives = lives(30, 1, 4);
        Cases others = lives(20, 2, 4);
        LifeModel model = LifeTraining.train(lives, Optional.empty(), Optional.empty(), 1);

        assertThat(model.modes().modes()).hasSize(4);
        double[] truth = capped(LifeTraining.untilLast(others), model.limit());
        double[] said =
                Arrays.stream(model.predict(others)).mapToDouble(LifeSpan::expected).toArray();
        assertThat(LifeError.of(said, truth).rmse()).isLessThan(spread(truth) / 3);
    }

    @Test
    void wearThatOutshinesTheNoiseIsNoCondition() {
        Cases lives = lives(20, 1, 1);
        double[][] clear = {lives.columns()[0].clone(), lives.columns()[0].clone()};
        for (int row = 0; row < lives.rows(); row++) {
            clear[1][row] *= -2;
        }
        var model =
                LifeTraining.train(
                        lives.with(List.of("oil", "flow"), clear),
                        Optional.empty(),
                        Optional.empty(),
                        1);
        assertThat(model.modes().modes()).hasSize(1);
    }

    @Test
    void whatComesLaterChangesNoPrediction() {
        Cases lives = lives(12, 1, 1);
        LifeModel model = LifeTraining.train(lives, Optional.empty(), Optional.empty(), 1);
        int cut = lives.starts()[1] / 2;

        LifeSpan[] whole = model.predict(lives);
        LifeSpan[] part = model.predict(lives.pick(IntStream.range(0, cut).toArray()));

        assertThat(part).isEqualTo(Arrays.copyOf(whole, cut));
    }

    @Test
    void shuffledTruthGivesChance() {
        Cases lives = lives(30, 1, 1);
        double[] truth = LifeTraining.untilLast(lives);
        var random = new Random(4);
        for (int i = truth.length - 1; i > 0; i--) {
            int other = random.nextInt(i + 1);
            double kept = truth[i];
            truth[i] = truth[other];
            truth[other] = kept;
        }
        LifeModel model = LifeTraining.train(lives, Optional.of(truth), Optional.of(1_000.0), 1);

        Cases others = lives(20, 2, 1);
        double[] known = LifeTraining.untilLast(others);
        double[] said =
                Arrays.stream(model.predict(others)).mapToDouble(LifeSpan::expected).toArray();
        assertThat(LifeError.of(said, known).rmse()).isGreaterThan(0.8 * spread(known));
    }

    @Test
    void twoLivesAreTooFew() {
        Cases two = lives(2, 1, 1);
        assertThatThrownBy(() -> LifeTraining.train(two, Optional.empty(), Optional.empty(), 1))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("there are 2");
    }

    /** Machines whose wear grows toward the end, under so many conditions. */
    static Cases lives(int machines, long seed, int conditions) {
        var random = new Random(seed);
        int[] lengths = IntStream.range(0, machines).map(_ -> 80 + random.nextInt(80)).toArray();
        int rows = Arrays.stream(lengths).sum();
        double[][] columns = new double[4][rows];
        int[] machine = new int[rows];
        double[] clock = new double[rows];
        int row = 0;
        for (int m = 0; m < machines; m++) {
            for (int t = 0; t < lengths[m]; t++, row++) {
                double wear = Math.exp(-(lengths[m] - t) / 30.0);
                int condition = random.nextInt(conditions);
                machine[row] = m;
                clock[row] = t + 1;
                columns[0][row] = 100 * condition + 3 * wear + 0.2 * random.nextGaussian();
                columns[1][row] = -50 * condition - wear + 0.2 * random.nextGaussian();
                columns[2][row] = 20 * condition + 0.2 * random.nextGaussian();
                columns[3][row] = 5;
            }
        }
        return new Cases(
                List.of("oil", "flow", "room", "constant"),
                columns,
                machine,
                IntStream.range(0, machines).mapToObj(m -> "m" + m).toList(),
                clock);
    }

    private static double[] capped(double[] truth, double limit) {
        return Arrays.stream(truth).map(x -> Math.min(x, limit)).toArray();
    }

    private static double covered(LifeSpan[] spans, double[] truth) {
        int within = 0;
        for (int i = 0; i < truth.length; i++) {
            within += truth[i] >= spans[i].low() && truth[i] <= spans[i].high() ? 1 : 0;
        }
        return (double) within / truth.length;
    }

    private static double spread(double[] values) {
        double mean = Arrays.stream(values).average().orElseThrow();
        return Math.sqrt(
                Arrays.stream(values).map(x -> (x - mean) * (x - mean)).average().orElseThrow());
    }
}
