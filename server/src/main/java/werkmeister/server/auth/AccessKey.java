package werkmeister.server.auth;

import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Optional;

/**
 * A key as the server knows it: everything but the secret.
 *
 * @param hash of the secret
 * @param note what the key is for, in the words of the one who made it
 * @param revoked since when the key opens nothing any more
 */
public record AccessKey(
        String prefix,
        Sha256 hash,
        TenantId tenant,
        Role role,
        String note,
        Instant created,
        Optional<Instant> revoked) {
    /**
     * Whether it is this key, and it still opens; the comparison takes the same time wherever the
     * first difference is.
     */
    boolean opensFor(ApiKey key) {
        byte[] known = hash.value().getBytes(StandardCharsets.US_ASCII);
        byte[] given = key.hash().value().getBytes(StandardCharsets.US_ASCII);
        return MessageDigest.isEqual(known, given) && revoked.isEmpty();
    }

    AccessKey revokedAt(Instant at) {
        return new AccessKey(prefix, hash, tenant, role, note, created, Optional.of(at));
    }
}
