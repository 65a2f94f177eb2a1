package werkmeister.server.auth;

import werkmeister.units.TenantId;

/**
 * Who calls, and for which tenant.
 *
 * @param tenant whose records are seen and changed
 * @param prefix of the key, as it stands in the journal
 */
public record Actor(TenantId tenant, Role role, String prefix) {
    /** The same caller, acting for another tenant. */
    public Actor actingFor(TenantId other) {
        return new Actor(other, role, prefix);
    }
}
