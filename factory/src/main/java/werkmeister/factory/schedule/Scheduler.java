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
import werkmeister.factory.quota.Budgets;
import werkmeister.factory.quota.CellMap;
import werkmeister.factory.quota.Shares;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Instant;
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
 * the older job; then the tenant's name. Within a tenant: as {@link Place} says. What cannot start
 * is stepped over; for the first ones room is kept from the time on when it will be free, and
 * whoever steps over them must have ended by then or leave them enough.
 */
public final class Scheduler {
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

    private final Keeps keeps = new Keeps();
    private final Failed failed = new Failed();

    /** Lines that sleep for another reason than want of room: anything may wake them. */
    private final Set<Line> hindered = new LinkedHashSet<>();

    private long loosened = -1;
    private Instant nextClosing = Instant.MIN;
    private @Nullable Site site;
    private @Nullable Sight sight;
    private boolean changed = true;
    private Instant quietUntil = Instant.MIN;

    public Scheduler(Budgets budgets) {
        this.budgets = budgets;
    }

    /** The site is another one. */
    public void site(Site applied) {
        site = applied;
        var fresh = new Cluster(applied);
        sight = sight(applied, fresh);
        shares.site(applied, fresh::idleGpuMilli);
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

    private Sight sight(Site applied, Cluster there) {
        return new Sight(
                there,
                new Possible(applied),
                Closing.of(applied),
                budgets,
                shares,
                runs,
                mix,
                queued,
                lines,
                tenants,
                keeps,
                new Openings(there, runs),
                failed,
                hindered,
                new Victims.Prices());
    }

    /** A node is in another state. */
    public void mark(String node, NodeState state) {
        if (sight != null) {
            sight.cluster().mark(node, state);
            sight.possible().forget();
            if (sight.cluster().owner(node).isPresent() || state == NodeState.UP) {
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
        if (sight != null && site != null) {
            boolean others =
                    sight.cluster().own(CellMap.of(site, sight.cluster()::state, tenants.values()));
            if (others) {
                forgetSearches();
            }
        }
        changed = true;
    }

    private void forgetSearches() {
        failed.reset();
        lines.values().forEach(Line::forgetSearches);
    }

    private void loosen() {
        lines.values().forEach(Line::wake);
        if (sight != null) {
            sight.cluster().loosen();
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
            if (sight != null) {
                enqueue(sight.cluster(), after);
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
        if (sight != null) {
            line(job.tenant()).remove(sight.cluster().ask(job.spec()), job);
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
            keeps.forget(job.id());
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
        if (sight != null) {
            Ask ask = sight.cluster().ask(job.spec());
            List<Berth> berths = job.seat().orElseThrow().places();
            sight.cluster().take(ask, berths);
            Instant end = Expectation.end(job, at);
            for (Berth berth : berths) {
                var hold =
                        sight.cluster().held(berth.node()).filter(one -> end.isAfter(one.from()));
                if (hold.isPresent()) {
                    sight.cluster()
                            .hold(berth.node(), hold.get().less(ask.shape().times(berth.parts())));
                }
            }
        }
    }

    private void leave(Job job, Instant at) {
        shares.hold(job, -1, at);
        if (sight != null) {
            List<Berth> berths = job.seat().orElseThrow().places();
            failed.follow(sight.cluster());
            sight.cluster().give(sight.cluster().ask(job.spec()), berths);
            failed.freed(sight.cluster(), berths, at);
        }
    }

    private void forget(String job) {
        unclaim(job);
        keeps.forget(job);
        if (sight != null) {
            sight.cluster().release(job);
        }
    }

    /** The next thing to be done; empty if there is nothing before something happens. */
    public Optional<Decision> next(Instant now) {
        if (sight == null || !changed && now.isBefore(quietUntil)) {
            return Optional.empty();
        }
        Cluster cluster = sight.cluster();
        Closing closing = sight.closing();
        if (failed.full(queued.size())) {
            forgetSearches();
        }
        failed.follow(cluster);
        wakeHindered(cluster);
        if (!now.isBefore(nextClosing)) {
            failed.clear();
            nextClosing = closing.next(now);
        }
        var sweep = new Sweep(sight, now);
        Optional<Decision> decision =
                closing.overstaying(runs, now).or(() -> sweep.claimed(ready)).or(sweep::next);
        changed = decision.isPresent();
        quietUntil = sweep.wake();
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

    /** Whether a job could run on the site when it is empty; also true without a site. */
    public boolean possible(Job job) {
        return sight == null || sight.possible().ever(sight.cluster().ask(job.spec()));
    }

    /** The largest shape like the one asked for that the site could run; for people. */
    public Optional<String> nearest(Job job) {
        return sight == null ? Optional.empty() : sight.possible().nearest(sight.cluster(), job);
    }

    /** Why a job waits; empty: nobody has looked at it yet. */
    public Optional<Why> why(Job job) {
        if (sight == null) {
            return Optional.of(Reasons.noSite());
        }
        if (claims.containsKey(job.id())) {
            return Optional.of(Reasons.roomIsMade(runs, job.id()));
        }
        Line line = lines.get(job.tenant());
        var bunch = line == null ? null : line.find(sight.cluster().ask(job.spec()), job);
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
        var kept = keeps.of(job.id());
        if (kept != null) {
            return Optional.of(kept.at().isBefore(now) ? now : kept.at());
        }
        return sight == null
                ? Optional.empty()
                : Outlook.start(sight.cluster(), runs.all(), queued.values(), job, now);
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
        return shares.running(tenant);
    }

    /** Why a placement cannot be taken now; empty if it can. */
    public Optional<Refusal> objection(Job job, Placement placement) {
        if (sight == null) {
            return Optional.of(Refusal.notFound("No site has been set up yet."));
        }
        Cluster there = sight.cluster();
        return shares.exceeded(job, placement.parts())
                .map(account ->
                        Refusal.capacity(
                                "%s would hold more GPUs than its limit with %s."
                                        .formatted(account.name(), job.id())))
                .or(() -> placement.objection(there, job));
    }

    /** The GPUs of a placement that named none in particular. */
    public Placement exact(Job job, Placement placement) {
        return placement.exact(Optional.ofNullable(sight).orElseThrow().cluster(), job);
    }
}
