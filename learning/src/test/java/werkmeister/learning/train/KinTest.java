package werkmeister.learning.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import werkmeister.learning.model.WatchModel;
import werkmeister.learning.order.Label;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class KinTest {
    private static final Instant START = Instant.parse("2025-01-06T00:00:00Z");
    private static final long HOUR = 3_600_000_000L;

    @Test
    void sistersAreLaidBeforeByWholeWeeksAndMovedToTheMachinesLevel() {
        SampleTable own = table(1, 400, 300, 50);
        SampleTable sister = table(2, 0, 1_000, 20);
        SampleTable other = table(3, 0, 1_000, 80);
        var fault = label(100, 120);

        var kin =
                Kin.of(
                        own,
                        List.of(label(500, 510)),
                        List.of(
                                new Kin.Relative(sister, List.of(fault)),
                                new Kin.Relative(other, List.of())));

        SampleTable all = kin.samples();
        assertThat(all.rows()).isEqualTo(2_300);
        for (int row = 1; row < all.rows(); row++) {
            assertThat(all.times()[row]).isGreaterThan(all.times()[row - 1]);
        }
        long back = sister.times()[0] - all.times()[1_000];
        assertThat(back % (Duration.ofDays(364).toNanos() / 1_000)).isZero();
        // All three levels are the machine's own now.
        for (int from : new int[] {0, 1_000, 2_000}) {
            double mean = Arrays.stream(all.columns()[0], from, from + 300).average().orElseThrow();
            assertThat(mean).isCloseTo(50, within(0.5));
        }
        assertThat(kin.labels().getFirst().span().from())
                .isEqualTo(fault.span().from().minus(back, ChronoUnit.MICROS));
        assertThat(kin.labels().getLast()).isEqualTo(label(500, 510));
    }

    @Test
    void withoutCommonTimeALevelIsNotKnownAndStaysWhatItIs() {
        SampleTable own = table(1, 5_000, 300, 50);
        var kin =
                Kin.of(own, List.of(), List.of(new Kin.Relative(table(2, 0, 500, 20), List.of())));

        double mean = Arrays.stream(kin.samples().columns()[0], 0, 500).average().orElseThrow();
        assertThat(mean).isCloseTo(20, within(0.5));
    }

    @Test
    void aNewMachineKnowsFromItsSistersWhatItHasNotYetLived() {
        // Two ways of running: the new machine has seen only one of them.
        SampleTable own = runs(1, 3_000, 200, false);
        SampleTable sister = runs(2, 0, 4_000, true);
        SampleTable later = runs(3, 4_000, 1_000, true);

        WatchModel alone = model(own, List.of());
        WatchModel kin = model(own, List.of(new Kin.Relative(sister, List.of())));

        assertThat(above(alone, later)).isGreaterThan(0.2);
        assertThat(above(kin, later)).isLessThan(0.02);
    }

    private static WatchModel model(SampleTable own, List<Kin.Relative> sisters) {
        return TrainingTest.train(Kin.of(own, List.of(), sisters).samples()).model();
    }

    private static double above(WatchModel model, SampleTable table) {
        return Arrays.stream(model.scores(table)).filter(score -> score >= 1).count()
                / (double) table.rows();
    }

    private static Label label(int from, int to) {
        return new Label(
                new TimeSpan(START.plus(from, ChronoUnit.HOURS), START.plus(to, ChronoUnit.HOURS)),
                Label.Kind.FAULT,
                "");
    }

    private static SampleTable table(long seed, int from, int rows, double level) {
        var random = new Random(seed);
        double[][] columns = new double[1][rows];
        Arrays.setAll(columns[0], row -> level + random.nextGaussian());
        return new SampleTable(times(from, rows), List.of("heat"), columns);
    }

    private static SampleTable runs(long seed, int from, int rows, boolean both) {
        var random = new Random(seed);
        double[][] columns = new double[2][rows];
        for (int row = 0; row < rows; row++) {
            boolean fast = both && (from + row) / 50 % 2 == 1;
            columns[0][row] = (fast ? 90 : 60) + random.nextGaussian();
            columns[1][row] = (fast ? 7 : 4) + 0.1 * random.nextGaussian();
        }
        return new SampleTable(times(from, rows), List.of("speed", "heat"), columns);
    }

    private static long[] times(int from, int rows) {
        long start = ChronoUnit.MICROS.between(Instant.EPOCH, START);
        long[] times = new long[rows];
        Arrays.setAll(times, row -> start + (from + row) * HOUR);
        return times;
    }
}
