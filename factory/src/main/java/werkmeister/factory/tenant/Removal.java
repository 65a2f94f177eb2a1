package werkmeister.factory.tenant;

import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * A tenant that was removed.
 *
 * @param jobs ids of all its jobs, whose folders go
 * @param erased when its files were gone from the disk; empty until then
 */
public record Removal(
        TenantId tenant, List<String> jobs, Instant removed, Optional<Instant> erased) {
    public Removal {
        jobs = List.copyOf(jobs);
    }

    /** Its files are gone. */
    public Removal at(Instant time) {
        return new Removal(tenant, jobs, removed, Optional.of(time));
    }

    /** Whether its files may still be on the disk. */
    public boolean pending() {
        return erased.isEmpty();
    }
}
