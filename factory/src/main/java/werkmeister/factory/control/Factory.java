package werkmeister.factory.control;

import werkmeister.factory.control.FactoryEvent.CancelRequested;
import werkmeister.factory.control.FactoryEvent.JobEnded;
import werkmeister.factory.control.FactoryEvent.JobQueued;
import werkmeister.factory.control.FactoryEvent.JobRequeued;
import werkmeister.factory.control.FactoryEvent.NodeMarked;
import werkmeister.factory.control.FactoryEvent.RunConfirmed;
import werkmeister.factory.control.FactoryEvent.RunEnded;
import werkmeister.factory.control.FactoryEvent.RunStarted;
import werkmeister.factory.control.FactoryEvent.SiteApplied;
import werkmeister.factory.control.FactoryEvent.TenantAdded;
import werkmeister.factory.control.FactoryEvent.TenantChanged;
import werkmeister.factory.control.FactoryEvent.TenantErased;
import werkmeister.factory.control.FactoryEvent.TenantRemoved;
import werkmeister.factory.control.FactoryEvent.TimeCharged;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Seat;
import werkmeister.factory.ledger.Ledger;
import werkmeister.factory.ledger.LedgerEntry;
import werkmeister.factory.ledger.Total;
import werkmeister.factory.run.Run;
import werkmeister.factory.schedule.Plan;
import werkmeister.factory.schedule.Scheduler;
import werkmeister.factory.schedule.Snapshot;
import werkmeister.factory.tenant.Removal;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.TreeMap;

/**
 * The book of the factory: its site, tenants, jobs and ledger. Owned by one thread; commands are
 * judged by {@link #decide}, events applied by {@link #apply}, and replaying the events rebuilds
 * the book.
 */
public final class Factory {
    private Optional<Site> site = Optional.empty();
    private final TreeMap<TenantId, Tenant> tenants = new TreeMap<>();
    private final SequencedMap<String, Job> jobs = new LinkedHashMap<>();
    private final SequencedSet<String> open = new LinkedHashSet<>();
    private final Ledger ledger = new Ledger();
    private final List<Removal> removals = new ArrayList<>();
    private long nextJob = 1;

    /**
     * Everything the book holds.
     *
     * @param nextJob number of the next job
     * @param removals of tenants, oldest first
     */
    public record State(
            Optional<Site> site,
            List<Tenant> tenants,
            List<Job> jobs,
            List<LedgerEntry> entries,
            long nextJob,
            List<Removal> removals) {
        public State {
            removals = List.copyOf(removals);
            tenants = List.copyOf(tenants);
            jobs = List.copyOf(jobs);
            entries = List.copyOf(entries);
        }
    }

    /** The book as it was when its state was taken. */
    public static Factory of(State state) {
        var factory = new Factory();
        factory.site = state.site();
        state.tenants().forEach(tenant -> factory.tenants.put(tenant.id(), tenant));
        state.jobs().forEach(factory::put);
        state.entries().forEach(factory.ledger::add);
        factory.nextJob = state.nextJob();
        factory.removals.addAll(state.removals());
        return factory;
    }

    public State state() {
        return new State(
                site,
                List.copyOf(tenants.values()),
                List.copyOf(jobs.values()),
                ledger.entries(),
                nextJob,
                removals);
    }

    /** Judges a command and changes nothing. */
    public List<FactoryEvent> decide(FactoryCommand command, Instant now) {
        return new Judge(this, now).decide(command);
    }

    /** Applies an event that was decided. */
    public void apply(FactoryEvent event) {
        switch (event) {
            case SiteApplied(var applied) -> site = Optional.of(applied);
            case NodeMarked(var node, var state) -> site = site.map(s -> s.with(node, state));
            case TenantAdded(var id, var name, var quota, var weight) ->
                    tenants.put(id, new Tenant(id, name, quota, weight));
            case TenantChanged(var id, var name, var quota, var weight) ->
                    tenants.put(id, new Tenant(id, name, quota, weight));
            case TenantRemoved(var id, var at) -> {
                tenants.remove(id);
                List<String> ids = jobs(id).stream().map(Job::id).toList();
                removals.add(new Removal(id, ids, at, Optional.empty()));
            }
            case TenantErased(var id, var at) ->
                    removals.replaceAll(removal ->
                            removal.pending() && removal.tenant().equals(id)
                                    ? removal.at(at)
                                    : removal);
            case JobQueued queued -> queue(queued);
            case RunStarted(var _, var run) -> put(existing(run.job()).startedIn(run.seat()));
            case RunConfirmed(var _, var job, var _, var at) ->
                    move(job, new JobState.Running(seat(job), at));
            case CancelRequested(var _, var job, var _, var at, var by) ->
                    move(job, new JobState.Stopping(seat(job), at, by));
            case RunEnded _ -> {} // the job's next state follows in JobRequeued or JobEnded
            case TimeCharged(var _, var entry) -> ledger.add(entry);
            case JobRequeued(var _, var job, var at, var why) ->
                    move(job, new JobState.Queued(at, why));
            case JobEnded(var _, var job, var at, var outcome) ->
                    move(job, new JobState.Ended(at, outcome));
        }
    }

    public Optional<Site> site() {
        return site;
    }

    public Collection<Tenant> tenants() {
        return Collections.unmodifiableCollection(tenants.values());
    }

    /** Every tenant that was ever removed, oldest first. */
    public List<Removal> removals() {
        return List.copyOf(removals);
    }

    public Optional<Tenant> tenant(TenantId id) {
        return Optional.ofNullable(tenants.get(id));
    }

    /** The jobs of a tenant, oldest first. */
    public List<Job> jobs(TenantId tenant) {
        return jobs.values().stream().filter(job -> job.tenant().equals(tenant)).toList();
    }

    /** A tenant's job; another tenant's is as if it did not exist. */
    public Job job(TenantId tenant, String id) {
        var job = jobs.get(id);
        if (job == null || !job.tenant().equals(tenant)) {
            throw Refusal.notFound("The tenant %s has no job %s.".formatted(tenant, id));
        }
        return job;
    }

    /** Every job that waits or holds a seat, oldest first. */
    public List<Job> openJobs() {
        return open.stream().map(this::existing).toList();
    }

    /** Every run that the engine should know of. */
    public List<Run> runs() {
        return openJobs().stream().flatMap(job -> Run.of(job).stream()).toList();
    }

    /** What the scheduler looks at. */
    public Snapshot snapshot() {
        return new Snapshot(site, List.copyOf(tenants.values()), openJobs());
    }

    /** What would start now, and why each other job waits. */
    public Plan plan() {
        return Scheduler.plan(snapshot());
    }

    public List<LedgerEntry> ledger(TenantId tenant) {
        return ledger.entries(tenant);
    }

    public Total total(TenantId tenant) {
        return ledger.total(tenant);
    }

    /** What all attempts at a job used and cost so far. */
    public Total total(String job) {
        return ledger.total(job);
    }

    Optional<Job> find(String id) {
        return Optional.ofNullable(jobs.get(id));
    }

    /** The id of the next job, or of one that follows so many later. */
    String jobId(int later) {
        return "job-" + (nextJob + later);
    }

    private void queue(JobQueued queued) {
        put(
                new Job(
                        queued.job(),
                        queued.spec(),
                        queued.at(),
                        0,
                        new JobState.Queued(queued.at(), queued.why())));
        nextJob++;
    }

    private void move(String job, JobState state) {
        put(existing(job).with(state));
    }

    private void put(Job job) {
        jobs.put(job.id(), job);
        if (job.ended()) {
            open.remove(job.id());
        } else {
            open.add(job.id());
        }
    }

    private Job existing(String id) {
        return find(id).orElseThrow();
    }

    private Seat seat(String job) {
        return existing(job).seat().orElseThrow();
    }
}
