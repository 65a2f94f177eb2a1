package werkmeister.factory.control;

import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Eviction;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Why;
import werkmeister.factory.ledger.LedgerEntry;
import werkmeister.factory.run.Run;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Quota;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** What has happened in the factory. */
public sealed interface FactoryEvent {
    record SiteApplied(Site site) implements FactoryEvent {}

    record NodeMarked(String node, NodeState state) implements FactoryEvent {}

    /** A retiring node was empty and is none of the site any more. */
    record NodeRetired(String node) implements FactoryEvent {}

    /** A group is new, or another one by the same name. */
    record GroupPut(Group group) implements FactoryEvent {}

    record GroupRemoved(String group) implements FactoryEvent {}

    record TenantAdded(
            TenantId tenant, String name, Quota quota, int weight, Optional<String> group)
            implements FactoryEvent {}

    record TenantChanged(
            TenantId tenant, String name, Quota quota, int weight, Optional<String> group)
            implements FactoryEvent {}

    /** The tenant is known no longer; its jobs and charges stay, for the accounts. */
    record TenantRemoved(TenantId tenant, Instant at) implements FactoryEvent {}

    /** No file of the removed tenant is left on the disk. */
    record TenantErased(TenantId tenant, Instant at) implements FactoryEvent {}

    record JobQueued(TenantId tenant, String job, JobSpec spec, Instant at, Why why)
            implements FactoryEvent {}

    record RunStarted(TenantId tenant, Run run) implements FactoryEvent {}

    record RunConfirmed(TenantId tenant, String job, int attempt, Instant at)
            implements FactoryEvent {}

    /** The run's process is to be ended; the engine is asked until it is. */
    record CancelRequested(TenantId tenant, String job, int attempt, Instant at, String by)
            implements FactoryEvent {}

    /** The run's process is to be ended; the job will wait again. */
    record EvictionRequested(
            TenantId tenant, String job, int attempt, Instant at, Eviction eviction)
            implements FactoryEvent {}

    /**
     * A waiting job will start in the place of others.
     *
     * @param berths where; none: it was given up
     */
    record RoomClaimed(TenantId tenant, String job, Instant at, List<Berth> berths)
            implements FactoryEvent {}

    record RunEnded(TenantId tenant, String job, int attempt, Outcome outcome, TimeSpan span)
            implements FactoryEvent {}

    record TimeCharged(TenantId tenant, LedgerEntry entry) implements FactoryEvent {}

    /** An attempt failed and another one is left, or it was interrupted. */
    record JobRequeued(TenantId tenant, String job, Instant at, Why why) implements FactoryEvent {}

    record JobEnded(TenantId tenant, String job, Instant at, Outcome outcome)
            implements FactoryEvent {}
}
