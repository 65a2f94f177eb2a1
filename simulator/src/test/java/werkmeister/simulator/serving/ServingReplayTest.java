package werkmeister.simulator.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

import werkmeister.simulator.capacity.Assistant;
import werkmeister.simulator.capacity.ServingCost;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import java.util.Random;
import java.util.function.ToIntFunction;

class ServingReplayTest {
    private static final double EXACT = 1e-9;

    /** Ten microseconds a token of a prompt; a step of 40 ms at most has 16 ms of its own. */
    private static final Assistant CHAT = Assistant.CHAT.shaped(1_000, 4, 0);

    /**
     * By hand. A's prompt takes 10 ms: read by 26 ms (16 + 10), first token at 43 (16 + 1). B comes
     * at 30, begins at 43: that step has 1 ms for A's second token and 23 for B, ends at 83; the
     * next has 1 for A's third and the last 7 for B, ends at 107; B's tokens end at 124 and 141.
     */
    @Test
    void twoRequestsShareStepsAsWorkedOutByHand() {
        List<Turn> turns =
                ServingReplay.play(
                        pace(cost(1_000, OptionalDouble.empty())),
                        1,
                        List.of(new Request(0, 1_000, 3), new Request(0.030, 3_000, 2)));

        Turn a = turns.getFirst();
        assertThat(a.waitSeconds()).isZero();
        assertThat(a.firstTokenSeconds()).isCloseTo(0.043, within(EXACT));
        assertThat(a.ended).isCloseTo(0.107, within(EXACT));
        assertThat(a.tokensPerSecond()).isCloseTo(3 / 0.081, within(1e-6));
        Turn b = turns.getLast();
        assertThat(b.waitSeconds()).isCloseTo(0.013, within(EXACT));
        assertThat(b.firstTokenSeconds()).isCloseTo(0.094, within(EXACT));
        assertThat(b.ended).isCloseTo(0.141, within(EXACT));
    }

    @Test
    void noMoreAreAnsweredAtOnceThanKeepTheirSpeed() {
        // 24 ms of room, 8 ms a token: three at once. Each alone: 17 ms to read, 20 tokens.
        var pace = pace(cost(8_000, OptionalDouble.empty()));
        var requests = new ArrayList<Request>();
        for (int i = 0; i < 7; i++) {
            requests.add(new Request(0, 100, 20));
        }

        List<Turn> turns = ServingReplay.play(pace, 1, requests);

        assertThat(pace.mostAtOnce()).isEqualTo(3);
        for (Turn turn : turns) {
            long others =
                    turns.stream()
                            .filter(other ->
                                    other.firstToken <= turn.firstToken
                                            && other.ended > turn.firstToken)
                            .count();
            assertThat(others).isLessThanOrEqualTo(3);
            assertThat(turn.tokensPerSecond()).isGreaterThanOrEqualTo(25 - 1e-6);
        }
        assertThat(turns.getLast().begun).isGreaterThan(turns.get(3).begun);
    }

    @Test
    void noMoreAreTakenThanMemoryHoldsButOneAlwaysIs() {
        // 0.9 GB for 5,000 tokens of 180 kB: one request of 4,000 tokens at a time.
        var pace = pace(cost(1, OptionalDouble.of(180_000)));
        List<Turn> turns =
                ServingReplay.play(
                        pace,
                        1,
                        List.of(
                                new Request(0, 3_990, 10),
                                new Request(0, 3_990, 10),
                                new Request(0, 9_990, 10)));

        assertThat(pace.memoryTokens()).isCloseTo(5_000, within(1e-6));
        assertThat(turns.get(1).begun).isEqualTo(turns.get(0).ended);
        assertThat(turns.get(2).begun).isEqualTo(turns.get(1).ended);
    }

    @Test
    void aRequestGoesWhereTheLeastIsToBeRead() {
        // The third finds a long prompt on the first engine, a short one on the second.
        List<Turn> turns =
                ServingReplay.play(
                        pace(cost(1, OptionalDouble.empty())),
                        2,
                        List.of(
                                new Request(0, 100_000, 2),
                                new Request(0.001, 1_000, 2),
                                new Request(0.002, 1_000, 2)));

        assertThat(turns.get(2).firstTokenSeconds()).isLessThan(0.1);
        assertThat(turns.get(0).firstTokenSeconds()).isGreaterThan(1.0);
    }

    /** Pollaczek and Khinchine: a mean wait of load / (2 (1 - load)) services. */
    @Test
    void waitsOfEqualPromptsAreThoseOfTheQueueMD1() {
        ServingReport report = queue(_ -> 1_000, 0.7);

        assertThat(report.waitMean()).isCloseTo(0.7 / (2 * 0.3) * 0.010, within(0.0006));
        assertThat(report.utilisation()).isCloseTo(0.7, within(0.01));
    }

    /** P(wait > t) = load · exp(-(1 - load) · t / service). */
    @Test
    void waitsOfPromptsByChanceAreThoseOfTheQueueMM1() {
        ServingReport report =
                queue(random -> (int) Math.ceil(-1_000 * Math.log1p(-random.nextDouble())), 0.7);

        assertThat(report.waitMean()).isCloseTo(0.7 / 0.3 * 0.010, within(0.0012));
        assertThat(report.waitP95()).isCloseTo(Math.log(0.7 / 0.05) / 0.3 * 0.010, within(0.005));
        assertThat(report.waitP99()).isCloseTo(Math.log(0.7 / 0.01) / 0.3 * 0.010, within(0.007));
    }

    /**
     * One engine of which each prompt has all, in the order of arrival: answers cost nothing and
     * steps are short, so it is a queue with one server and 10 ms a prompt in the mean.
     */
    private static ServingReport queue(ToIntFunction<Random> prompt, double load) {
        var use = new Assistant(1_000, 1, 0, 1, 1, 60, 4_000, 1, 1, 1);
        var random = new Random(3);
        var requests = new ArrayList<Request>();
        for (int i = 0; i < 150_000; i++) {
            requests.add(new Request(i, prompt.applyAsInt(random), 1));
        }
        var trial = new ServingTrial(1, load / 0.010, Arrivals.MEMORYLESS, 11);
        var trace = spread(requests, load / 0.010);
        return ServingReplay.run(trace, cost(0, OptionalDouble.empty()), use, trial);
    }

    /** The same requests at another rate, so that one copy of them is played. */
    private static RequestTrace spread(List<Request> requests, double perSecond) {
        double span = requests.size() / perSecond;
        double scale = span / requests.getLast().at();
        return RequestTrace.of(
                "queue", requests.stream().map(one -> one.later(one.at() * scale)).toList());
    }

    @Test
    void noEngineIsNoPool() {
        assertThatThrownBy(() -> new ServingTrial(0, 1, Arrivals.APART, 1))
                .isInstanceOf(Refusal.class)
                .hasMessage(
                        "GPUs to replay on (0) must be 1 to 1000, requests a second (1.0) more than"
                                + " 0.");
    }

    private static Pace pace(ServingCost cost) {
        return new Pace(cost, CHAT);
    }

    /** Memory for 0.9 GB of context, if a token's bytes are known. */
    private static ServingCost cost(double outputMicros, OptionalDouble kvBytes) {
        return new ServingCost(
                "model",
                "gpu",
                10,
                outputMicros,
                0,
                OptionalDouble.empty(),
                OptionalDouble.empty(),
                kvBytes,
                OptionalDouble.of(0.9),
                2,
                1,
                "test",
                "2026-11");
    }
}
