package werkmeister.server.auth;

import werkmeister.units.TenantId;

import java.security.SecureRandom;

/**
 * The operator's key that a new site begins with. It is drawn on the first start and shown once;
 * from then on only its hash is known.
 *
 * @param key to be shown to the operator
 * @param command that lets the key in, to be carried out before the key is shown
 */
public record FirstKey(ApiKey key, AccessCommand command) {
    public static FirstKey draw(TenantId tenant, SecureRandom random) {
        var key = ApiKey.fresh(random);
        return new FirstKey(
                key,
                new AccessCommand.AddKey(
                        key.prefix(),
                        key.hash(),
                        tenant,
                        Role.OPERATOR,
                        "made on the first start"));
    }
}
