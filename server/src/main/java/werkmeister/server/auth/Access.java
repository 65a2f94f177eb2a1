package werkmeister.server.auth;

import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The book of keys: who may come in, as what, for which tenant. */
public final class Access {
    /** Keys of one tenant that may be open at the same time. */
    public static final int KEYS_OF_A_TENANT_MAX = 1000;

    /** Characters of a note. */
    public static final int NOTE_LENGTH_MAX = 200;

    /** Every key there ever was, in the order of their making. */
    public record State(List<AccessKey> keys) {
        public State {
            keys = List.copyOf(keys);
        }
    }

    private final Map<String, AccessKey> keysByPrefix = new LinkedHashMap<>();

    /** The book as it was left. */
    public static Access of(State state) {
        var access = new Access();
        state.keys().forEach(key -> access.keysByPrefix.put(key.prefix(), key));
        return access;
    }

    public State state() {
        return new State(List.copyOf(keysByPrefix.values()));
    }

    /** Judges a command and changes nothing. */
    public List<AccessEvent> decide(AccessCommand command, Instant now) {
        return switch (command) {
            case AccessCommand.AddKey add -> List.of(judged(add, now));
            case AccessCommand.RevokeKey(var tenant, var prefix) ->
                    List.of(revoked(tenant, prefix, now));
        };
    }

    public void apply(AccessEvent event) {
        switch (event) {
            case AccessEvent.KeyAdded(
                            var tenant,
                            var prefix,
                            var hash,
                            var role,
                            var note,
                            var at) ->
                    keysByPrefix.put(
                            prefix,
                            new AccessKey(prefix, hash, tenant, role, note, at, Optional.empty()));
            case AccessEvent.KeyRevoked(_, var prefix, var at) ->
                    keysByPrefix.computeIfPresent(prefix, (_, key) -> key.revokedAt(at));
        }
    }

    /** Whether no key was ever made: the first start. */
    public boolean isEmpty() {
        return keysByPrefix.isEmpty();
    }

    /** The key with this prefix, whether it still opens or not. */
    public Optional<AccessKey> key(String prefix) {
        return Optional.ofNullable(keysByPrefix.get(prefix));
    }

    /** The keys of a tenant in the order of their making. */
    public List<AccessKey> keys(TenantId tenant) {
        return keysByPrefix.values().stream().filter(key -> key.tenant().equals(tenant)).toList();
    }

    private AccessEvent judged(AccessCommand.AddKey add, Instant now) {
        if (add.note().length() > NOTE_LENGTH_MAX) {
            throw Refusal.invalid(
                    "The note of the key is %d characters long; at most %d are kept."
                            .formatted(add.note().length(), NOTE_LENGTH_MAX));
        }
        if (keysByPrefix.containsKey(add.prefix())) {
            throw Refusal.conflict(
                    "There is a key with the prefix (%s) already: draw another."
                            .formatted(add.prefix()));
        }
        if (keys(add.tenant()).stream().filter(key -> key.revoked().isEmpty()).count()
                >= KEYS_OF_A_TENANT_MAX) {
            throw Refusal.capacity(
                    "Tenant (%s) has %d open keys, as many as it may: revoke one that is not used."
                            .formatted(add.tenant(), KEYS_OF_A_TENANT_MAX));
        }
        return new AccessEvent.KeyAdded(
                add.tenant(), add.prefix(), add.hash(), add.role(), add.note(), now);
    }

    private AccessEvent revoked(TenantId tenant, String prefix, Instant now) {
        var key =
                key(prefix)
                        .filter(found -> found.tenant().equals(tenant))
                        .orElseThrow(() ->
                                Refusal.notFound(
                                        "There is no key with the prefix (%s).".formatted(prefix)));
        if (key.revoked().isPresent()) {
            throw Refusal.conflict(
                    "The key (%s) was revoked at %s.".formatted(prefix, key.revoked().get()));
        }
        if (key.role() == Role.OPERATOR && openOperators() == 1) {
            throw Refusal.conflict(
                    "The key (%s) is the last operator's key: make another one before you revoke it."
                            .formatted(prefix));
        }
        return new AccessEvent.KeyRevoked(tenant, prefix, now);
    }

    private long openOperators() {
        return keysByPrefix.values().stream()
                .filter(key -> key.role() == Role.OPERATOR && key.revoked().isEmpty())
                .count();
    }
}
