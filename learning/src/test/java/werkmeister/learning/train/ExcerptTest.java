package werkmeister.learning.train;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.order.Label;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;

class ExcerptTest {
    private static final Instant START = Instant.parse("2016-01-01T00:00:00Z");
    private static final int ROWS = 200_000;
    private static final int BATCH = 10_000;
    private static final List<String> SIGNALS = List.of("row", "other");
    private static final TimeSpan ALL = new TimeSpan(START, at(ROWS));

    @Test
    void aShortHistoryIsTakenWhole() {
        SampleTable taken = taken(ROWS * 2, List.of());

        assertThat(taken.rows()).isEqualTo(ROWS);
        assertThat(taken.columns()[0][ROWS - 1]).isEqualTo(ROWS - 1.0);
    }

    @Test
    void ofALongOneStretchesOverAllOfItAreTaken() {
        int most = 20_000;

        SampleTable taken = taken(most * SIGNALS.size(), List.of());

        assertThat(taken.rows()).isBetween(most * 9 / 10, most * 11 / 10);
        for (int tenth = 0; tenth < 10; tenth++) {
            int from = tenth * ROWS / 10;
            assertThat(within(taken, from, from + ROWS / 10)).isBetween(most / 11, most / 9);
        }
        // Whole stretches: from nearly every row the next one follows.
        double[] rows = taken.columns()[0];
        long follows = 0;
        for (int i = 1; i < rows.length; i++) {
            follows += rows[i] == rows[i - 1] + 1 ? 1 : 0;
        }
        assertThat(follows).isGreaterThan(rows.length - 150);
    }

    @Test
    void whatPeopleHaveSpokenOfIsTakenWithWhatWarmsADetectorUp() {
        Label fault = label(105_050, 106_000);

        SampleTable taken = taken(20_000 * SIGNALS.size(), List.of(fault));

        assertThat(within(taken, 105_050 - 2_000, 106_000)).isEqualTo(2_950);
        assertThat(taken.rows()).isLessThan(22_000);
    }

    @Test
    void longLabelsLeaveHalfOfTheMemoryToTheRest() {
        Label months = label(20_000, 120_000);

        SampleTable taken = taken(20_000 * SIGNALS.size(), List.of(months));

        assertThat(taken.rows()).isLessThan(22_000);
        assertThat(within(taken, 140_000, ROWS)).isGreaterThan(2_500);
        assertThat(within(taken, 20_000, 25_000)).isGreaterThan(4_500);
    }

    private static SampleTable taken(long valuesMax, List<Label> labels) {
        Samples samples =
                (_, signals, span, batch) -> {
                    assertThat(span).isEqualTo(ALL);
                    for (int from = 0; from < ROWS; from += BATCH) {
                        batch.accept(table(from).select(signals));
                    }
                };
        var file = new SampleFile("a", ROWS, START, at(ROWS - 1), 1, Sha256.of("a"));
        var dataset =
                Dataset.of(new TenantId("local"), new MachineId("m"), List.of(file), SIGNALS, ALL);
        return Excerpt.of(samples, dataset, SIGNALS, ALL, labels, valuesMax);
    }

    private static SampleTable table(int from) {
        long[] times = new long[BATCH];
        double[][] columns = new double[2][BATCH];
        for (int i = 0; i < BATCH; i++) {
            times[i] = ChronoUnit.MICROS.between(Instant.EPOCH, at(from + i));
            columns[0][i] = from + i;
        }
        return new SampleTable(times, SIGNALS, columns);
    }

    private static int within(SampleTable taken, int from, int to) {
        return (int)
                Arrays.stream(taken.columns()[0]).filter(row -> from <= row && row < to).count();
    }

    private static Label label(int from, int to) {
        return new Label(new TimeSpan(at(from), at(to)), Label.Kind.FAULT, "");
    }

    private static Instant at(int row) {
        return START.plus(Duration.ofMinutes(row));
    }
}
