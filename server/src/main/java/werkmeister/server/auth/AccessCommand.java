package werkmeister.server.auth;

import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

/** What can be asked of the book of keys. */
public sealed interface AccessCommand {
    /** Lets a new key in. */
    record AddKey(String prefix, Sha256 hash, TenantId tenant, Role role, String note)
            implements AccessCommand {}

    /** Shuts a key out for ever. */
    record RevokeKey(TenantId tenant, String prefix) implements AccessCommand {}
}
