package werkmeister.serving.score;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.learning.model.AlertRule;
import werkmeister.learning.model.Explanation;
import werkmeister.learning.model.Scorer;
import werkmeister.learning.model.WatchModel;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.machine.Signal;
import werkmeister.plant.store.SampleTable;
import werkmeister.serving.finding.FindingDraft;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

class LiveWatchTest {
    private static final Instant START = Instant.parse("2026-01-05T06:00:00Z");
    private static final long HOUR = 3_600_000_000L;
    private static final long FIRST = START.getEpochSecond() * 1_000_000;
    private static final Machine PUMP =
            new Machine(
                    new TenantId("demo"),
                    new MachineId("pump"),
                    "Pump",
                    ZoneId.of("Europe/Berlin"),
                    List.of(new Signal("heat", "Cel"), new Signal("flow", "l/min")));

    @Test
    void aFindingOpensGrowsAndCloses() {
        var watch = watch();
        var seen = watch.next(table(1, 1, 9, 9, 12, 12, 12, 30, 1, 1, 1, 1, 1, 1, 1));

        assertThat(
                        seen.stream()
                                .flatMap(scored -> scored.change().stream())
                                .map(change -> change.getClass().getSimpleName()))
                .containsExactly(
                        "Opened",
                        "Extended",
                        "Extended",
                        "Extended",
                        "Extended",
                        "Extended",
                        "Closed");
        assertThat(seen.stream().map(Scored::alarm))
                .containsExactly(
                        false, false, false, true, true, true, true, true, true, false, false,
                        false, false, false, false);
        var opened = seen.get(3).change().orElseThrow().draft();
        assertThat(opened.from()).isEqualTo(START.plus(Duration.ofHours(2)));
        assertThat(opened.version()).isEqualTo("pump/v1");
        assertThat(opened.threshold()).isEqualTo(5);
        assertThat(opened.explanation()).containsExactly(new Explanation.Part("heat", 9, 1, 1));
        assertThat(opened.sentence().en())
                .isEqualTo("pump: heat 9.0 °C instead of 1.0 °C since 5 January 2026 09:00 CET.");
        var closed = last(seen);
        assertThat(closed.peak()).isEqualTo(30);
        assertThat(closed.peakAt()).isEqualTo(START.plus(Duration.ofHours(7)));
        assertThat(closed.sentence().de())
                .isEqualTo("pump: heat 30 °C statt 1 °C seit 05.01.2026 09:00 MEZ.");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void aRestartContinuesTheSame(long seed) {
        var random = new Random(seed);
        double[] heat = random.doubles(200, 0, 8).toArray();
        var all = table(heat);
        int restart = 20 + random.nextInt(160);
        var through = watch();
        through.next(all.slice(0, restart));

        var restarted = watch();
        restarted.warmUp(all.slice(0, restart));

        var rest = all.slice(restart, all.rows());
        var expected = through.next(rest);
        var actual = restarted.next(rest);
        assertThat(actual.stream().map(Scored::alarm))
                .isEqualTo(expected.stream().map(Scored::alarm).toList());
        assertThat(actual.stream().map(Scored::score))
                .isEqualTo(expected.stream().map(Scored::score).toList());
        assertThat(openedAndClosed(actual)).isEqualTo(openedAndClosed(expected));
    }

    @Test
    void samplesComeByNameAndLateOnesAreNotJudged() {
        var watch = watch();

        var first = watch.next(FIRST, Map.of("heat", 7.0, "unknown", 3.0));
        var late = watch.next(FIRST, Map.of("heat", 70.0));
        var second = watch.next(FIRST + HOUR, Map.of("heat", 8.0));

        assertThat(first).isEqualTo(new Scored(FIRST, 7, false, Optional.empty()));
        assertThat(late.score()).isNaN();
        assertThat(second.alarm()).isTrue();
    }

    @Test
    void aTableWithoutASignalIsAsIfItWereMissing() {
        var watch = watch();
        var flowOnly = new SampleTable(new long[] {FIRST}, List.of("flow"), new double[][] {{3}});

        assertThat(watch.next(flowOnly).getFirst().score()).isNaN();
    }

    private static List<FindingChange> openedAndClosed(List<Scored> scored) {
        return scored.stream()
                .flatMap(one -> one.change().stream())
                .filter(change -> !(change instanceof FindingChange.Extended))
                .toList();
    }

    private static FindingDraft last(List<Scored> seen) {
        return seen.stream().flatMap(scored -> scored.change().stream()).toList().getLast().draft();
    }

    private static LiveWatch watch() {
        return LiveWatch.of(PUMP, "pump/v1", new HeatModel(), 5);
    }

    /** Hourly. */
    private static SampleTable table(double... heat) {
        var times = new long[heat.length];
        for (int i = 0; i < times.length; i++) {
            times[i] = FIRST + i * HOUR;
        }
        return new SampleTable(
                times, List.of("flow", "heat"), new double[][] {new double[heat.length], heat});
    }

    /** Scores by the first signal alone and expects it to be 1. */
    private static final class HeatModel implements WatchModel {
        @Override
        public List<String> signals() {
            return List.of("heat", "flow");
        }

        @Override
        public AlertRule rule() {
            return new AlertRule(1, 2, 3, Duration.ofHours(3));
        }

        @Override
        public Scorer scorer() {
            return new Scorer() {
                private double last;

                @Override
                public double next(long time, double[] values) {
                    last = values[0];
                    return last;
                }

                @Override
                public Explanation explain() {
                    return new Explanation(List.of(new Explanation.Part("heat", last, 1, 1)));
                }
            };
        }
    }
}
