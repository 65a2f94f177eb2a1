package werkmeister.factory.control;

import werkmeister.factory.control.FactoryCommand.AddTenant;
import werkmeister.factory.control.FactoryCommand.ApplySite;
import werkmeister.factory.control.FactoryCommand.CancelArray;
import werkmeister.factory.control.FactoryCommand.CancelJob;
import werkmeister.factory.control.FactoryCommand.ChangeTenant;
import werkmeister.factory.control.FactoryCommand.ConfirmRunning;
import werkmeister.factory.control.FactoryCommand.EndRun;
import werkmeister.factory.control.FactoryCommand.MarkNode;
import werkmeister.factory.control.FactoryCommand.RecordTenantErased;
import werkmeister.factory.control.FactoryCommand.RemoveTenant;
import werkmeister.factory.control.FactoryCommand.StartRun;
import werkmeister.factory.control.FactoryCommand.SubmitArray;
import werkmeister.factory.control.FactoryCommand.SubmitJob;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Seat;
import werkmeister.factory.ledger.LedgerEntry;
import werkmeister.factory.run.Run;
import werkmeister.factory.schedule.Placement;
import werkmeister.factory.tenant.Removal;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuTime;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Judges commands against the book as it stands. */
final class Judge {
    /** More processor time than a run can have used: a thousand cores for a thousand years. */
    private static final long CPU_MILLISECONDS_MAX = 1L << 55;

    private static final int ARRAY_MAX = 10_000;

    private final Factory book;
    private final Instant now;

    Judge(Factory book, Instant now) {
        this.book = book;
        this.now = now;
    }

    List<FactoryEvent> decide(FactoryCommand command) {
        return switch (command) {
            case ApplySite(var site) -> applySite(site);
            case MarkNode(var node, var state) -> markNode(node, state);
            case AddTenant(var tenant) -> addTenant(tenant);
            case ChangeTenant(var tenant) -> changeTenant(tenant);
            case RemoveTenant(var tenant) -> removeTenant(tenant);
            case RecordTenantErased(var tenant) -> erased(tenant);
            case SubmitJob(var spec) -> submit(List.of(spec));
            case SubmitArray(var specs) -> submitArray(specs);
            case CancelJob(var tenant, var job, var by) -> cancel(book.job(tenant, job), by);
            case CancelArray(var tenant, var array, var by) -> cancelArray(tenant, array, by);
            case StartRun(var placement, var nonce) -> start(placement, nonce);
            case ConfirmRunning(var job, var attempt, var token) ->
                    confirm(current(job, attempt, token));
            case EndRun end -> end(end);
        };
    }

    private List<FactoryEvent> applySite(Site site) {
        for (Run run : book.runs()) {
            if (site.node(run.node()).isEmpty()) {
                throw Refusal.conflict(
                        "The node %s still runs %s: drain it before it leaves the site."
                                .formatted(run.node(), run.job()));
            }
        }
        return book.site().filter(site::equals).isPresent()
                ? List.of()
                : List.of(new FactoryEvent.SiteApplied(site));
    }

    private List<FactoryEvent> markNode(String name, NodeState state) {
        return node(name).state() == state
                ? List.of()
                : List.of(new FactoryEvent.NodeMarked(name, state));
    }

    private List<FactoryEvent> addTenant(Tenant tenant) {
        if (book.tenant(tenant.id()).isPresent()) {
            throw Refusal.conflict("The tenant %s exists already.".formatted(tenant.id()));
        }
        if (book.removals().stream().anyMatch(gone -> isPending(gone, tenant.id()))) {
            throw Refusal.conflict(
                    "The files of the removed tenant %s are still being erased: try again in a minute."
                            .formatted(tenant.id()));
        }
        return List.of(
                new FactoryEvent.TenantAdded(
                        tenant.id(), tenant.name(), tenant.quota(), tenant.weight()));
    }

    private List<FactoryEvent> changeTenant(Tenant tenant) {
        return known(tenant.id()).equals(tenant)
                ? List.of()
                : List.of(
                        new FactoryEvent.TenantChanged(
                                tenant.id(), tenant.name(), tenant.quota(), tenant.weight()));
    }

    private List<FactoryEvent> removeTenant(TenantId tenant) {
        known(tenant);
        List<String> open =
                book.openJobs().stream()
                        .filter(job -> job.tenant().equals(tenant))
                        .map(Job::id)
                        .toList();
        if (!open.isEmpty()) {
            throw Refusal.conflict(
                    "The tenant %s has jobs that have not ended (%s): cancel them or wait."
                            .formatted(tenant, String.join(", ", open)));
        }
        return List.of(new FactoryEvent.TenantRemoved(tenant, now));
    }

    private List<FactoryEvent> erased(TenantId tenant) {
        return book.removals().stream().anyMatch(gone -> isPending(gone, tenant))
                ? List.of(new FactoryEvent.TenantErased(tenant, now))
                : List.of();
    }

    private static boolean isPending(Removal removal, TenantId tenant) {
        return removal.pending() && removal.tenant().equals(tenant);
    }

    /** The array has the number of its first job. */
    private List<FactoryEvent> submitArray(List<JobSpec> specs) {
        if (specs.isEmpty() || specs.size() > ARRAY_MAX) {
            throw Refusal.invalid(
                    "An array of %d jobs must have 1 to %d.".formatted(specs.size(), ARRAY_MAX));
        }
        String array = book.jobId(0).replaceFirst("^job", "array");
        return submit(specs.stream().map(spec -> spec.in(array)).toList());
    }

    private List<FactoryEvent> submit(List<JobSpec> specs) {
        TenantId tenant = specs.getFirst().tenant();
        int limit = known(tenant).quota().queuedJobs();
        long queued =
                book.openJobs().stream()
                        .filter(job -> job.queued() && job.tenant().equals(tenant))
                        .count();
        if (queued + specs.size() > limit) {
            throw Refusal.capacity(
                    "The tenant %s has %d jobs waiting and may have %d%s: cancel one or wait."
                            .formatted(
                                    tenant,
                                    queued,
                                    limit,
                                    specs.size() == 1
                                            ? ""
                                            : ", %d more are too many".formatted(specs.size())));
        }
        var events = new ArrayList<FactoryEvent>();
        for (JobSpec spec : specs) {
            String id = book.jobId(events.size());
            events.add(
                    new FactoryEvent.JobQueued(
                            spec.tenant(), id, spec, now, Sentences.submitted()));
        }
        return events;
    }

    private List<FactoryEvent> cancelArray(TenantId tenant, String array, String by) {
        List<Job> jobs =
                book.jobs(tenant).stream()
                        .filter(job -> job.spec().array().filter(array::equals).isPresent())
                        .toList();
        if (jobs.isEmpty()) {
            throw Refusal.notFound("The tenant %s has no array %s.".formatted(tenant, array));
        }
        return jobs.stream()
                .filter(job -> !(job.state() instanceof JobState.Ended))
                .flatMap(job -> cancel(job, by).stream())
                .toList();
    }

    private List<FactoryEvent> cancel(Job job, String by) {
        return switch (job.state()) {
            case JobState.Queued _ ->
                    List.of(
                            new FactoryEvent.JobEnded(
                                    job.tenant(), job.id(), now, new Outcome.Cancelled(by)));
            case JobState.Starting _, JobState.Running _ ->
                    List.of(
                            new FactoryEvent.CancelRequested(
                                    job.tenant(), job.id(), job.attempt(), now, by));
            case JobState.Stopping _ -> List.of();
            case JobState.Ended(var at, var _) ->
                    throw Refusal.conflict("%s has ended already (%s).".formatted(job.id(), at));
        };
    }

    private List<FactoryEvent> start(Placement placement, String nonce) {
        var job = existing(placement.job());
        if (!job.queued()) {
            throw Refusal.conflict(
                    "%s does not wait (%s)."
                            .formatted(job.id(), job.state().getClass().getSimpleName()));
        }
        checkLimit(job);
        checkRoom(job, node(placement.node()));
        int attempt = job.attempt() + 1;
        var token = Run.token(job.id(), attempt, nonce);
        return List.of(
                new FactoryEvent.RunStarted(
                        job.tenant(), new Run(job.id(), attempt, placement.node(), token, now)));
    }

    private void checkLimit(Job job) {
        int limit = known(job.tenant()).quota().runningJobs();
        long running =
                book.openJobs().stream()
                        .filter(other -> other.seat().isPresent())
                        .filter(other -> other.tenant().equals(job.tenant()))
                        .count();
        if (running >= limit) {
            throw Refusal.capacity(
                    "The tenant %s runs %d jobs and may run %d."
                            .formatted(job.tenant(), running, limit));
        }
    }

    private void checkRoom(Job job, Node node) {
        if (node.state() != NodeState.UP) {
            throw Refusal.conflict(
                    "The node %s takes no work (%s).".formatted(node.name(), node.state()));
        }
        var offer = node.offer();
        var wanted =
                book.openJobs().stream()
                        .filter(other -> sitsOn(other, node))
                        .map(other -> other.spec().resources())
                        .reduce(job.spec().resources(), Resources::plus);
        if (!wanted.fits(new Resources(offer.cpus(), offer.memory(), offer.gpus()))) {
            throw Refusal.capacity(
                    "The node %s has no room for %s (%s)."
                            .formatted(node.name(), job.id(), job.spec().resources().words()));
        }
    }

    private static boolean sitsOn(Job job, Node node) {
        return job.seat().map(Seat::node).filter(node.name()::equals).isPresent();
    }

    private List<FactoryEvent> confirm(Job job) {
        return job.state() instanceof JobState.Starting
                ? List.of(new FactoryEvent.RunConfirmed(job.tenant(), job.id(), job.attempt(), now))
                : List.of();
    }

    private List<FactoryEvent> end(EndRun end) {
        var job = current(end.job(), end.attempt(), end.token());
        var seat = job.seat().orElseThrow();
        // A clock that was set back must not make a run of negative length.
        var span =
                new TimeSpan(seat.started(), now.isBefore(seat.started()) ? seat.started() : now);
        var outcome = outcome(job, end.outcome());
        var events = new ArrayList<FactoryEvent>();
        events.add(new FactoryEvent.RunEnded(job.tenant(), job.id(), job.attempt(), outcome, span));
        events.add(
                new FactoryEvent.TimeCharged(job.tenant(), charge(job, seat, end.cpuTime(), span)));
        events.add(afterwards(job, outcome, span.to()));
        return events;
    }

    /** A run that was to be cancelled and did not finish first was cancelled, however it ended. */
    private static Outcome outcome(Job job, Outcome seen) {
        return job.state() instanceof JobState.Stopping(var _, var _, var by)
                        && !(seen instanceof Outcome.Succeeded)
                ? new Outcome.Cancelled(by)
                : seen;
    }

    private LedgerEntry charge(Job job, Seat seat, CpuTime cpuTime, TimeSpan span) {
        if (cpuTime.milliseconds() > CPU_MILLISECONDS_MAX) {
            throw Refusal.invalid(
                    "The processor time of %s (%d ms) is more than a run can use."
                            .formatted(job.id(), cpuTime.milliseconds()));
        }
        // A GPU is held, used or not, from the start of the run to its end.
        var gpuTime =
                new GpuTime(
                        Math.multiplyExact(
                                span.length().toMillis(), job.spec().resources().gpus().gpus()));
        var cost = node(seat.node()).offer().price().of(cpuTime, gpuTime);
        return new LedgerEntry(job.id(), job.tenant(), job.attempt(), cpuTime, gpuTime, cost, span);
    }

    private static FactoryEvent afterwards(Job job, Outcome outcome, Instant at) {
        return switch (outcome) {
            case Outcome.Failed(var reason) when job.attempt() <= job.spec().retries() ->
                    new FactoryEvent.JobRequeued(
                            job.tenant(), job.id(), at, Sentences.retry(job, reason));
            case Outcome.Succeeded _, Outcome.Failed _, Outcome.Refused _, Outcome.Cancelled _ ->
                    new FactoryEvent.JobEnded(job.tenant(), job.id(), at, outcome);
        };
    }

    /** The job, if this attempt is its current one: everyone else is a ghost. */
    private Job current(String id, int attempt, String token) {
        var job = existing(id);
        var run = Run.of(job);
        if (run.isEmpty() || run.get().attempt() != attempt || !run.get().token().equals(token)) {
            throw Refusal.conflict(
                    "Attempt %d at %s is not the current one: its result does not count."
                            .formatted(attempt, id));
        }
        return job;
    }

    private Job existing(String id) {
        return book.find(id)
                .orElseThrow(() -> Refusal.notFound("There is no job %s.".formatted(id)));
    }

    private Tenant known(TenantId id) {
        return book.tenant(id)
                .orElseThrow(() -> Refusal.notFound("There is no tenant %s.".formatted(id)));
    }

    private Node node(String name) {
        return book.site()
                .flatMap(site -> site.node(name))
                .orElseThrow(() -> Refusal.notFound("The site has no node %s.".formatted(name)));
    }
}
