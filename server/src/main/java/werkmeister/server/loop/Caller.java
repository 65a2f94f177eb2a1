package werkmeister.server.loop;

import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.util.Optional;

/**
 * Who asks, and whether the answer is promised only once.
 *
 * @param actor for the journal, such as {@code key:abcd1234} or {@code engine}
 */
public record Caller(String actor, Optional<Once> once) {
    /** The scheduler, the engine and the live desk: the cloud's own. */
    public static Caller own(String name) {
        return new Caller(name, Optional.empty());
    }

    /** An idempotency key of a tenant with the hash of what was asked under it. */
    public record Once(werkmeister.units.TenantId tenant, String key, Sha256 request) {
        private static final int KEY_LENGTH_MAX = 128;

        public Once {
            if (key.isBlank() || key.length() > KEY_LENGTH_MAX) {
                throw Refusal.invalid(
                        "The Idempotency-Key (%s) must have 1 to %d characters."
                                .formatted(key, KEY_LENGTH_MAX));
            }
        }
    }
}
