package werkmeister.learning.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

import werkmeister.units.Refusal;

import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

class AlertTrackerTest {
    private static final long SECOND = 1_000_000;

    /**
     * One character a second: # above, . below, o machine off; the second line marks alarmed
     * samples.
     */
    @Test
    void alarmsOnceEnoughOfTheLatestSamplesAreAbove() {
        check(
                2,
                3,
                """
                ..#..#.#..##.#..o##
                .......#...###....#
                """);
    }

    @Test
    void doesNotCountTimeThatIsNotJudged() {
        check(
                2,
                2,
                """
                .#oooo#.
                ......#.
                """);
    }

    @Test
    void mergesAlarmsWithinTheGapIntoOneEvent() {
        var rule = new AlertRule(1, 1, 1, Duration.ofSeconds(3));
        assertThat(spans(rule, "..##...##....#..")).containsExactly("1: 2-8", "2: 13-13");
    }

    @Test
    void keepsAnEventOpenWhileTheMachineIsOff() {
        var rule = new AlertRule(1, 1, 1, Duration.ofSeconds(3));
        assertThat(spans(rule, "..##ooooooooo##....#")).containsExactly("1: 2-14", "2: 19-19");
    }

    @Test
    void tellsTheFirstSampleAboveFromTheOneThatRaisedTheEvent() {
        var rule = new AlertRule(1, 3, 4, Duration.ofSeconds(3));
        long[] times = times(6);
        List<AlertEvent> events = AlertTracker.events(rule, times, new double[] {0, 2, 3, 0, 1, 0});
        assertThat(events)
                .containsExactly(new AlertEvent(1, SECOND, 4 * SECOND, 4 * SECOND, 1, 4 * SECOND));
    }

    @Test
    void refusesARuleThatCannotHold() {
        assertThatThrownBy(() -> new AlertRule(1, 4, 3, Duration.ZERO)).isInstanceOf(Refusal.class);
        assertThatThrownBy(() -> new AlertRule(Double.NaN, 1, 1, Duration.ZERO))
                .isInstanceOf(Refusal.class);
    }

    private static void check(int needed, int window, String table) {
        List<String> lines = table.lines().toList();
        var tracker = new AlertTracker(new AlertRule(1, needed, window, Duration.ofSeconds(3)));
        double[] scores = scores(lines.get(0));
        String alarms =
                IntStream.range(0, scores.length)
                        .mapToObj(i -> tracker.next(i * SECOND, scores[i]) ? "#" : ".")
                        .collect(Collectors.joining());
        assertThat(alarms).isEqualTo(lines.get(1));
    }

    private static List<String> spans(AlertRule rule, String line) {
        double[] scores = scores(line);
        return AlertTracker.events(rule, times(scores.length), scores).stream()
                .map(event ->
                        event.number() + ": " + event.from() / SECOND + "-" + event.to() / SECOND)
                .toList();
    }

    private static double[] scores(String line) {
        return line.chars().mapToDouble(c -> c == '#' ? 2 : c == 'o' ? Double.NaN : 0).toArray();
    }

    private static long[] times(int count) {
        return IntStream.range(0, count).mapToLong(i -> i * SECOND).toArray();
    }
}
