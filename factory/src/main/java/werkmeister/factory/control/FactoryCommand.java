package werkmeister.factory.control;

import werkmeister.factory.fleet.Closure;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.schedule.Placement;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.CpuTime;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.List;

/** What may be asked of the factory. */
public sealed interface FactoryCommand {
    /**
     * The site is now this one.
     *
     * @param retire nodes that are no longer in it and still run something finish that and leave
     *     then; false: the site is refused
     */
    record ApplySite(Site site, boolean retire) implements FactoryCommand {
        public ApplySite(Site site) {
            this(site, false);
        }
    }

    /** Closes nodes of a pod for a time: for maintenance, for want of power, or reserved. */
    record CloseNodes(Closure closure) implements FactoryCommand {}

    /** Takes back what closes a pod from a time on. */
    record ReopenNodes(String pod, Instant from) implements FactoryCommand {}

    /** A group of the quota tree, new or in the place of one of the same name. */
    record PutGroup(Group group) implements FactoryCommand {}

    /** Removes a group that nobody belongs to. */
    record RemoveGroup(String group) implements FactoryCommand {}

    /**
     * A node is seen, or declared, to be in this state. What runs on one that is lost has failed.
     */
    record MarkNode(String node, NodeState state) implements FactoryCommand {}

    record AddTenant(Tenant tenant) implements FactoryCommand {}

    /** Another name, quota or weight for a tenant. */
    record ChangeTenant(Tenant tenant) implements FactoryCommand {}

    /** Forgets a tenant that has no job which waits or runs. */
    record RemoveTenant(TenantId tenant) implements FactoryCommand {}

    /** Records that no file of a removed tenant is left. */
    record RecordTenantErased(TenantId tenant) implements FactoryCommand {}

    record SubmitJob(JobSpec spec) implements FactoryCommand {}

    /** Several jobs of one tenant as one array: all of them, or none. */
    record SubmitArray(List<JobSpec> specs) implements FactoryCommand {
        public SubmitArray {
            specs = List.copyOf(specs);
        }
    }

    /**
     * A waiting job ends at once; one with a process ends when its process is seen to have ended.
     */
    record CancelJob(TenantId tenant, String job, String by) implements FactoryCommand {}

    /** Cancels what has not ended of an array. */
    record CancelArray(TenantId tenant, String array, String by) implements FactoryCommand {}

    /**
     * The next attempt at a job, where the scheduler placed it.
     *
     * @param nonce random, 8 to 64 lower-case letters or digits
     */
    record StartRun(Placement placement, String nonce) implements FactoryCommand {}

    /**
     * Whatever the scheduler wants next: a start, or interruptions that make room.
     *
     * @param nonce random, 8 to 64 lower-case letters or digits
     */
    record DispatchNext(String nonce) implements FactoryCommand {}

    /** The engine has seen the run's process. */
    record ConfirmRunning(String job, int attempt, String token) implements FactoryCommand {}

    /** The engine has seen the run end. */
    record EndRun(String job, int attempt, String token, Outcome outcome, CpuTime cpuTime)
            implements FactoryCommand {}
}
