package werkmeister.learning.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.detector.Mewma;
import werkmeister.learning.detector.WindowCentres;
import werkmeister.learning.detector.WindowPca;
import werkmeister.learning.evaluate.VusPr;
import werkmeister.learning.model.ModelFormat;
import werkmeister.learning.model.NormalModel;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Label;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Sha256;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;

class WindowsTest {
    private static final int PERIOD = 150;
    private static final int ROWS = 12_000;
    private static final int TRAINED = 6_000;

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aStrokeThatRunsBackwardsIsSeenByItsCourse(long seed) {
        SampleTable table = strokes(seed, 9_000);
        NormalModel model = model(table.slice(0, TRAINED), List.of());
        SampleTable later = table.slice(TRAINED, ROWS);
        boolean[] backwards = new boolean[later.rows()];
        Arrays.fill(backwards, 9_000 - TRAINED, 9_000 - TRAINED + PERIOD, true);

        double all = VusPr.of(backwards, model.scores(later), PERIOD);
        double withoutCourses = VusPr.of(backwards, only(model, Mewma.class).scores(later), PERIOD);

        assertThat(model.detectors()).hasAtLeastOneElementOfType(WindowPca.class);
        assertThat(all).isGreaterThan(0.4).isGreaterThan(1.5 * withoutCourses);
    }

    @Test
    void theSignalsPeriodIsAmongTheWindows() {
        NormalModel model = model(strokes(4, 9_000).slice(0, TRAINED), List.of());

        // 128 would tell the same as the period.
        assertThat(
                        model.detectors().stream()
                                .filter(WindowCentres.class::isInstance)
                                .map(WindowCentres.class::cast)
                                .map(detector -> detector.window().samples()))
                .containsExactly(32, PERIOD);
    }

    @Test
    void aCourseThatWasNoFaultIsForgivenAndOthersAreNot() {
        SampleTable table = strokes(5, 4_000);
        SampleTable trained = table.slice(0, TRAINED);
        var told =
                new Label(
                        new TimeSpan(at(table, 4_000), at(table, 4_000 + 2 * PERIOD)),
                        Label.Kind.NORMAL,
                        "");

        NormalModel before = model(trained, List.of());
        NormalModel after = model(trained, List.of(told));

        for (Class<? extends Detector> kind : List.of(WindowPca.class, WindowCentres.class)) {
            assertThat(peak(only(after, kind), trained, 4_000))
                    .as(kind.getSimpleName())
                    .isLessThan(peak(only(before, kind), trained, 4_000));
        }
        SampleTable other = strokes(5, 4_000, row -> row / 10 % 2 * 3.0);
        assertThat(peak(after, other, 4_000)).isGreaterThan(1.2);
    }

    @Test
    void aConfirmedFaultMakesTheNextOfItsKindStandOutMore() {
        SampleTable table = strokes(7, 4_000);
        var fault =
                new Label(
                        new TimeSpan(at(table, 4_000), at(table, 4_000 + PERIOD)),
                        Label.Kind.FAULT,
                        "");
        SampleTable trained = table.slice(0, TRAINED);
        SampleTable later = strokes(8, 9_000).slice(TRAINED, ROWS);
        boolean[] backwards = new boolean[later.rows()];
        Arrays.fill(backwards, 9_000 - TRAINED, 9_000 - TRAINED + PERIOD, true);
        var known = new Label(fault.span(), Label.Kind.KNOWN, "");

        NormalModel before = model(trained, List.of(known));
        NormalModel after = model(trained, List.of(fault));

        assertThat(VusPr.of(backwards, after.scores(later), PERIOD))
                .isGreaterThan(VusPr.of(backwards, before.scores(later), PERIOD));
        assertThat(after.detectors()).allMatch(detector -> detector.weight() > 0);
    }

    @Test
    void windowsComeBackFromTheFile() {
        SampleTable table = strokes(6, 9_000);
        NormalModel model = model(table.slice(0, TRAINED), List.of());

        assertThat(ModelFormat.read(ModelFormat.write(model)).scores(table))
                .isEqualTo(model.scores(table));
    }

    private static double peak(NormalModel model, SampleTable table, int from) {
        double[] scores = model.scores(table);
        return Arrays.stream(scores, from, from + 2 * PERIOD).max().orElseThrow();
    }

    private static NormalModel only(NormalModel model, Class<? extends Detector> kind) {
        return new NormalModel(
                model.signals(),
                model.frame(),
                model.detectors().stream().filter(kind::isInstance).toList(),
                model.scale(),
                model.rule());
    }

    private static NormalModel model(SampleTable table, List<Label> labels) {
        var recipe =
                new Training.Recipe(
                        "test",
                        Sha256.of("test"),
                        Optional.of(new AlertBudget(1)),
                        labels,
                        Optional.empty(),
                        1,
                        "test");
        return (NormalModel) Training.train(recipe, table).model();
    }

    private static Instant at(SampleTable table, int row) {
        return Instant.EPOCH.plus(table.times()[row], ChronoUnit.MICROS);
    }

    /** A steep rise and a slow fall, again and again; once the other way round. */
    private static SampleTable strokes(long seed, int backwardsFrom) {
        return strokes(
                seed, backwardsFrom, row -> stroke((double) (PERIOD - 1 - row % PERIOD) / PERIOD));
    }

    private interface Course {
        double at(int row);
    }

    private static SampleTable strokes(long seed, int from, Course once) {
        var random = new Random(seed);
        long[] times = new long[ROWS];
        double[] values = new double[ROWS];
        for (int row = 0; row < ROWS; row++) {
            times[row] = 1_700_000_000_000_000L + row * 1_000_000L;
            boolean other = from <= row && row < from + PERIOD;
            double value = other ? once.at(row) : stroke((double) (row % PERIOD) / PERIOD);
            values[row] = value + 0.05 * random.nextGaussian();
        }
        return new SampleTable(times, List.of("force"), new double[][] {values});
    }

    private static double stroke(double place) {
        return place < 0.2 ? place / 0.2 : Math.exp(-3 * (place - 0.2));
    }
}
