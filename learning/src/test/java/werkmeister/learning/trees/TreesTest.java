package werkmeister.learning.trees;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import java.util.Random;

class TreesTest {
    private static final Settings SETTINGS = new Settings(60, 3, 0.2, 0.8, 0.8, 1, 7);

    @Test
    void theSameOrderGivesTheSameBytesAndTheyComeBack() {
        Matrix features = features(400);
        float[] targets = sums(features);

        Trees first = fit(features, targets);
        Trees again = fit(features, targets);

        assertThat(again.bytes()).isEqualTo(first.bytes());
        assertThat(Trees.read(first.bytes()).predict(features))
                .isDeepEqualTo(first.predict(features));
    }

    @Test
    void aSumOfFeaturesIsLearnedAndAMissingValueIsNoFailure() {
        Matrix features = features(2_000);
        Trees trees = fit(features, sums(features));

        float[][] said =
                trees.predict(new Matrix(2, 3, new float[] {0.5f, 0.5f, 0, Float.NaN, 0.5f, 0}));

        assertThat(said[0][0]).isCloseTo(1, within(0.15f));
        assertThat(said[1][0]).isBetween(0f, 2f);
    }

    @Test
    void classesGetProbabilitiesThatAddUp() {
        Matrix features = features(600);
        float[] targets = new float[600];
        for (int row = 0; row < targets.length; row++) {
            targets[row] = features.values()[row * 3] > 0.5 ? 2 : 0;
        }
        Trees trees = Trees.fit(new Goal.Classes(3), features, targets, SETTINGS);

        float[] said = trees.predict(new Matrix(1, 3, new float[] {0.9f, 0, 0}))[0];

        assertThat(said[0] + said[1] + said[2]).isCloseTo(1, within(1e-5f));
        assertThat(said[2]).isGreaterThan(0.9f);
    }

    private static Trees fit(Matrix features, float[] targets) {
        return Trees.fit(new Goal.Number(), features, targets, SETTINGS);
    }

    private static Matrix features(int rows) {
        var random = new Random(1);
        float[] values = new float[rows * 3];
        for (int i = 0; i < values.length; i++) {
            values[i] = random.nextFloat();
        }
        return new Matrix(rows, 3, values);
    }

    /** Of the first two features. */
    private static float[] sums(Matrix features) {
        float[] sums = new float[features.rows()];
        for (int row = 0; row < sums.length; row++) {
            sums[row] = features.values()[row * 3] + features.values()[row * 3 + 1];
        }
        return sums;
    }
}
