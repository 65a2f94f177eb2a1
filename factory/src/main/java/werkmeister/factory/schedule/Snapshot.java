package werkmeister.factory.schedule;

import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Job;
import werkmeister.factory.tenant.Tenant;

import java.util.List;
import java.util.Optional;

/**
 * What the scheduler looks at.
 *
 * @param jobs that wait or hold a seat, in any order; the tenant of each is among the tenants
 */
public record Snapshot(Optional<Site> site, List<Tenant> tenants, List<Job> jobs) {
    public Snapshot {
        tenants = List.copyOf(tenants);
        jobs = List.copyOf(jobs);
    }
}
