package werkmeister.server.auth;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

class DoorkeeperTest {
    private static final Instant NOW = Instant.parse("2026-11-23T12:00:00Z");
    private static final TenantId DEMO = new TenantId("demo");

    private final Access access = new Access();
    private long nanos;
    private final Doorkeeper doorkeeper = new Doorkeeper(access::key, () -> nanos);
    private final ApiKey key = ApiKey.fresh(new SecureRandom());

    DoorkeeperTest() {
        var first = new AccessCommand.AddKey(key.prefix(), key.hash(), DEMO, Role.ENGINEER, "");
        access.decide(first, NOW).forEach(access::apply);
    }

    @Test
    void theRightKeyComesInAsItsTenantAndRole() {
        assertThat(admit(key.text())).isEqualTo(new Actor(DEMO, Role.ENGINEER, key.prefix()));
        assertThat(ApiKey.parse(key.text())).contains(key);
        assertThat(key.toString()).doesNotContain(key.secret());
        assertThat(FirstKey.draw(DEMO, new SecureRandom()).key().text()).isNotEqualTo(key.text());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "Bearer",
                "Bearer ",
                "Basic d2VyazptZWlzdGVy",
                "Bearer wm_",
                "Bearer wm_12345678_short",
                "Bearer wm_1234567ä_00000000000000000000000000000000"
            })
    void whatIsNoKeyStaysOutside(String header) {
        assertRefused(Optional.of(header), "10.0.0.1", Refusal.Kind.UNAUTHENTICATED);
        assertRefused(Optional.empty(), "10.0.0.1", Refusal.Kind.UNAUTHENTICATED);
    }

    @Test
    void aRevokedKeyOpensNothing() {
        access.decide(new AccessCommand.RevokeKey(DEMO, key.prefix()), NOW).forEach(access::apply);

        assertRefused(key.text(), "10.0.0.1", Refusal.Kind.UNAUTHENTICATED);
    }

    @Test
    void whoGuessesHasToWaitAndNobodyElse() {
        String wrong = new ApiKey(key.prefix(), "0".repeat(32)).text();
        for (int i = 0; i < Doorkeeper.GUESSES_MAX; i++) {
            assertRefused(wrong, "10.0.0.1", Refusal.Kind.UNAUTHENTICATED);
        }
        assertRefused(wrong, "10.0.0.1", Refusal.Kind.CAPACITY);
        assertRefused(key.text(), "10.0.0.1", Refusal.Kind.CAPACITY);
        assertThat(doorkeeper.admit(Optional.of("Bearer " + key.text()), "10.0.0.2").tenant())
                .isEqualTo(DEMO);

        nanos += Duration.ofSeconds(Guesses.SECONDS_A_GUESS).toNanos();
        assertThat(admit(key.text()).tenant()).isEqualTo(DEMO);
    }

    @Test
    void guessesAtUnknownPrefixesAreCountedByAddress() {
        for (int i = 0; i < Doorkeeper.GUESSES_MAX; i++) {
            String stranger = new ApiKey("X%07d".formatted(i), "0".repeat(32)).text();
            assertRefused(stranger, "10.0.0.1", Refusal.Kind.UNAUTHENTICATED);
        }
        String last = new ApiKey("Y0000000", "0".repeat(32)).text();
        assertRefused(last, "10.0.0.1", Refusal.Kind.CAPACITY);
        assertRefused(last, "10.0.0.2", Refusal.Kind.UNAUTHENTICATED);
        assertThat(admit(key.text()).tenant()).isEqualTo(DEMO);
    }

    @ParameterizedTest(name = "{0} admits {1}: {2}")
    @CsvSource(
            textBlock =
                    """
                    PUBLIC,   VIEWER,   true
                    VIEWER,   VIEWER,   true
                    VIEWER,   OPERATOR, true
                    ENGINEER, VIEWER,   false
                    ENGINEER, ENGINEER, true
                    OPERATOR, ENGINEER, false
                    OPERATOR, OPERATOR, true
                    """)
    void eachRoleIncludesTheOnesBeforeIt(Policy policy, Role role, boolean admitted) {
        assertThat(policy.admits(role)).isEqualTo(admitted);
    }

    private Actor admit(String text) {
        return doorkeeper.admit(Optional.of("Bearer " + text), "10.0.0.1");
    }

    private void assertRefused(String text, String address, Refusal.Kind kind) {
        assertRefused(Optional.of("Bearer " + text), address, kind);
    }

    private void assertRefused(Optional<String> header, String address, Refusal.Kind kind) {
        assertThatThrownBy(() -> doorkeeper.admit(header, address))
                .isInstanceOfSatisfying(
                        Refusal.class, refusal -> assertThat(refusal.kind()).isEqualTo(kind));
    }
}
