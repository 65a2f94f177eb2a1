package werkmeister.factory.schedule;

import org.jspecify.annotations.Nullable;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.Why;
import werkmeister.factory.quota.Shares;
import werkmeister.factory.tenant.Tenant;

import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;

/** One look at all that waits. */
final class Sweep {
    /** Costly searches in one go; the others are undecided until the next. */
    private static final int SEARCHES_MAX = 4;

    /** Doublings of the time until a search is tried again. */
    private static final int VAIN_MAX = 4;

    private final Sight sight;
    private final Cluster there;
    private final Shares shares;
    private final Keeps keeps;
    private final Instant now;

    /** What was used fades by the week: shares to the minute will do, and are worked out less. */
    private final Instant minute;

    private final List<Turn> turns = new ArrayList<>();
    private int searches;
    private Instant wake;

    Sweep(Sight sight, Instant now) {
        this.sight = sight;
        this.there = sight.cluster();
        this.shares = sight.shares();
        this.keeps = sight.keeps();
        this.now = now;
        this.minute = now.truncatedTo(ChronoUnit.MINUTES);
        this.wake = sight.closing().next(now);
    }

    /** When time alone may lead to another decision than nothing. */
    Instant wake() {
        return wake;
    }

    /**
     * The start of the first job for which room was made, or the end of its claim.
     *
     * @param ready those for which all has ended that was to end, by number
     */
    Optional<Decision> claimed(SortedMap<Long, Job> ready) {
        // After a restart a job may be known before the runs that are being stopped for it.
        ready.values().removeIf(job -> sight.runs().stoppingFor(job.id()) > 0);
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        Job job = ready.sequencedValues().getFirst();
        Optional<Decision> start = mayStart(job) ? start(job) : Optional.empty();
        return start.or(() -> Optional.of(new Decision.GiveUp(job.id())));
    }

    /** The next start or interruption; empty: nothing that waits can be helped now. */
    Optional<Decision> next() {
        for (Line line : sight.lines().values()) {
            boolean timely = now.isBefore(line.until);
            Turn known = line.turn;
            if (timely && line.asleep) {
                sooner(line.until);
            } else if (timely && known != null && holds(known)) {
                sooner(line.until);
                turns.add(known);
            } else {
                line.wake();
                line.until = line.miss(now);
                offer(line, null);
            }
        }
        while (!turns.isEmpty()) {
            Turn turn = Turn.first(turns);
            Optional<Decision> decision = attempt(turn);
            if (decision.isPresent()) {
                return decision;
            }
            offer(turn.line(), turn.bunch());
        }
        return Optional.empty();
    }

    /** Whether a turn that was worked out before is what would be worked out now. */
    private boolean holds(Turn turn) {
        return turn.at().equals(minute)
                && turn.stamp() == shares.stamp(turn.line().tenant)
                && !stays(turn.bunch());
    }

    private void offer(Line line, Line.@Nullable Bunch after) {
        for (Line.Bunch bunch : line.after(after)) {
            if (stays(bunch)) {
                sleeps(line, bunch);
            } else {
                Job job = bunch.first();
                boolean borrows = !shares.owed(job, bunch.kind.ask().parts());
                double[] turn = shares.turn(line.tenant, minute);
                line.turn =
                        new Turn(
                                line, bunch, job, borrows, turn, minute, shares.stamp(line.tenant));
                turns.add(line.turn);
                return;
            }
        }
        line.turn = null;
        line.asleep = true;
    }

    /** The line need not be looked at for a bunch before it is woken. */
    private void sleeps(Line line, Line.Bunch bunch) {
        Parked parked = bunch.parked;
        if (parked.noRoom() && search(bunch).fails()) {
            search(bunch).wakes(line);
        } else {
            sight.hindered().add(line);
        }
        if (parked.until().isBefore(line.until)) {
            line.until = parked.until();
        }
        sooner(parked.until());
    }

    /** Whether it is known without another look that the first of a bunch cannot start yet. */
    private boolean stays(Line.Bunch bunch) {
        Parked parked = bunch.parked;
        return parked.still(there.loosened(), now)
                || parked.noRoom() && now.isBefore(parked.until()) && search(bunch).fails();
    }

    private Failed.Search search(Line.Bunch bunch) {
        Failed.Search known = bunch.search;
        if (known == null) {
            known = sight.failed().of(there, bunch.kind.ask(), bunch.first());
            bunch.search = known;
        }
        return known;
    }

    private void sooner(Instant time) {
        wake = time.isBefore(wake) ? time : wake;
    }

    private Optional<Decision> attempt(Turn turn) {
        Job job = turn.job();
        Ask ask = allowed(job, turn.bunch().kind.ask());
        Optional<Supplier<Why>> hindrance = hindrance(job, ask);
        if (hindrance.isPresent()) {
            keeps.drop(there, job.id());
            park(turn, false, hindrance.get(), Instant.MAX);
            return Optional.empty();
        }
        if (sight.budgets().usedUp(job.tenant(), now)) {
            keeps.drop(there, job.id());
            park(turn, false, () -> Reasons.budget(job.tenant()), nextMonth());
            return Optional.empty();
        }
        if (shares.freeGpuMilli() >= ask.gpuMilli() && !lent(job, turn.borrows(), ask.parts())) {
            return notLent(turn);
        }
        if (search(turn.bunch()).hopeless(there, Expectation.purpose(job, ask, now))) {
            return noRoom(turn, job, ask);
        }
        var berths = find(job, ask);
        if (berths.isPresent()) {
            // An elastic job may begin with fewer parts.
            var placement = new Placement(job.id(), berths.get());
            return lent(job, turn.borrows(), placement.parts())
                    ? Optional.of(new Decision.Start(placement))
                    : notLent(turn);
        }
        return noRoom(turn, job, ask);
    }

    private Optional<Decision> notLent(Turn turn) {
        keeps.drop(there, turn.job().id());
        park(turn, false, () -> Reasons.notLent(turn.job().spec()), Instant.MAX);
        return Optional.empty();
    }

    /** What it asks, of its parts no more than the limits of its tenant and groups allow. */
    private Ask allowed(Job job, Ask ask) {
        int parts = shares.allowed(job, ask.parts());
        return parts < ask.parts() ? ask.atMost(parts) : ask;
    }

    /** Whether a job for which room was made may still have it. */
    private boolean mayStart(Job job) {
        Ask ask = allowed(job, there.ask(job.spec()));
        Tenant tenant = sight.tenants().get(job.tenant());
        return ask.parts() >= ask.leastParts()
                && (tenant == null || shares.running(job.tenant()) < tenant.quota().runningJobs())
                && !sight.budgets().usedUp(job.tenant(), now);
    }

    /** The start of a job for which room was made, as soon as it is there. */
    private Optional<Decision> start(Job job) {
        return find(job, allowed(job, there.ask(job.spec())))
                .map(berths -> new Placement(job.id(), berths))
                .filter(placement ->
                        lent(job, !shares.owed(job, placement.parts()), placement.parts()))
                .map(Decision.Start::new);
    }

    private Optional<List<Berth>> find(Job job, Ask ask) {
        return there.find(ask, Expectation.purpose(job, ask, now), sight.mix().rule());
    }

    private Instant nextMonth() {
        return YearMonth.from(now.atOffset(ZoneOffset.UTC))
                .plusMonths(1)
                .atDay(1)
                .atStartOfDay(ZoneOffset.UTC)
                .toInstant();
    }

    /** Work that cannot be interrupted borrows only what nobody is owed. */
    private boolean lent(Job job, boolean borrows, int parts) {
        return !borrowsForGood(job, borrows) || shares.leavesOwed(job.spec(), parts);
    }

    private static boolean borrowsForGood(Job job, boolean borrows) {
        return borrows
                && !job.spec().plan().preemptible()
                && job.spec().resources().gpus().gpus() > 0;
    }

    private Optional<Supplier<Why>> hindrance(Job job, Ask ask) {
        if (!sight.possible().ever(ask)) {
            return Optional.of(() -> Reasons.tooLarge(job.spec()));
        }
        if (!sight.possible().now(there, ask)) {
            return Optional.of(() -> Reasons.nodesAway(job.spec()));
        }
        Tenant tenant = sight.tenants().get(job.tenant());
        if (tenant != null
                && shares.running(job.tenant()) + shares.coming(job.tenant())
                        >= tenant.quota().runningJobs()) {
            return Optional.of(() -> Reasons.runningLimit(tenant));
        }
        return ask.parts() >= ask.leastParts()
                ? Optional.empty()
                : shares.exceeded(job, shares.allowed(job, ask.leastParts()) + 1)
                        .map(account -> () -> Reasons.gpuLimit(account));
    }

    private Optional<Decision> noRoom(Turn turn, Job job, Ask ask) {
        Line.Bunch bunch = turn.bunch();
        boolean owed = !turn.borrows();
        boolean mayEvict =
                ask.shape().gpus() > 0
                        && (owed || sight.runs().anyBelow(job.tenant(), job.spec().priority()))
                        && shares.reachable(job.tenant()) >= ask.gpuMilli();
        if (mayEvict && !now.isBefore(bunch.searchAfter)) {
            if (searches >= SEARCHES_MAX) {
                bunch.parked = new Parked(Reasons::undecided, false, -1, Instant.MIN);
                turn.line().until = now;
                sooner(now);
                return Optional.empty();
            }
            if (owed) {
                borrowersStepBack();
            }
            Optional<Decision> evict = search(turn, ask);
            bunch.vain = evict.isPresent() ? 0 : Math.min(bunch.vain + 1, VAIN_MAX);
            bunch.searchAfter =
                    now.plus(Candidate.GRACE.multipliedBy(1L << Math.max(0, bunch.vain - 1)));
            if (evict.isPresent()) {
                bunch.searchAfter = Instant.MIN;
                return evict;
            }
        }
        Ask whole = bunch.kind.ask();
        Supplier<Why> why = keep(job, whole);
        // With fewer parts it runs longer: that it finds no room says nothing of its equals.
        boolean alike = ask.equals(whole);
        if (alike) {
            sight.failed().add(there, search(bunch));
        }
        park(turn, alike, why, mayEvict ? bunch.searchAfter : Instant.MAX);
        return Optional.empty();
    }

    /** Room that is kept for one that borrows is not kept from one that is owed it. */
    private void borrowersStepBack() {
        for (String id : keeps.jobs()) {
            Job kept = sight.queued().get(id);
            if (kept != null && !shares.owed(kept, kept.spec().plan().parts())) {
                keeps.drop(there, id);
            }
        }
    }

    private Optional<Decision> search(Turn turn, Ask ask) {
        searches++;
        boolean owed = !turn.borrows();
        var victims = new Victims(there, sight.runs(), shares, now, ask, turn.job());
        victims.renew(sight.prices());
        Optional<Decision.Evict> evict =
                victims.search(sight.prices()).filter(one -> leavesOwed(turn, one));
        if (evict.isEmpty() && owed && !ask.shape().shared()) {
            evict = new Tidying(sight, now, ask, turn.job()).search();
        }
        return evict.map(one -> one);
    }

    private boolean leavesOwed(Turn turn, Decision.Evict evict) {
        long stopping =
                evict.victims().stream()
                        .flatMap(victim -> sight.runs().find(victim.job()).stream())
                        .mapToLong(Job::gpuMilli)
                        .sum();
        int parts = evict.claim().map(Placement::parts).orElse(0);
        return !borrowsForGood(turn.job(), turn.borrows())
                || shares.leavesOwed(turn.job().spec(), parts, stopping);
    }

    private void park(Turn turn, boolean noRoom, Supplier<Why> why, Instant until) {
        Instant end = sight.closing().next(now).isBefore(until) ? sight.closing().next(now) : until;
        turn.bunch().parked = new Parked(why, noRoom, there.loosened(), end);
        sleeps(turn.line(), turn.bunch());
    }

    /** Keeps room from the time on when it will be free, if there is not enough kept yet. */
    private Supplier<Why> keep(Job job, Ask ask) {
        Forecast.Start kept = keeps.of(job.id());
        if (kept != null && now.isBefore(kept.at())) {
            return () -> Reasons.planned(there, ask, job, kept);
        }
        keeps.drop(there, job.id());
        boolean tooSoon = keeps.tooSoon(now);
        if (tooSoon) {
            sooner(keeps.planAfter());
        }
        if (tooSoon || keeps.full() || keeps.keepsFor(job.tenant(), sight.queued())) {
            return () -> Reasons.noRoom(there, ask, job);
        }
        return keeps.plan(sight, now, ask, job)
                .<Supplier<Why>>map(start -> () -> Reasons.planned(there, ask, job, start))
                .orElse(() -> Reasons.keptForAnother(job.spec()));
    }
}
