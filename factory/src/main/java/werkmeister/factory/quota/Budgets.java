package werkmeister.factory.quota;

import werkmeister.units.TenantId;

import java.time.Instant;

/** Knows what tenants have spent. */
public interface Budgets {
    /** Whether a tenant's budget of this month is used up. */
    boolean usedUp(TenantId tenant, Instant now);
}
