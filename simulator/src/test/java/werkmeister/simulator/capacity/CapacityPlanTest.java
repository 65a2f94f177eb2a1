package werkmeister.simulator.capacity;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import werkmeister.simulator.capacity.CapacityPlan.Reading;
import werkmeister.units.Refusal;

class CapacityPlanTest {
    private static final double EU = 450e6;
    private static final double SITE = 10_000;

    /** Worked out beside, by hand, from the published formula. */
    @ParameterizedTest
    @CsvSource({
        "gpt-oss-120b, 18.5, 226900, 2137, 17.5, 2108, 26, 82",
        "gpt-oss-20b, 9.4, 445900, 4200, 34.3, 1073, 13, 42",
        "llama-3.1-8b, 10.9, 385600, 3630, 29.7, 1241, 15, 48",
        "llama-3.3-70b, 68.6, 61200, 576, 4.7, 7814, 95, 303",
        "deepseek-r1, 80.3, 52300, 492, 4.0, 9142, 112, 354"
    })
    void theClaimOf450MillionUsers(
            String model,
            double milliseconds,
            double requests,
            double regularMillions,
            double inConversationMillions,
            double needed,
            double timesInConversation,
            double timesAnswered) {
        var cost = ServingCost.of(model, "B200");
        var plan = new CapacityPlan(cost, Assistant.CHAT, EU, SITE);

        assertThat(1_000 * cost.seconds(Assistant.CHAT)).isCloseTo(milliseconds, within(0.06));
        assertThat(plan.requestsPerSecond()).isCloseTo(requests, within(0.005 * requests));
        var regular = plan.answer(Reading.REGULAR);
        assertThat(regular.served() / 1e6)
                .isCloseTo(regularMillions, within(0.01 * regularMillions));
        assertThat(regular.needed()).isCloseTo(needed, within(0.005 * needed));
        assertThat(regular.holds()).isTrue();
        var inConversation = plan.answer(Reading.IN_CONVERSATION);
        assertThat(inConversation.served() / 1e6).isCloseTo(inConversationMillions, within(0.06));
        assertThat(inConversation.needed() / SITE).isCloseTo(timesInConversation, within(0.9));
        assertThat(inConversation.holds()).isFalse();
        var answered = plan.answer(Reading.ANSWERED_NOW);
        assertThat(answered.needed() / SITE).isCloseTo(timesAnswered, within(2.0));
        assertThat(answered.holds()).isFalse();
    }

    @Test
    void whatIsNeededIsEnoughAndOneLessIsNot() {
        var cost = ServingCost.of("llama-3.3-70b", "H200");
        for (Reading reading : Reading.values()) {
            double needed =
                    new CapacityPlan(cost, Assistant.CHAT, 1e6, SITE).answer(reading).needed();

            assertThat(new CapacityPlan(cost, Assistant.CHAT, 1e6, needed).answer(reading).holds())
                    .isTrue();
            assertThat(
                            new CapacityPlan(cost, Assistant.CHAT, 1e6, needed - 1)
                                    .answer(reading)
                                    .holds())
                    .isFalse();
        }
    }

    @Test
    void longerPromptsCostMoreAndMemoryBounds() {
        var cost = ServingCost.of("gpt-oss-120b", "B200");
        var documents = Assistant.CHAT.shaped(8_000, 400, 0.6);

        assertThat(cost.seconds(documents)).isGreaterThan(2 * cost.seconds(Assistant.CHAT));
        assertThat(cost.slots(SITE, Assistant.CHAT).orElseThrow() / 1e6).isCloseTo(40, within(0.5));
        assertThat(ServingCost.of("deepseek-r1", "B200").slots(SITE, Assistant.CHAT)).isEmpty();
    }

    @Test
    void aThousandTwoHundredFiftyServersAtNameplate() {
        var cost = ServingCost.of("gpt-oss-120b", "B200");
        var bill = new CapacityPlan(cost, Assistant.CHAT, EU, SITE).bill(SITE, 1.5);

        assertThat(bill.megawatts()).isCloseTo(23.6, within(0.05));
        assertThat(bill.pods()).isEqualTo(15);
        assertThat(bill.eurosPerYear()).isEqualTo(131_400_000);
    }

    @Test
    void whatIsNotKnownIsRefusedWithWhatIs() {
        assertThatThrownBy(() -> ServingCost.of("gpt-9", "B200"))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining(
                        "Nothing is known of (gpt-9) on (B200); known are gpt-oss-120b");
        assertThatThrownBy(() -> Assistant.CHAT.shaped(0, 400, 0))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("prompt tokens (0.0) must be 1.0");
    }

    @Test
    void machinesNeedCoresAndDisksNoGpus() {
        var plan = new WatchPlan(2_400, 1, 90);

        assertThat(plan.coresToTake()).isCloseTo(2, within(1e-9));
        assertThat(plan.coresToScore()).isLessThan(0.01);
        assertThat(plan.coresToTrain()).isLessThan(0.1);
        assertThat(plan.terabytesPerYear()).isBetween(8.0, 9.0);
        assertThatThrownBy(() -> new WatchPlan(0, 1, 90)).isInstanceOf(Refusal.class);
    }
}
