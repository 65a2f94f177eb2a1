package werkmeister.plant.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Random;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What is told of a signal's course: on data whose truth is known, and where nothing is to tell.
 */
class CourseTallyTest {
    private static final int ROWS = 50_000;
    private static final int BLOCK = 1_777;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void nothingIsToldOfNoiseDriftSeasonsAndASingleStep(long seed) {
        var random = new Random(seed);
        expectNothing("white noise", i -> random.nextGaussian());
        expectNothing("noise far from zero", i -> 500 + random.nextGaussian());
        expectNothing("uniform", i -> random.nextDouble());
        expectNothing("exponential", i -> -Math.log(1 - random.nextDouble()));
        expectNothing("drift", i -> i / 1e4 + random.nextGaussian() / 10);
        expectNothing("season", i -> Math.sin(i / 700.0) + random.nextGaussian() / 20);
        expectNothing("season without noise", i -> 20 + 10 * Math.sin(i / 700.0));
        expectNothing(
                "one change of product", i -> (i < ROWS / 3 ? 10 : 30) + random.nextGaussian() / 5);
        expectNothing("a state", i -> i / 100 % 2);
    }

    private static void expectNothing(String name, IntToDoubleFunction signal) {
        CourseTally course = course(signal);
        if (!name.equals("a state")) {
            assertThat(course.modes()).as(name).isEmpty();
            assertThat(course.offTimes()).as(name).isEmpty();
        }
        assertThat(course.outliers()).as(name).isEmpty();
        assertThat(course.onlyRises()).as(name).isFalse();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void threeModesUnderNoiseAreFoundWithTheirLevelsAndShares(long seed) {
        var random = new Random(seed);
        var levels = new double[] {20, 50, 90};

        CourseTally course =
                course(i -> levels[i / 500 % 4 == 3 ? 0 : i / 500 % 4] + random.nextGaussian());

        assertThat(course.modes()).hasSize(3);
        for (int mode = 0; mode < levels.length; mode++) {
            assertThat(course.modes().get(mode).level()).isCloseTo(levels[mode], within(0.5));
            assertThat(course.modes().get(mode).share())
                    .isCloseTo(mode == 0 ? 0.5 : 0.25, within(0.02));
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void timesAtZeroUnderNoiseAreFoundWithTheirShareAndSpans(long seed) {
        var random = new Random(seed);

        CourseTally course =
                course(i ->
                        i % 1_000 < 310
                                ? random.nextGaussian() / 100
                                : 80 + 5 * random.nextGaussian());

        CourseTally.OffTimes off = course.offTimes().orElseThrow();
        assertThat(off.share()).isCloseTo(0.31, within(0.02));
        assertThat(off.spans()).isEqualTo(ROWS / 1_000);
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5})
    void aFewValuesFarOutsideAreFoundWithTheirNumberAndTheFirstRow(long seed) {
        var random = new Random(seed);

        CourseTally course =
                course(i ->
                        i == 7_000 || i == 30_000
                                ? 1e6
                                : i == 40_000 ? -1e5 : 20 + random.nextGaussian());

        CourseTally.Outliers outliers = course.outliers().orElseThrow();
        assertThat(outliers.count()).isEqualTo(3);
        assertThat(outliers.first()).isEqualTo(new CourseTally.Extreme(1e6, 7_001));
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aMeterOnlyRisesAndEqualColumnsHaveEqualFingerprints(long seed) {
        var random = new Random(seed);
        var meter = new double[ROWS];
        for (int i = 1; i < ROWS; i++) {
            meter[i] = meter[i - 1] + (i % 9 == 0 ? 0 : random.nextDouble());
        }
        double[] other = meter.clone();
        other[ROWS - 1] += 1;

        assertThat(course(i -> meter[i]).onlyRises()).isTrue();
        assertThat(course(i -> meter[i]).fingerprint())
                .isEqualTo(course(i -> meter[i]).fingerprint())
                .isNotEqualTo(course(i -> other[i]).fingerprint());
    }

    /** Block by block, as a large file comes. */
    private static CourseTally course(IntToDoubleFunction signal) {
        var tally = new CourseTally();
        double[] values = IntStream.range(0, ROWS).mapToDouble(signal).toArray();
        for (int from = 0; from < ROWS; from += BLOCK) {
            int to = Math.min(ROWS, from + BLOCK);
            tally.add(
                    java.util.Arrays.copyOfRange(values, from, to),
                    IntStream.rangeClosed(from + 1, to).toArray());
        }
        return tally;
    }
}
