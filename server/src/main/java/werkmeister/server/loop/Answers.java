package werkmeister.server.loop;

import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/** The answers given under idempotency keys. The oldest are forgotten when there are too many. */
final class Answers {
    static final int ANSWERS_MAX = 10_000;

    private record Key(TenantId tenant, String key) {}

    private final SequencedMap<Key, CloudEvent.Answered> answeredByKey = new LinkedHashMap<>();

    Optional<Answer> find(Caller.Once once) {
        var answered = answeredByKey.get(new Key(once.tenant(), once.key()));
        if (answered == null) {
            return Optional.empty();
        }
        if (!answered.request().equals(once.request())) {
            throw Refusal.conflict(
                    "The Idempotency-Key (%s) was used for another request; take a fresh key."
                            .formatted(once.key()));
        }
        return Optional.of(answered.answer());
    }

    void apply(CloudEvent.Answered answered) {
        answeredByKey.put(new Key(answered.tenant(), answered.key()), answered);
        while (answeredByKey.size() > ANSWERS_MAX) {
            answeredByKey.pollFirstEntry();
        }
    }

    /** Forgets what was answered to a tenant. */
    void forget(TenantId tenant) {
        answeredByKey.keySet().removeIf(key -> key.tenant().equals(tenant));
    }

    List<CloudEvent.Answered> state() {
        return List.copyOf(answeredByKey.values());
    }
}
