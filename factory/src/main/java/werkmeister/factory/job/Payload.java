package werkmeister.factory.job;

import werkmeister.units.Refusal;

/**
 * What a job is about, in words the factory does not need to understand.
 *
 * @param kind such as {@code train}
 * @param reference what the kind's owner finds it by, such as {@code order-3}
 */
public record Payload(String kind, String reference) {
    public Payload {
        if (kind.isBlank() || reference.isBlank()) {
            throw Refusal.invalid(
                    "A job's payload needs a kind (%s) and a reference (%s)."
                            .formatted(kind, reference));
        }
    }
}
