package werkmeister.factory.tenant;

import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.util.Optional;

/**
 * Someone who uses the factory and pays for it.
 *
 * @param weight how much of what nobody is owed goes to this tenant, against the others' weights
 * @param group that it belongs to
 */
public record Tenant(TenantId id, String name, Quota quota, int weight, Optional<String> group) {
    static final int WEIGHT_MAX = 1000;

    public Tenant {
        if (name.isBlank()) {
            throw Refusal.invalid("The tenant (%s) needs a name for people.".formatted(id));
        }
        if (weight < 1 || weight > WEIGHT_MAX) {
            throw Refusal.invalid(
                    "The weight of the tenant %s (%d) must be 1 to %d."
                            .formatted(id, weight, WEIGHT_MAX));
        }
    }

    /** A tenant of no group. */
    public Tenant(TenantId id, String name, Quota quota, int weight) {
        this(id, name, quota, weight, Optional.empty());
    }
}
