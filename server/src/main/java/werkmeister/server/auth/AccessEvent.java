package werkmeister.server.auth;

import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.time.Instant;

/** What happened to keys. */
public sealed interface AccessEvent {
    TenantId tenant();

    record KeyAdded(TenantId tenant, String prefix, Sha256 hash, Role role, String note, Instant at)
            implements AccessEvent {}

    record KeyRevoked(TenantId tenant, String prefix, Instant at) implements AccessEvent {}
}
