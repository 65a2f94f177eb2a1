package werkmeister.factory.control;

import werkmeister.factory.control.FactoryCommand.AddTenant;
import werkmeister.factory.control.FactoryCommand.ApplySite;
import werkmeister.factory.control.FactoryCommand.CancelArray;
import werkmeister.factory.control.FactoryCommand.CancelJob;
import werkmeister.factory.control.FactoryCommand.ChangeTenant;
import werkmeister.factory.control.FactoryCommand.CloseNodes;
import werkmeister.factory.control.FactoryCommand.ConfirmRunning;
import werkmeister.factory.control.FactoryCommand.DispatchNext;
import werkmeister.factory.control.FactoryCommand.EndRun;
import werkmeister.factory.control.FactoryCommand.MarkNode;
import werkmeister.factory.control.FactoryCommand.PutGroup;
import werkmeister.factory.control.FactoryCommand.RecordTenantErased;
import werkmeister.factory.control.FactoryCommand.RemoveGroup;
import werkmeister.factory.control.FactoryCommand.RemoveTenant;
import werkmeister.factory.control.FactoryCommand.ReopenNodes;
import werkmeister.factory.control.FactoryCommand.StartRun;
import werkmeister.factory.control.FactoryCommand.SubmitArray;
import werkmeister.factory.control.FactoryCommand.SubmitJob;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Removal;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Judges commands against the book as it stands. */
final class Judge {
    private static final int ARRAY_MAX = 10_000;

    private final Factory book;
    private final Instant now;
    private final SiteJudge site;
    private final RunJudge runs;

    Judge(Factory book, Instant now) {
        this.book = book;
        this.now = now;
        site = new SiteJudge(book, now);
        runs = new RunJudge(book, now);
    }

    List<FactoryEvent> decide(FactoryCommand command) {
        return switch (command) {
            case ApplySite(var wanted, var retire) -> site.apply(wanted, retire);
            case MarkNode(var node, var state) -> site.mark(node, state);
            case CloseNodes(var closure) -> site.close(closure);
            case ReopenNodes(var pod, var from) -> site.reopen(pod, from);
            case PutGroup(var group) -> putGroup(group);
            case RemoveGroup(var group) -> removeGroup(group);
            case AddTenant(var tenant) -> addTenant(tenant);
            case ChangeTenant(var tenant) -> changeTenant(tenant);
            case RemoveTenant(var tenant) -> removeTenant(tenant);
            case RecordTenantErased(var tenant) -> erased(tenant);
            case SubmitJob(var spec) -> submit(List.of(spec));
            case SubmitArray(var specs) -> submitArray(specs);
            case CancelJob(var tenant, var job, var by) -> cancel(book.job(tenant, job), by);
            case CancelArray(var tenant, var array, var by) -> cancelArray(tenant, array, by);
            case StartRun(var placement, var nonce) -> runs.start(placement, nonce);
            case DispatchNext(var nonce) -> runs.dispatchNext(nonce);
            case ConfirmRunning(var job, var attempt, var token) ->
                    runs.confirm(runs.current(job, attempt, token));
            case EndRun(var job, var attempt, var token, var outcome, var cpuTime) ->
                    runs.ended(runs.current(job, attempt, token), outcome, cpuTime);
        };
    }

    private List<FactoryEvent> putGroup(Group group) {
        if (book.groups().contains(group)) {
            return List.of();
        }
        new QuotaTree(book).with(group).check(book.site());
        return List.of(new FactoryEvent.GroupPut(group));
    }

    private List<FactoryEvent> removeGroup(String name) {
        if (book.groups().stream().noneMatch(group -> group.name().equals(name))) {
            throw Refusal.notFound("There is no group %s.".formatted(name));
        }
        for (Group group : book.groups()) {
            if (group.parent().filter(name::equals).isPresent()) {
                throw Refusal.conflict(
                        "The group %s belongs to %s: move it first.".formatted(group.name(), name));
            }
        }
        for (Tenant tenant : book.tenants()) {
            if (tenant.group().filter(name::equals).isPresent()) {
                throw Refusal.conflict(
                        "The tenant %s belongs to %s: move it first.".formatted(tenant.id(), name));
            }
        }
        return List.of(new FactoryEvent.GroupRemoved(name));
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
        new QuotaTree(book).with(tenant).check(book.site());
        return List.of(
                new FactoryEvent.TenantAdded(
                        tenant.id(),
                        tenant.name(),
                        tenant.quota(),
                        tenant.weight(),
                        tenant.group()));
    }

    private List<FactoryEvent> changeTenant(Tenant tenant) {
        if (book.known(tenant.id()).equals(tenant)) {
            return List.of();
        }
        new QuotaTree(book).with(tenant).check(book.site());
        return List.of(
                new FactoryEvent.TenantChanged(
                        tenant.id(),
                        tenant.name(),
                        tenant.quota(),
                        tenant.weight(),
                        tenant.group()));
    }

    private List<FactoryEvent> removeTenant(TenantId tenant) {
        book.known(tenant);
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
        int limit = book.known(tenant).quota().queuedJobs();
        int queued = book.queued(tenant);
        if (queued + specs.size() > limit) {
            throw Refusal.capacity(
                    "The tenant %s has %d jobs waiting and may have %d%s: cancel some, wait, or have the operator allow more."
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
            book.impossible(id, spec, now)
                    .ifPresent(why -> {
                        throw Refusal.invalid(
                                "The job %s (%d x %s) could never start on this site: %s."
                                        .formatted(
                                                spec.name(),
                                                spec.plan().parts(),
                                                spec.resources().words(),
                                                why));
                    });
            events.add(
                    new FactoryEvent.JobQueued(
                            spec.tenant(), id, spec, now, Sentences.submitted()));
        }
        return events;
    }

    private List<FactoryEvent> cancelArray(TenantId tenant, String array, String by) {
        List<Job> jobs = book.array(tenant, array);
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
            case JobState.Stopping stopping when stopping.eviction().isEmpty() -> List.of();
            case JobState.Starting _, JobState.Running _, JobState.Stopping _ ->
                    List.of(
                            new FactoryEvent.CancelRequested(
                                    job.tenant(), job.id(), job.attempt(), now, by));
            case JobState.Ended(var at, var _) ->
                    throw Refusal.conflict("%s has ended already (%s).".formatted(job.id(), at));
        };
    }
}
