package werkmeister.factory.control;

import werkmeister.factory.control.FactoryEvent.CancelRequested;
import werkmeister.factory.control.FactoryEvent.EvictionRequested;
import werkmeister.factory.control.FactoryEvent.GroupPut;
import werkmeister.factory.control.FactoryEvent.GroupRemoved;
import werkmeister.factory.control.FactoryEvent.JobEnded;
import werkmeister.factory.control.FactoryEvent.JobQueued;
import werkmeister.factory.control.FactoryEvent.JobRequeued;
import werkmeister.factory.control.FactoryEvent.NodeMarked;
import werkmeister.factory.control.FactoryEvent.NodeRetired;
import werkmeister.factory.control.FactoryEvent.RoomClaimed;
import werkmeister.factory.control.FactoryEvent.RunConfirmed;
import werkmeister.factory.control.FactoryEvent.RunEnded;
import werkmeister.factory.control.FactoryEvent.RunStarted;
import werkmeister.factory.control.FactoryEvent.SiteApplied;
import werkmeister.factory.control.FactoryEvent.TenantAdded;
import werkmeister.factory.control.FactoryEvent.TenantChanged;
import werkmeister.factory.control.FactoryEvent.TenantErased;
import werkmeister.factory.control.FactoryEvent.TenantRemoved;
import werkmeister.factory.control.FactoryEvent.TimeCharged;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Price;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Interruption;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Seat;
import werkmeister.factory.job.Why;
import werkmeister.factory.ledger.Freed;
import werkmeister.factory.ledger.Ledger;
import werkmeister.factory.ledger.LedgerEntry;
import werkmeister.factory.ledger.QuotaSplit;
import werkmeister.factory.ledger.Spending;
import werkmeister.factory.ledger.Sums;
import werkmeister.factory.ledger.Total;
import werkmeister.factory.run.Run;
import werkmeister.factory.schedule.Decision;
import werkmeister.factory.schedule.Placement;
import werkmeister.factory.schedule.Scheduler;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Removal;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuTime;
import werkmeister.units.Money;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.time.YearMonth;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.TreeMap;

/**
 * The book of the factory: its site, tenants, jobs and ledger. Owned by one thread; commands are
 * judged by {@link #decide}, events applied by {@link #apply}, and replaying the events rebuilds
 * the book.
 */
public final class Factory {
    /** Of a node that has left the site: what ran on it was charged before. */
    private static final Price NO_PRICE = new Price(Money.ZERO, Money.ZERO);

    private Optional<Site> site = Optional.empty();
    private final Map<String, Node> nodes = new HashMap<>();
    private final TreeMap<TenantId, Tenant> tenants = new TreeMap<>();
    private final TreeMap<String, Group> groups = new TreeMap<>();
    private final JobBook jobs = new JobBook();
    private final Ledger ledger = new Ledger();
    private final Spending spending = new Spending();
    private final QuotaSplit split = new QuotaSplit();
    private final SequencedMap<String, List<Freed>> freed = new LinkedHashMap<>();
    private final SequencedMap<String, List<Interruption>> interruptions = new LinkedHashMap<>();
    private final Map<String, GpuTime> idle = new HashMap<>();
    private final List<Removal> removals = new ArrayList<>();
    private final Scheduler scheduler = new Scheduler(this::usedUp);
    private Instant last = Instant.EPOCH;

    /**
     * Everything the book holds.
     *
     * @param nextJob number of the next job
     * @param removals of tenants, oldest first
     * @param freed GPUs that stand still for jobs which wait for more
     * @param interruptions of attempts, by job
     */
    public record State(
            Optional<Site> site,
            List<Tenant> tenants,
            List<Group> groups,
            List<Job> jobs,
            List<LedgerEntry> entries,
            long nextJob,
            List<Removal> removals,
            List<Freed> freed,
            List<Interruption> interruptions) {
        public State {
            removals = List.copyOf(removals);
            tenants = List.copyOf(tenants);
            groups = List.copyOf(groups);
            jobs = List.copyOf(jobs);
            entries = List.copyOf(entries);
            freed = List.copyOf(freed);
            interruptions = List.copyOf(interruptions);
        }
    }

    /** The book as it was when its state was taken. */
    public static Factory of(State state) {
        var factory = new Factory();
        state.site().ifPresent(factory::apply);
        state.groups().forEach(factory::put);
        state.tenants().forEach(factory::put);
        state.entries().forEach(factory::charge);
        state.jobs().forEach(job -> factory.put(job, since(job)));
        factory.jobs.next(state.nextJob());
        factory.removals.addAll(state.removals());
        state.freed()
                .forEach(one ->
                        factory.freed.computeIfAbsent(one.job(), _ -> new ArrayList<>()).add(one));
        state.interruptions().forEach(factory::add);
        return factory;
    }

    private static Instant since(Job job) {
        return job.seat().map(Seat::started).orElse(job.submitted());
    }

    public State state() {
        return new State(
                site,
                List.copyOf(tenants.values()),
                List.copyOf(groups.values()),
                jobs.all(),
                ledger.entries(),
                jobs.next(),
                removals,
                freed.values().stream().flatMap(List::stream).toList(),
                interruptions.values().stream().flatMap(List::stream).toList());
    }

    /** Judges a command and changes nothing. */
    public List<FactoryEvent> decide(FactoryCommand command, Instant now) {
        return new Judge(this, now).decide(command);
    }

    /** Applies an event that was decided. */
    public void apply(FactoryEvent event) {
        switch (event) {
            case SiteApplied(var applied) -> apply(applied);
            case NodeMarked(var node, var state) -> mark(node, state);
            case NodeRetired(var node) -> apply(site.orElseThrow().without(node));
            case GroupPut(var group) -> put(group);
            case GroupRemoved(var group) -> {
                groups.remove(group);
                scheduler.removeGroup(group);
            }
            case TenantAdded(var id, var name, var quota, var weight, var group) ->
                    put(new Tenant(id, name, quota, weight, group));
            case TenantChanged(var id, var name, var quota, var weight, var group) ->
                    put(new Tenant(id, name, quota, weight, group));
            case TenantRemoved(var id, var at) -> {
                tenants.remove(id);
                scheduler.removeTenant(id);
                List<String> ids = jobs(id).stream().map(Job::id).toList();
                removals.add(new Removal(id, ids, at, Optional.empty()));
            }
            case TenantErased(var id, var at) ->
                    removals.replaceAll(removal ->
                            removal.pending() && removal.tenant().equals(id)
                                    ? removal.at(at)
                                    : removal);
            case JobQueued queued -> queue(queued);
            case RunStarted(var _, var run) ->
                    put(existing(run.job()).startedIn(run.seat()), run.started());
            case RunConfirmed(var _, var job, var _, var at) ->
                    move(job, new JobState.Running(seat(job), at), at);
            case CancelRequested(var _, var job, var _, var at, var by) ->
                    move(job, new JobState.Stopping(seat(job), at, by, Optional.empty()), at);
            case EvictionRequested(var _, var job, var _, var at, var eviction) ->
                    move(
                            job,
                            new JobState.Stopping(
                                    seat(job),
                                    at,
                                    "rule:" + eviction.rule(),
                                    Optional.of(eviction)),
                            at);
            case RoomClaimed(var _, var job, var at, var berths) -> claim(job, at, berths);
            case RunEnded(var _, var job, var _, var outcome, var span) ->
                    runEnded(existing(job), outcome, span.to());
            case TimeCharged(var _, var entry) -> charge(entry);
            case JobRequeued(var _, var job, var at, var why) ->
                    move(job, new JobState.Queued(at, why), at);
            case JobEnded(var _, var job, var at, var outcome) ->
                    move(job, new JobState.Ended(at, outcome), at);
        }
    }

    private void apply(Site applied) {
        site = Optional.of(applied);
        nodes.clear();
        applied.nodes().forEach(node -> nodes.put(node.name(), node));
        scheduler.site(applied);
    }

    private void mark(String name, NodeState state) {
        site = site.map(one -> one.with(name, state));
        nodes.computeIfPresent(name, (_, node) -> node.in(state));
        scheduler.mark(name, state);
    }

    private void put(Group group) {
        groups.put(group.name(), group);
        scheduler.group(group);
    }

    private void put(Tenant tenant) {
        tenants.put(tenant.id(), tenant);
        scheduler.tenant(tenant);
        split.owed(tenant.id(), tenant.quota().gpus().milli(), last);
    }

    private void charge(LedgerEntry entry) {
        ledger.add(entry);
        spending.add(entry);
    }

    private void runEnded(Job job, Outcome outcome, Instant at) {
        boolean failed = outcome instanceof Outcome.Failed;
        boolean evicted = outcome instanceof Outcome.Evicted;
        if (outcome instanceof Outcome.Evicted(var eviction, var _)) {
            add(new Interruption(job.id(), job.attempt(), at, eviction));
        }
        job.eviction()
                .filter(why -> jobs.find(why.beneficiary()).filter(Job::queued).isPresent())
                .ifPresent(why ->
                        freed.computeIfAbsent(why.beneficiary(), _ -> new ArrayList<>())
                                .add(new Freed(why.beneficiary(), job.gpuMilli(), at)));
        put(job.attempted(failed, failed || evicted ? job.kept(at) : job.done()), at);
    }

    private void add(Interruption one) {
        interruptions.computeIfAbsent(one.job(), _ -> new ArrayList<>()).add(one);
    }

    private void claim(String id, Instant at, List<Berth> berths) {
        Job job = existing(id);
        Instant since =
                job.state() instanceof JobState.Queued(var began, var _, var _) ? began : at;
        Optional<List<Berth>> claim = Optional.of(berths).filter(list -> !list.isEmpty());
        var why = claim.isPresent() ? Sentences.claimed() : Sentences.submitted();
        if (claim.isEmpty()) {
            freed.remove(id);
        }
        put(job.with(new JobState.Queued(since, why, claim)), at);
    }

    public Optional<Site> site() {
        return site;
    }

    public Optional<Node> node(String name) {
        return Optional.ofNullable(nodes.get(name));
    }

    public Collection<Tenant> tenants() {
        return Collections.unmodifiableCollection(tenants.values());
    }

    /** The inner nodes of the quota tree. */
    public Collection<Group> groups() {
        return Collections.unmodifiableCollection(groups.values());
    }

    /** Every tenant that was ever removed, oldest first. */
    public List<Removal> removals() {
        return List.copyOf(removals);
    }

    public Optional<Tenant> tenant(TenantId id) {
        return Optional.ofNullable(tenants.get(id));
    }

    Tenant known(TenantId id) {
        return tenant(id)
                .orElseThrow(() -> Refusal.notFound("There is no tenant %s.".formatted(id)));
    }

    /** The jobs of a tenant, oldest first. */
    public List<Job> jobs(TenantId tenant) {
        return jobs.of(tenant);
    }

    /** The jobs of a tenant with a greater number, oldest first, so many at most. */
    public List<Job> jobsAfter(TenantId tenant, long number, int most) {
        return jobs.after(tenant, number, most);
    }

    /** The jobs of a tenant with a smaller number, newest first, so many at most. */
    public List<Job> jobsBefore(TenantId tenant, long number, int most) {
        return jobs.before(tenant, number, most);
    }

    /** The jobs of a tenant's array, oldest first; none: there is no such array. */
    public List<Job> array(TenantId tenant, String array) {
        return jobs.array(tenant, array);
    }

    /** A tenant's job; another tenant's is as if it did not exist. */
    public Job job(TenantId tenant, String id) {
        return jobs.find(id)
                .filter(job -> job.tenant().equals(tenant))
                .orElseThrow(() ->
                        Refusal.notFound("The tenant %s has no job %s.".formatted(tenant, id)));
    }

    /** Every job that waits or holds a seat, oldest first. */
    public List<Job> openJobs() {
        return jobs.open();
    }

    /** Every job that holds a seat. */
    public List<Job> seatedJobs() {
        return List.copyOf(scheduler.running());
    }

    /** Every run that the engine should know of. */
    public List<Run> runs() {
        return scheduler.running().stream().flatMap(job -> Run.of(job).stream()).toList();
    }

    /** How many jobs wait. */
    public int waiting() {
        return jobs.queued();
    }

    /** What is to be done next: a start or interruptions; empty if nothing. */
    public Optional<Decision> next(Instant now) {
        return scheduler.next(now);
    }

    /** When time alone may lead to another decision, should nothing happen before. */
    public Instant wake() {
        return scheduler.wake();
    }

    /** Why a job waits or is interrupted, as far as was found out when it was last looked at. */
    public Why why(Job job) {
        if (job.eviction().isPresent()) {
            return Sentences.evicting(job.eviction().get());
        }
        return scheduler
                .why(job)
                .orElseGet(() ->
                        job.state() instanceof JobState.Queued(var _, var said, var _)
                                ? said
                                : Sentences.submitted());
    }

    /** When a waiting job will start at the latest plan; empty: not planned yet. */
    public Optional<Instant> start(Job job, Instant now) {
        return scheduler.start(job, now);
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

    /** What all attempts at a job that have ended used and cost. */
    public Sums used(String job) {
        return ledger.sums(job);
    }

    /** Entries of all tenants for runs that ended in a span. */
    public List<LedgerEntry> charged(TimeSpan span) {
        return ledger.ended(span);
    }

    /** Attempts at a job that were interrupted, oldest first. */
    public List<Interruption> interruptions(String job) {
        return List.copyOf(interruptions.getOrDefault(job, List.of()));
    }

    /** What a tenant was charged in a month (UTC). */
    public Money spent(TenantId tenant, YearMonth month) {
        return spending.in(tenant, month);
    }

    /**
     * Forgets jobs that have ended and the entries of the ledger, and returns those. For
     * simulations of years: they keep what they need, in the journal nothing is ever forgotten.
     */
    public List<LedgerEntry> forgetEnded() {
        jobs.forgetEnded();
        interruptions.keySet().removeIf(job -> jobs.find(job).isEmpty());
        return ledger.forget();
    }

    private boolean usedUp(TenantId tenant, Instant now) {
        Optional<Money> budget = tenant(tenant).flatMap(one -> one.quota().monthlyBudget());
        if (budget.isEmpty()) {
            return false;
        }
        Money spent = spending.in(tenant, Spending.month(now));
        for (Job job : scheduler.running()) {
            if (job.tenant().equals(tenant)) {
                spent = spent.plus(accrued(job, now));
            }
        }
        return spent.compareTo(budget.get()) >= 0;
    }

    private Money accrued(Job job, Instant now) {
        Seat seat = job.seat().orElseThrow();
        Instant until = now.isBefore(seat.started()) ? seat.started() : now;
        var span = new TimeSpan(seat.started(), until);
        long cores = job.spec().resources().cpus().cpus() * seat.parts();
        var cpuTime = new CpuTime(span.length().toMillis() * cores);
        return new RunJudge(this, now).cost(job, seat, cpuTime, span);
    }

    /** What a node costs; nothing, if it has left the site. */
    Price price(String node) {
        return node(node).map(one -> one.offer().price()).orElse(NO_PRICE);
    }

    /** A job of any tenant. */
    public Optional<Job> find(String id) {
        return jobs.find(id);
    }

    /** The id of the next job, or of one that follows so many later. */
    String jobId(int later) {
        return "job-" + (jobs.next() + later);
    }

    int queued(TenantId tenant) {
        return jobs.queued(tenant);
    }

    int running(TenantId tenant) {
        return scheduler.runs(tenant);
    }

    /** Jobs that hold a seat on a node. */
    public List<Job> running(String node) {
        return scheduler.running(node);
    }

    /** Whether a node leaves the site when this job does not run on it any more. */
    boolean retires(String node, String job) {
        return node(node).filter(one -> one.state() == NodeState.RETIRING).isPresent()
                && running(node).stream().allMatch(other -> other.id().equals(job));
    }

    Optional<Refusal> objection(Job job, Placement placement) {
        return scheduler.objection(job, placement);
    }

    Placement exact(Job job, Placement placement) {
        return scheduler.exact(job, placement);
    }

    /** Why a job could never start on this site, and what could; empty if it could. */
    Optional<String> impossible(String id, JobSpec spec, Instant now) {
        var job = new Job(id, spec, now, 0, new JobState.Queued(now, Sentences.submitted()));
        return scheduler.possible(job) ? Optional.empty() : scheduler.nearest(job);
    }

    GpuTime inQuota(Job job, Instant until) {
        return split.within(job.tenant(), job.id(), until);
    }

    /** How long GPUs stood still for a job that runs now. */
    GpuTime reservedIdle(Job job) {
        return idle.getOrDefault(job.id(), GpuTime.ZERO);
    }

    private void queue(JobQueued queued) {
        put(
                new Job(
                        queued.job(),
                        queued.spec(),
                        queued.at(),
                        0,
                        new JobState.Queued(queued.at(), queued.why())),
                queued.at());
        jobs.next(jobs.next() + 1);
    }

    private void move(String job, JobState state, Instant at) {
        put(existing(job).with(state), at);
    }

    private void put(Job job, Instant at) {
        last = at.isAfter(last) ? at : last;
        Optional<Job> before = jobs.put(job);
        boolean sat = before.flatMap(Job::seat).isPresent();
        if (!sat && job.seat().isPresent()) {
            begin(job, at);
        } else if (sat && job.seat().isEmpty()) {
            split.end(job.tenant(), job.id(), at);
            idle.remove(job.id());
        }
        scheduler.moved(before, job, at);
    }

    private void begin(Job job, Instant at) {
        split.start(job.tenant(), job.id(), job.gpuMilli(), at);
        List<Freed> stood = freed.remove(job.id());
        if (stood != null) {
            idle.put(
                    job.id(),
                    stood.stream().map(one -> one.until(at)).reduce(GpuTime.ZERO, GpuTime::plus));
        }
    }

    private Job existing(String id) {
        return find(id).orElseThrow();
    }

    private Seat seat(String job) {
        return existing(job).seat().orElseThrow();
    }
}
