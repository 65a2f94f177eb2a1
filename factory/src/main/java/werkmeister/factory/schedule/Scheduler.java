package werkmeister.factory.schedule;

import org.jspecify.annotations.Nullable;

import werkmeister.factory.cluster.Ask;
import werkmeister.factory.cluster.Cluster;
import werkmeister.factory.cluster.Hold;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Why;
import werkmeister.factory.placement.Shape;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Decides what starts next, where, and what is interrupted for it. It is told each thing that has
 * happened and keeps what it knows of it; nothing it knows needs to be kept across a restart. The
 * same events and times give the same decisions.
 *
 * <p>Whose turn it is: a tenant whose next job stays within what it is owed goes before one that
 * borrows; then whoever holds and has used least of the site by weight, from the groups down; then
 * the older job; then the tenant's name. Within a tenant: priority, then submission. What cannot
 * start is stepped over; for the first ones room is kept from the time on when it will be free, and
 * whoever steps over them must have ended by then or leave them enough.
 */
public final class Scheduler {
    /** Jobs for which room is kept at once; more would leave too much of the site idle. */
    private static final int KEEPS_MAX = 8;

    /** Costly searches in one go; the others are undecided until the next. */
    private static final int SEARCHES_MAX = 4;

    /** Planning ahead looks at every run; the first plan is made at once. */
    private static final Duration BETWEEN_PLANS = Duration.ofSeconds(30);

    /** Doublings of the time until a search is tried again. */
    private static final int VAIN_MAX = 4;

    private final Budgets budgets;
    private final Shares shares = new Shares();
    private final Runs runs = new Runs();
    private final Mix mix = new Mix();
    private final Map<String, Job> queued = new LinkedHashMap<>();
    private final TreeMap<TenantId, Line> lines = new TreeMap<>();
    private final TreeMap<TenantId, Tenant> tenants = new TreeMap<>();
    private final Map<String, Job> claims = new LinkedHashMap<>();

    /** Of these the ones for which all has ended that was to end, by number. */
    private final TreeMap<Long, Job> ready = new TreeMap<>();

    private final Map<String, Forecast.Start> keeps = new LinkedHashMap<>();
    private final Failed failed = new Failed();

    /** Lines that sleep for another reason than want of room: anything may wake them. */
    private final Set<Line> hindered = new LinkedHashSet<>();

    private long loosened = -1;
    private Victims.@Nullable Prices prices;
    private Instant nextClosing = Instant.MIN;
    private Instant planAfter = Instant.MIN;
    private @Nullable Site site;
    private @Nullable Cluster cluster;
    private Possible possible = new Possible(Optional.empty());
    private Closing closing = Closing.NONE;
    private boolean changed = true;
    private Instant quietUntil = Instant.MIN;

    public Scheduler(Budgets budgets) {
        this.budgets = budgets;
    }

    /** The site is another one. */
    public void site(Site applied) {
        site = applied;
        var fresh = new Cluster(applied);
        cluster = fresh;
        possible = new Possible(Optional.of(applied));
        closing = Closing.of(applied);
        shares.site(applied);
        keeps.clear();
        lines.clear();
        hindered.clear();
        failed.reset();
        nextClosing = Instant.MIN;
        runs.all()
                .forEach(job ->
                        fresh.take(fresh.ask(job.spec()), job.seat().orElseThrow().places()));
        queued.values().forEach(job -> enqueue(fresh, job));
        cells();
    }

    /** A node is in another state. */
    public void mark(String node, NodeState state) {
        if (cluster != null) {
            cluster.mark(node, state);
            possible.forget();
            if (cluster.owner(node).isPresent() || state == NodeState.UP) {
                cells();
            }
        }
        changed = true;
    }

    public void tenant(Tenant tenant) {
        tenants.put(tenant.id(), tenant);
        shares.tenant(tenant);
        cells();
    }

    public void removeTenant(TenantId tenant) {
        tenants.remove(tenant);
        shares.removeTenant(tenant);
        lines.remove(tenant);
        cells();
    }

    public void group(Group group) {
        shares.group(group);
        loosen();
    }

    public void removeGroup(String group) {
        shares.removeGroup(group);
        loosen();
    }

    private void cells() {
        lines.values().forEach(Line::wake);
        if (cluster != null && site != null) {
            boolean others = cluster.own(CellMap.of(site, cluster::state, tenants.values()));
            if (others) {
                failed.reset();
                lines.values().forEach(Line::forgetSearches);
            }
        }
        changed = true;
    }

    private void loosen() {
        lines.values().forEach(Line::wake);
        if (cluster != null) {
            cluster.loosen();
        }
        changed = true;
    }

    /**
     * A job is new or has moved on.
     *
     * @param before empty: it is new
     * @param at when
     */
    public void moved(Optional<Job> before, Job after, Instant at) {
        changed = true;
        before.filter(Job::queued).ifPresent(this::dequeue);
        Optional<Job> sat = before.filter(job -> job.seat().isPresent());
        sat.ifPresent(runs::remove);
        before.filter(Scheduler::stopping).ifPresent(job -> shares.leave(job, -1));
        if (stopping(after)) {
            shares.leave(after, 1);
        }
        if (after.seat().isPresent()) {
            runs.put(after);
        }
        sat.flatMap(Job::eviction).ifPresent(eviction -> settle(eviction.beneficiary()));
        if (sat.isPresent() && after.seat().isEmpty()) {
            leave(sat.get(), at);
        } else if (sat.isEmpty() && after.seat().isPresent()) {
            sit(after, at);
        }
        if (after.queued()) {
            queued.put(after.id(), after);
            if (cluster != null) {
                enqueue(cluster, after);
            }
        } else if (after.ended()) {
            forget(after.id());
        }
    }

    private static boolean stopping(Job job) {
        return job.state() instanceof JobState.Stopping;
    }

    private void dequeue(Job job) {
        queued.remove(job.id());
        if (cluster != null) {
            line(job.tenant()).remove(cluster.ask(job.spec()), job);
        }
    }

    private void enqueue(Cluster there, Job job) {
        Ask ask = there.ask(job.spec());
        if (job.attempt() == 0) {
            mix.add(ask.shape());
        }
        if (job.claim().isEmpty()) {
            if (unclaim(job.id())) {
                there.release(job.id());
            }
            line(job.tenant()).add(ask, job);
        } else {
            keeps.remove(job.id());
            there.release(job.id());
            unclaim(job.id());
            claims.put(job.id(), job);
            shares.claim(job, 1);
            settle(job.id());
            Shape nothing = new Shape(0, 0, 0, 0, 0);
            for (Berth berth : job.claim()) {
                there.hold(berth.node(), new Hold(job.id(), ask, Instant.MIN, nothing));
            }
        }
    }

    /** A job for which room was made can start when nothing is being stopped for it any more. */
    private void settle(String beneficiary) {
        Job claimer = claims.get(beneficiary);
        if (claimer != null && runs.stoppingFor(beneficiary) == 0) {
            ready.put(claimer.number(), claimer);
        }
    }

    private boolean unclaim(String job) {
        Job claimed = claims.remove(job);
        if (claimed != null) {
            ready.remove(claimed.number());
            shares.claim(claimed, -1);
        }
        return claimed != null;
    }

    private Line line(TenantId tenant) {
        return lines.computeIfAbsent(tenant, Line::new);
    }

    private void sit(Job job, Instant at) {
        shares.hold(job, 1, at);
        forget(job.id());
        if (cluster != null) {
            Ask ask = cluster.ask(job.spec());
            List<Berth> berths = job.seat().orElseThrow().places();
            cluster.take(ask, berths);
            Instant end = Expectation.end(job, at);
            for (Berth berth : berths) {
                var hold = cluster.held(berth.node()).filter(one -> end.isAfter(one.from()));
                if (hold.isPresent()) {
                    cluster.hold(berth.node(), hold.get().less(ask.shape().times(berth.parts())));
                }
            }
        }
    }

    private void leave(Job job, Instant at) {
        shares.hold(job, -1, at);
        if (cluster != null) {
            List<Berth> berths = job.seat().orElseThrow().places();
            failed.follow(cluster);
            cluster.give(cluster.ask(job.spec()), berths);
            failed.freed(cluster, berths, at);
        }
    }

    private void forget(String job) {
        unclaim(job);
        keeps.remove(job);
        if (cluster != null) {
            cluster.release(job);
        }
    }

    /** The next thing to be done; empty if there is nothing before something happens. */
    public Optional<Decision> next(Instant now) {
        if (cluster == null || !changed && now.isBefore(quietUntil)) {
            return Optional.empty();
        }
        failed.follow(cluster);
        wakeHindered(cluster);
        if (!now.isBefore(nextClosing)) {
            failed.clear();
            nextClosing = closing.next(now);
        }
        var sweep = new Sweep(cluster, now);
        Optional<Decision> decision =
                closing.overstaying(runs, now).or(() -> claimed(sweep)).or(sweep::next);
        changed = decision.isPresent();
        quietUntil = sweep.wake;
        return decision;
    }

    private void wakeHindered(Cluster there) {
        if (loosened != there.loosened()) {
            loosened = there.loosened();
            hindered.forEach(Line::wake);
            hindered.clear();
        }
    }

    /** When time alone may lead to another decision, should nothing happen before. */
    public Instant wake() {
        return quietUntil;
    }

    private Optional<Decision> claimed(Sweep sweep) {
        // After a restart a job may be known before the runs that are being stopped for it.
        ready.values().removeIf(job -> runs.stoppingFor(job.id()) > 0);
        if (ready.isEmpty()) {
            return Optional.empty();
        }
        Job job = ready.firstEntry().getValue();
        Optional<Decision> start = sweep.mayStart(job) ? sweep.start(job) : Optional.empty();
        return start.or(() -> Optional.of(new Decision.GiveUp(job.id())));
    }

    /** Whether a job could run on the site when it is empty; also true without a site. */
    public boolean possible(Job job) {
        return cluster == null || possible.ever(cluster.ask(job.spec()));
    }

    /** The largest shape like the one asked for that the site could run; for people. */
    public Optional<String> nearest(Job job) {
        return cluster == null ? Optional.empty() : possible.nearest(cluster, job);
    }

    /** Why a job waits; empty: nobody has looked at it yet. */
    public Optional<Why> why(Job job) {
        if (cluster == null) {
            return Optional.of(Reasons.noSite());
        }
        if (claims.containsKey(job.id())) {
            return Optional.of(Reasons.roomIsMade(runs, job.id()));
        }
        Line line = lines.get(job.tenant());
        var bunch = line == null ? null : line.find(cluster.ask(job.spec()), job);
        Supplier<Why> said = bunch == null ? null : bunch.parked.why();
        if (bunch == null || said == null) {
            return Optional.empty();
        }
        Why why = said.get();
        boolean own = bunch.first().id().equals(job.id()) || why.reason() == Why.Reason.TOO_LARGE;
        return Optional.of(own ? why : Reasons.behind(bunch.first(), why));
    }

    /** When a job will start at the latest plan; empty: it is not planned yet. */
    public Optional<Instant> start(Job job, Instant now) {
        var kept = keeps.get(job.id());
        if (kept != null) {
            return Optional.of(kept.at().isBefore(now) ? now : kept.at());
        }
        return cluster == null
                ? Optional.empty()
                : Outlook.start(cluster, runs.all(), queued.values(), job, now);
    }

    /** The jobs that hold a seat. */
    public Collection<Job> running() {
        return runs.all();
    }

    /** Jobs that hold a seat on a node. */
    public List<Job> running(String node) {
        return List.copyOf(runs.on(node));
    }

    /** Jobs that a tenant runs. */
    public int runs(TenantId tenant) {
        return shares.of(tenant).running;
    }

    /** Why a placement cannot be taken now; empty if it can. */
    public Optional<Refusal> objection(Job job, Placement placement) {
        if (cluster == null) {
            return Optional.of(Refusal.notFound("No site has been set up yet."));
        }
        Ask ask = cluster.ask(job.spec());
        for (Berth berth : placement.berths()) {
            String node = berth.node();
            if (!cluster.has(node)) {
                return Optional.of(Refusal.notFound("The site has no node %s.".formatted(node)));
            }
            if (cluster.state(node) != NodeState.UP) {
                return Optional.of(
                        Refusal.conflict(
                                "The node %s takes no work (%s)."
                                        .formatted(node, cluster.state(node))));
            }
            if (cluster.fitting(node, ask) < berth.parts()) {
                return Optional.of(
                        Refusal.capacity(
                                "The node %s has no room for %s (%d x %s)."
                                        .formatted(
                                                node,
                                                job.id(),
                                                berth.parts(),
                                                job.spec().resources().words())));
            }
        }
        return Optional.empty();
    }

    /** The GPUs of a placement that named none in particular. */
    public Placement exact(Job job, Placement placement) {
        Cluster there = Optional.ofNullable(cluster).orElseThrow();
        Ask ask = there.ask(job.spec());
        if (ask.shape().gpus() == 0) {
            return placement;
        }
        var berths = new ArrayList<Berth>();
        for (Berth berth : placement.berths()) {
            berths.add(berth.gpus() != 0 ? berth : there.berthOn(berth.node(), ask, berth.parts()));
        }
        return new Placement(placement.job(), berths);
    }

    /** One look at all that waits. */
    private final class Sweep {
        private final Cluster there;
        private final Instant now;
        private final List<Turn> turns = new ArrayList<>();
        private int searches;
        private Instant wake;

        Sweep(Cluster there, Instant now) {
            this.there = there;
            this.now = now;
            this.wake = closing.next(now);
        }

        Optional<Decision> next() {
            for (Line line : lines.values()) {
                boolean timely = now.isBefore(line.until);
                Turn known = line.turn;
                if (timely && line.asleep) {
                    sooner(line.until);
                } else if (timely && known != null && holds(known)) {
                    sooner(line.until);
                    turns.add(known);
                } else {
                    line.wake();
                    line.until = Instant.MAX;
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
            return turn.at().equals(now)
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
                    double[] turn = shares.turn(line.tenant, now);
                    line.turn =
                            new Turn(
                                    line,
                                    bunch,
                                    job,
                                    borrows,
                                    turn,
                                    now,
                                    shares.stamp(line.tenant));
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
                hindered.add(line);
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
                known = failed.of(there, bunch.kind.ask(), bunch.first());
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
                unkeep(job.id());
                park(turn, false, hindrance.get(), Instant.MAX);
                return Optional.empty();
            }
            if (budgets.usedUp(job.tenant(), now)) {
                unkeep(job.id());
                park(turn, false, () -> Reasons.budget(job.tenant()), nextMonth());
                return Optional.empty();
            }
            if (shares.freeGpuMilli() >= ask.gpuMilli()
                    && !lent(job, turn.borrows(), ask.parts())) {
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
            unkeep(turn.job().id());
            park(turn, false, () -> Reasons.notLent(turn.job().spec()), Instant.MAX);
            return Optional.empty();
        }

        /** What it asks, of its parts no more than the limits of its tenant and groups allow. */
        private Ask allowed(Job job, Ask ask) {
            int parts = shares.allowed(job, ask.parts());
            return parts < ask.parts() ? ask.atMost(parts) : ask;
        }

        /** Whether a job for which room was made may still have it. */
        boolean mayStart(Job job) {
            Ask ask = allowed(job, there.ask(job.spec()));
            Tenant tenant = tenants.get(job.tenant());
            return ask.parts() >= ask.leastParts()
                    && (tenant == null || runs(job.tenant()) < tenant.quota().runningJobs())
                    && !budgets.usedUp(job.tenant(), now);
        }

        /** The start of a job for which room was made, as soon as it is there. */
        Optional<Decision> start(Job job) {
            return find(job, allowed(job, there.ask(job.spec())))
                    .map(berths -> new Placement(job.id(), berths))
                    .filter(placement ->
                            lent(job, !shares.owed(job, placement.parts()), placement.parts()))
                    .map(Decision.Start::new);
        }

        Optional<List<Berth>> find(Job job, Ask ask) {
            return there.find(ask, Expectation.purpose(job, ask, now), mix.rule());
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
            if (!possible.ever(ask)) {
                return Optional.of(() -> Reasons.tooLarge(job.spec()));
            }
            if (!possible.now(there, ask)) {
                return Optional.of(() -> Reasons.nodesAway(job.spec()));
            }
            Tenant tenant = tenants.get(job.tenant());
            if (tenant != null
                    && runs(job.tenant()) + shares.of(job.tenant()).coming
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
                            && (owed || runs.anyBelow(job.tenant(), job.spec().priority()))
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
                bunch.searchAfter = now.plus(Victims.GRACE.multipliedBy(1L << bunch.vain));
                if (evict.isPresent()) {
                    bunch.searchAfter = Instant.MIN;
                    return evict;
                }
            }
            Ask whole = bunch.kind.ask();
            Supplier<Why> why = keep(turn, job, whole);
            // With fewer parts it runs longer: that it finds no room says nothing of its equals.
            boolean alike = ask.equals(whole);
            if (alike) {
                failed.add(there, search(bunch));
            }
            park(turn, alike, why, mayEvict ? bunch.searchAfter : Instant.MAX);
            return Optional.empty();
        }

        /** Room that is kept for one that borrows is not kept from one that is owed it. */
        private void borrowersStepBack() {
            for (String id : List.copyOf(keeps.keySet())) {
                Job kept = queued.get(id);
                if (kept != null && !shares.owed(kept, kept.spec().plan().parts())) {
                    unkeep(id);
                }
            }
        }

        private void unkeep(String job) {
            if (keeps.remove(job) != null) {
                there.release(job);
            }
        }

        private Optional<Decision> search(Turn turn, Ask ask) {
            searches++;
            boolean owed = !turn.borrows();
            var victims = new Victims(there, runs, shares, now, ask, turn.job());
            prices = victims.prices(prices);
            Optional<Decision.Evict> evict =
                    victims.search(prices).filter(one -> leavesOwed(turn, one));
            if (evict.isEmpty() && owed && ask.parts() == 1 && !ask.shape().shared()) {
                evict = victims.tidying();
            }
            return evict.map(one -> one);
        }

        private boolean leavesOwed(Turn turn, Decision.Evict evict) {
            long stopping =
                    evict.victims().stream()
                            .flatMap(victim -> runs.find(victim.job()).stream())
                            .mapToLong(Job::gpuMilli)
                            .sum();
            int parts = evict.claim().map(Placement::parts).orElse(0);
            return !borrowsForGood(turn.job(), turn.borrows())
                    || shares.leavesOwed(turn.job().spec(), parts, stopping);
        }

        private void park(Turn turn, boolean noRoom, Supplier<Why> why, Instant until) {
            Instant end = closing.next(now).isBefore(until) ? closing.next(now) : until;
            turn.bunch().parked = new Parked(why, noRoom, there.loosened(), end);
            sleeps(turn.line(), turn.bunch());
        }

        /** Keeps room from the time on when it will be free, if there is not enough kept yet. */
        private Supplier<Why> keep(Turn turn, Job job, Ask ask) {
            var kept = keeps.get(job.id());
            if (kept != null && now.isBefore(kept.at())) {
                return () -> Reasons.planned(there, ask, job, kept);
            }
            unkeep(job.id());
            boolean another =
                    keeps.keySet().stream()
                            .map(queued::get)
                            .anyMatch(
                                    other -> other != null && other.tenant().equals(job.tenant()));
            boolean tooSoon = !keeps.isEmpty() && now.isBefore(planAfter);
            if (another || tooSoon || keeps.size() >= KEEPS_MAX) {
                if (tooSoon) {
                    sooner(planAfter);
                }
                return () -> Reasons.noRoom(there, ask, job);
            }
            planAfter = now.plus(BETWEEN_PLANS);
            var forecast = new Forecast(there, runs, now);
            var start = forecast.earliest(ask, job);
            if (start.isEmpty()) {
                return () -> Reasons.keptForAnother(job.spec());
            }
            keeps.put(job.id(), start.get());
            for (Berth berth : start.get().berths()) {
                if (there.held(berth.node()).isEmpty()) {
                    Shape spare = forecast.spare(berth, ask.shape(), start.get().at());
                    there.hold(berth.node(), new Hold(job.id(), ask, start.get().at(), spare));
                }
            }
            return () -> Reasons.planned(there, ask, job, start.get());
        }
    }
}
