package werkmeister.simulator.virtual;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.Refusal;

import java.time.Duration;
import java.util.List;

/**
 * What is to happen.
 *
 * @param workload its name
 * @param arrivals of jobs, the earliest first
 * @param failures of nodes
 * @param changes of the site, in any order
 * @param days that are counted; jobs that have not ended then are told, not counted
 */
public record Scenario(
        String workload,
        Site site,
        List<Tenant> tenants,
        Iterable<Arrival> arrivals,
        Failures failures,
        List<Change> changes,
        int days,
        long seed) {
    public Scenario {
        tenants = List.copyOf(tenants);
        changes = List.copyOf(changes);
    }

    /**
     * Nodes fail at random and come back.
     *
     * @param mean time between two failures of one node; zero: they never fail
     * @param repair mean time until it is back
     */
    public record Failures(Duration mean, Duration repair) {
        public static final Failures NONE = new Failures(Duration.ZERO, Duration.ZERO);

        public Failures {
            if (mean.isNegative() || repair.isNegative()) {
                throw Refusal.invalid(
                        "The mean time between failures (%s) and until repair (%s) must not be negative."
                                .formatted(mean, repair));
            }
        }
    }

    /**
     * Something is done to the site.
     *
     * @param at milliseconds since the beginning
     */
    public record Change(long at, FactoryCommand command) {}
}
