package werkmeister.serving.release;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.learning.model.AlertRule;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Label;
import werkmeister.serving.release.GateReport.Decision;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

class GateTest {
    private static final Instant START = Instant.parse("2024-01-01T00:00:00Z");
    private static final AlertBudget WEEKLY = new AlertBudget(1);
    private static final AlertRule RULE = new AlertRule(1.2, 2, 3, Duration.ofHours(6));

    @Test
    void saysWhatItWouldHaveRaisedAndCaught() {
        var history = new History(52);
        history.raise(100, 40, 5);
        history.raise(200, 60, 4);
        history.raise(300, 1, 3);
        history.raise(310, 20, 2);

        var report =
                Gate.judge(
                        "press-1/v1",
                        history.replay(),
                        WEEKLY,
                        List.of(fault(98, 104, "pump wear"), fault(199, 204, "cooler")));

        assertThat(report.verdict()).isEqualTo(Decision.PASS);
        assertThat(report.threshold()).isEqualTo(1);
        assertThat(report.findings()).hasSize(3);
        assertThat(report.findings().stream().filter(GateReport.Raised::fault)).hasSize(2);
        assertThat(report.known()).allMatch(known -> known.lead().isPresent());
        assertThat(report.words().en())
                .isEqualTo(
                        "Would have raised 3 findings in 52 weeks (budget: 50), 1 of them without a"
                            + " known fault, caught 2 of 2 known faults, median lead 4.0 days.");
        assertThat(report.words().de())
                .isEqualTo(
                        "Hätte in 52 Wochen 3 Befunde gemeldet (Budget: 50), davon 1 ohne bekannte"
                            + " Störung, 2 von 2 bekannten Störungen erkannt, Vorlauf im Median 4,0"
                            + " Tage.");
    }

    @Test
    void warnsOfAMissedFaultAndRefusesAVersionThatCatchesNone() {
        var history = new History(30);
        history.raise(100, 30, 5);
        var missed = fault(150, 154, "valve");

        var warned =
                Gate.judge(
                        "press-1/v1",
                        history.replay(),
                        WEEKLY,
                        List.of(fault(99, 103, "pump"), missed));
        var refused = Gate.judge("press-1/v1", history.replay(), WEEKLY, List.of(missed));

        assertThat(warned.verdict()).isEqualTo(Decision.WARN);
        assertThat(warned.words().en())
                .endsWith("Consider before the release: 1 known fault was missed.");
        assertThat(warned.words().de())
                .endsWith("Vor der Freigabe bedenken: 1 bekannte Störung wurde übersehen.");
        assertThat(refused.verdict()).isEqualTo(Decision.REFUSE);
        assertThat(refused.words().en()).endsWith("Not to be released: No known fault was caught.");
        assertThat(refused.words().de())
                .endsWith("Keine Freigabe: Keine bekannte Störung wurde erkannt.");
    }

    @Test
    void warnsWhereNothingIsKnownAndRefusesWhereNothingWasJudged() {
        var unknown = Gate.judge("press-1/v1", new History(30).replay(), WEEKLY, List.of());
        var nothing =
                Gate.judge(
                        "press-1/v1",
                        new Replay(span(0, 70), RULE, new long[0], new double[0]),
                        WEEKLY,
                        List.of());

        assertThat(unknown.verdict()).isEqualTo(Decision.WARN);
        assertThat(unknown.words().en()).contains("No fault is known in this time");
        assertThat(nothing.verdict()).isEqualTo(Decision.REFUSE);
        assertThat(nothing.words().en()).contains("There was nothing to judge");
    }

    @Test
    void whatIsKnownToBeHarmlessCostsNoBudget() {
        var history = new History(30);
        history.raise(100, 30, 5);
        history.raise(150, 30, 9);
        var trial = new Label(span(150, 152), Label.Kind.KNOWN, "trial");

        var report =
                Gate.judge(
                        "press-1/v1",
                        history.replay(),
                        WEEKLY,
                        List.of(fault(99, 103, "pump"), trial));

        assertThat(report.findings()).hasSize(2);
        assertThat(report.words().en()).contains(", 0 of them without a known fault");
    }

    @Test
    void aShortHeldOutTimeKeepsAtLeastTheThresholdThatTrainingProposes() {
        var history = new History(2);
        history.raise(10, 12, 3);

        var report =
                Gate.judge("press-1/v1", history.replay(), WEEKLY, List.of(fault(9, 12, "pump")));

        assertThat(report.threshold()).isGreaterThanOrEqualTo(RULE.threshold());
        assertThat(report.verdict()).isEqualTo(Decision.WARN);
        assertThat(report.words().de())
                .contains("in 14 Tagen")
                .contains("Die zurückgehaltene Zeit ist kurz");
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void theBudgetIsKeptAndASmallerOneNeverLowersTheThreshold(long seed) {
        var random = new Random(seed);
        var history = new History(26);
        for (int i = 0; i < 120; i++) {
            history.raise(
                    random.nextInt(26 * 7), 1 + random.nextInt(10), 0.8 + random.nextDouble() * 4);
        }
        double before = 0;
        for (double perWeek : List.of(4.0, 2.0, 1.0, 0.5, 0.1)) {
            var report =
                    Gate.judge("press-1/v1", history.replay(), new AlertBudget(perWeek), List.of());

            assertThat(report.findings().size())
                    .as("budget %s", perWeek)
                    .isLessThanOrEqualTo((int) (perWeek * 26));
            assertThat(report.threshold())
                    .as("budget %s", perWeek)
                    .isGreaterThanOrEqualTo(before * 0.98);
            before = report.threshold();
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void aReplayComesBackFromItsBytesAndIsJudgedTheSame(long seed) {
        var random = new Random(seed);
        var history = new History(20);
        for (int i = 0; i < 40; i++) {
            history.raise(random.nextInt(20 * 7), 1 + random.nextInt(20), random.nextDouble() * 4);
        }
        var replay = history.replay();

        var read = Replay.read(replay.bytes());

        assertThat(read.times()).isEqualTo(replay.times());
        assertThat(read.scores()).isEqualTo(replay.scores());
        assertThat(Gate.judge("press-1/v1", read, WEEKLY, List.of()))
                .isEqualTo(Gate.judge("press-1/v1", replay, WEEKLY, List.of()));
    }

    @Test
    void bytesThatAreNoReplayAreRefused() {
        var cut = new History(9).replay().bytes();

        assertThatThrownBy(() -> Replay.read("PAR1 something".getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("The replay does not start with WMREPLAY");
        assertThatThrownBy(() -> Replay.read(Arrays.copyOf(cut, cut.length / 2)))
                .isInstanceOf(Refusal.class)
                .hasMessageStartingWith("The replay cannot be read");
    }

    private static Label fault(int fromDay, int toDay, String note) {
        return new Label(span(fromDay, toDay), Label.Kind.FAULT, note);
    }

    private static TimeSpan span(int fromDay, int toDay) {
        return new TimeSpan(
                START.plus(Duration.ofDays(fromDay)), START.plus(Duration.ofDays(toDay)));
    }

    /** Hourly scores of 0.3 with hills. */
    private static final class History {
        private final long[] times;
        private final double[] scores;

        History(int weeks) {
            times = new long[weeks * 7 * 24];
            scores = new double[times.length];
            for (int i = 0; i < times.length; i++) {
                times[i] = Replay.micros(START.plus(Duration.ofHours(i)));
                scores[i] = (float) 0.3;
            }
        }

        void raise(int day, int hours, double score) {
            for (int i = day * 24; i < Math.min(times.length, day * 24 + hours); i++) {
                scores[i] = (float) Math.max(scores[i], score);
            }
        }

        Replay replay() {
            return new Replay(span(0, times.length / 24), RULE, times, scores);
        }
    }
}
