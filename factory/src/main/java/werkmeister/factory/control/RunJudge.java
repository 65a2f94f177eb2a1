package werkmeister.factory.control;

import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.Offer;
import werkmeister.factory.fleet.Price;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Seat;
import werkmeister.factory.ledger.LedgerEntry;
import werkmeister.factory.ledger.Use;
import werkmeister.factory.run.Run;
import werkmeister.factory.schedule.Decision;
import werkmeister.factory.schedule.Placement;
import werkmeister.units.CpuTime;
import werkmeister.units.Energy;
import werkmeister.units.GpuTime;
import werkmeister.units.Money;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Judges commands about attempts at jobs: their start, their end and what they cost. */
final class RunJudge {
    /** More processor time than a run can have used: a thousand cores for a thousand years. */
    private static final long CPU_MILLISECONDS_MAX = 1L << 55;

    private final Factory book;
    private final Instant now;

    RunJudge(Factory book, Instant now) {
        this.book = book;
        this.now = now;
    }

    List<FactoryEvent> dispatchNext(String nonce) {
        return book.next(now).map(decision -> events(decision, nonce)).orElse(List.of());
    }

    private List<FactoryEvent> events(Decision decision, String nonce) {
        return switch (decision) {
            case Decision.Start(var placement) -> start(placement, nonce);
            case Decision.Evict evict -> evict(evict);
            case Decision.GiveUp(var job) ->
                    List.of(
                            new FactoryEvent.RoomClaimed(
                                    existing(job).tenant(), job, now, List.of()));
        };
    }

    private List<FactoryEvent> evict(Decision.Evict evict) {
        var events = new ArrayList<FactoryEvent>();
        for (Decision.Victim victim : evict.victims()) {
            Job job = existing(victim.job());
            events.add(
                    new FactoryEvent.EvictionRequested(
                            job.tenant(), job.id(), job.attempt(), now, victim.eviction()));
        }
        evict.claim()
                .ifPresent(claim ->
                        events.add(
                                new FactoryEvent.RoomClaimed(
                                        existing(claim.job()).tenant(),
                                        claim.job(),
                                        now,
                                        claim.berths())));
        return events;
    }

    List<FactoryEvent> start(Placement wanted, String nonce) {
        var job = existing(wanted.job());
        if (!job.queued()) {
            throw Refusal.conflict(
                    "%s does not wait (%s)."
                            .formatted(job.id(), job.state().getClass().getSimpleName()));
        }
        checkLimit(job.tenant());
        Optional<Refusal> objection = book.objection(job, wanted);
        if (objection.isPresent()) {
            throw objection.get();
        }
        Placement placement = book.exact(job, wanted);
        int attempt = job.attempt() + 1;
        var token = Run.token(job.id(), attempt, nonce);
        boolean plain =
                placement.berths().size() == 1
                        && placement.berths().getFirst().gpus() == 0
                        && placement.berths().getFirst().parts() == 1;
        return List.of(
                new FactoryEvent.RunStarted(
                        job.tenant(),
                        new Run(
                                job.id(),
                                attempt,
                                placement.node(),
                                token,
                                now,
                                plain ? Optional.empty() : Optional.of(placement.berths()))));
    }

    private void checkLimit(TenantId tenant) {
        int limit = book.known(tenant).quota().runningJobs();
        int running = book.running(tenant);
        if (running >= limit) {
            throw Refusal.capacity(
                    "The tenant %s runs %d jobs and may run %d.".formatted(tenant, running, limit));
        }
    }

    List<FactoryEvent> confirm(Job job) {
        return job.state() instanceof JobState.Starting
                ? List.of(new FactoryEvent.RunConfirmed(job.tenant(), job.id(), job.attempt(), now))
                : List.of();
    }

    /** An attempt ended: what it cost, and what becomes of the job and its nodes. */
    List<FactoryEvent> ended(Job job, Outcome seen, CpuTime cpuTime) {
        var seat = job.seat().orElseThrow();
        // A clock that was set back must not make a run of negative length.
        var span =
                new TimeSpan(seat.started(), now.isBefore(seat.started()) ? seat.started() : now);
        var outcome = outcome(job, seen);
        var events = new ArrayList<FactoryEvent>();
        events.add(new FactoryEvent.RunEnded(job.tenant(), job.id(), job.attempt(), outcome, span));
        events.add(
                new FactoryEvent.TimeCharged(
                        job.tenant(), charge(job, seat, cpuTime, span, outcome)));
        events.add(afterwards(job, outcome, span.to()));
        for (Berth berth : seat.places()) {
            if (book.retires(berth.node(), job.id())) {
                events.add(new FactoryEvent.NodeRetired(berth.node()));
            }
        }
        return events;
    }

    /** A run that was to stop and did not finish first was stopped, however it ended. */
    private static Outcome outcome(Job job, Outcome seen) {
        if (seen instanceof Outcome.Succeeded
                || !(job.state() instanceof JobState.Stopping stopping)) {
            return seen;
        }
        return stopping.eviction()
                .<Outcome>map(why -> new Outcome.Evicted(why, Sentences.rule(why.rule())))
                .orElseGet(() -> new Outcome.Cancelled(stopping.by()));
    }

    private LedgerEntry charge(
            Job job, Seat seat, CpuTime cpuTime, TimeSpan span, Outcome outcome) {
        if (cpuTime.milliseconds() > CPU_MILLISECONDS_MAX) {
            throw Refusal.invalid(
                    "The processor time of %s (%d ms) is more than a run can use."
                            .formatted(job.id(), cpuTime.milliseconds()));
        }
        // A GPU is held, used or not, from the start of the run to its end.
        var gpuTime = gpuTime(job, seat.parts(), span);
        return new LedgerEntry(
                job.id(),
                job.tenant(),
                job.attempt(),
                cpuTime,
                gpuTime,
                cost(job, seat, cpuTime, span),
                span,
                Optional.of(use(job, seat, span, gpuTime, outcome)));
    }

    /** On nodes of one price it is rounded once, else once a node. */
    Money cost(Job job, Seat seat, CpuTime cpuTime, TimeSpan span) {
        Price first = book.price(seat.node());
        if (seat.places().stream().map(Berth::node).map(book::price).allMatch(first::equals)) {
            return first.of(cpuTime, gpuTime(job, seat.parts(), span));
        }
        Money cost = first.of(cpuTime, GpuTime.ZERO);
        for (Berth berth : seat.places()) {
            var gpuTime = gpuTime(job, berth.parts(), span);
            cost = cost.plus(book.price(berth.node()).of(CpuTime.ZERO, gpuTime));
        }
        return cost;
    }

    private static GpuTime gpuTime(Job job, int parts, TimeSpan span) {
        return GpuTime.of(job.spec().gpuMilli(parts), span.length().toMillis());
    }

    private Use use(Job job, Seat seat, TimeSpan span, GpuTime gpuTime, Outcome outcome) {
        // Others may have started before a clock that was set back since.
        GpuTime inQuota = least(book.inQuota(job, span.to()), gpuTime);
        boolean inVain = outcome instanceof Outcome.Failed || outcome instanceof Outcome.Evicted;
        GpuTime lost = inVain ? job.lost(span.to()) : GpuTime.ZERO;
        long joules = 0;
        for (Berth berth : seat.places()) {
            joules += Math.round(watts(job, berth) * span.length().toMillis() / 1e3);
        }
        return new Use(
                inQuota,
                gpuTime.minus(inQuota),
                least(lost, gpuTime),
                book.reservedIdle(job),
                new Energy(joules));
    }

    private static GpuTime least(GpuTime one, GpuTime other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    /** Its share of what the node draws: by GPUs, on nodes without any by cores. */
    private double watts(Job job, Berth berth) {
        var offer = book.node(berth.node()).map(Node::offer);
        double watts = offer.flatMap(Offer::watts).orElse(0);
        long gpus = offer.map(one -> one.gpus().gpus()).orElse(0L);
        long cpus = offer.map(one -> one.cpus().cpus()).orElse(1L);
        return gpus > 0
                ? watts * job.spec().gpuMilli(berth.parts()) / offer.orElseThrow().gpus().milli()
                : watts * job.spec().resources().cpus().cpus() * berth.parts() / cpus;
    }

    private static FactoryEvent afterwards(Job job, Outcome outcome, Instant at) {
        return switch (outcome) {
            case Outcome.Failed(var reason) when job.failures() < job.spec().retries() ->
                    new FactoryEvent.JobRequeued(
                            job.tenant(), job.id(), at, Sentences.retry(job, reason));
            case Outcome.Evicted(var eviction, var _) ->
                    new FactoryEvent.JobRequeued(
                            job.tenant(), job.id(), at, Sentences.evicted(eviction));
            case Outcome.Succeeded _, Outcome.Failed _, Outcome.Refused _, Outcome.Cancelled _ ->
                    new FactoryEvent.JobEnded(job.tenant(), job.id(), at, outcome);
        };
    }

    /** The job, if this attempt is its current one: everyone else is a ghost. */
    Job current(String id, int attempt, String token) {
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
}
