package werkmeister.learning.evaluate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.Random;

class VusPrTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void agreesWithTheDefinitionTakenLiterally(long seed) {
        var random = new Random(seed);
        int n = 300 + random.nextInt(300);
        boolean[] labels = new boolean[n];
        for (int k = 0; k < 4; k++) {
            int from = random.nextInt(n - 40);
            Arrays.fill(labels, from, from + 1 + random.nextInt(30), true);
        }
        double[] scores = new double[n];
        Arrays.setAll(
                scores, i -> Math.round(20 * (random.nextGaussian() + (labels[i] ? 1 : 0))) / 20.0);
        assertThat(VusPr.of(labels, scores, 24))
                .isCloseTo(literal(labels, scores, 24), within(1e-9));
    }

    @Test
    void isOneForAPerfectScoreAndTheShareOfLabelsForASilentOne() {
        boolean[] labels = new boolean[1000];
        Arrays.fill(labels, 400, 500, true);
        double[] perfect = new double[1000];
        Arrays.setAll(perfect, i -> labels[i] ? 1 : 0);
        assertThat(VusPr.of(labels, perfect, 0)).isCloseTo(1, within(1e-9));
        assertThat(VusPr.of(labels, new double[1000], 0)).isCloseTo(0.1, within(1e-9));
    }

    @Test
    void findsThePeriodOfASignal() {
        double[] wave = new double[4000];
        Arrays.setAll(wave, i -> Math.sin(2 * Math.PI * i / 48));
        assertThat(VusPr.window(wave)).isEqualTo(48);
    }

    private static double literal(boolean[] labels, double[] scores, int window) {
        double sum = 0;
        for (int width = 0; width <= window; width++) {
            sum += averagePrecision(labels, scores, width, window);
        }
        return sum / (window + 1);
    }

    private static double averagePrecision(
            boolean[] labels, double[] scores, int width, int window) {
        int n = labels.length;
        double[] soft = new double[n];
        for (int i = 0; i < n; i++) {
            soft[i] = labels[i] ? 1 : 0;
        }
        for (int[] span : VusPr.spans(labels)) {
            for (int k = 1; k <= width / 2; k++) {
                for (int at : new int[] {span[0] - k, span[1] + k}) {
                    if (at >= 0 && at < n) {
                        soft[at] = Math.min(1, soft[at] + Math.sqrt(1 - k / (double) width));
                    }
                }
            }
        }
        boolean[] near = hoods(labels, width / 2);
        boolean[] outer = hoods(labels, window / 2);
        double[] sorted = scores.clone();
        Arrays.sort(sorted);
        double average = 0;
        double before = 0;
        for (int t = 0; t < 250; t++) {
            double limit = sorted[n - 1 - (int) (t * (n - 1) / 249.0)];
            double truePositive = 0;
            double weight = 0;
            double positives = 0;
            int predicted = 0;
            for (int i = 0; i < n; i++) {
                boolean p = scores[i] >= limit;
                predicted += p ? 1 : 0;
                positives += labels[i] ? 1 : 0;
                double lab = labels[i] ? 1 : near[i] ? (p ? soft[i] : 0) : soft[i];
                truePositive += outer[i] && p ? lab : 0;
                weight += outer[i] ? lab : 0;
            }
            double recall =
                    Math.min(truePositive / ((positives + weight) / 2), 1)
                            * existence(near, scores, limit);
            average += (recall - before) * truePositive / predicted;
            before = recall;
        }
        return average;
    }

    private static boolean[] hoods(boolean[] labels, int half) {
        boolean[] hoods = new boolean[labels.length];
        for (int[] span : VusPr.spans(labels)) {
            Arrays.fill(
                    hoods,
                    Math.max(0, span[0] - half),
                    Math.min(labels.length, span[1] + half + 1),
                    true);
        }
        return hoods;
    }

    private static double existence(boolean[] near, double[] scores, double limit) {
        var hoods = VusPr.spans(near);
        int hit = 0;
        for (int[] hood : hoods) {
            boolean any = false;
            for (int i = hood[0]; i <= hood[1]; i++) {
                any |= scores[i] >= limit;
            }
            hit += any ? 1 : 0;
        }
        return (double) hit / hoods.size();
    }
}
