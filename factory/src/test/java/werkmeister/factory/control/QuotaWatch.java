package werkmeister.factory.control;

import static org.assertj.core.api.Assertions.assertThat;

import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Price;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Eviction;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.run.Run;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuTime;
import werkmeister.units.Money;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether quotas hold, said by the events alone: it keeps books of its own and shares nothing with
 * the scheduler. It also counts what it has seen, so that no rule goes untried.
 */
final class QuotaWatch {
    private static final Duration GRACE = Duration.ofMinutes(1);

    final Map<String, Integer> seen = new TreeMap<>();
    private final Map<String, Tenant> tenants = new HashMap<>();
    private final Map<String, Group> groups = new HashMap<>();
    private final Map<String, JobSpec> jobs = new HashMap<>();
    private final Map<String, Held> seats = new LinkedHashMap<>();
    private final Set<String> queued = new HashSet<>();
    private final Map<String, Long> claims = new HashMap<>();
    private final Map<String, Map<YearMonth, Money>> spent = new HashMap<>();
    private final Map<String, Price> prices = new HashMap<>();
    private final Set<String> up = new HashSet<>();

    /** What a run holds; one that stops will not hold it any more. */
    private static final class Held {
        final Run run;
        final long milli;
        boolean stops;

        Held(Run run, long milli) {
            this.run = run;
            this.milli = milli;
        }
    }

    /**
     * A node of the quota tree.
     *
     * @param limit empty: none
     */
    private record Account(String name, long owed, Optional<Long> limit) {
        static Account of(Tenant tenant) {
            Quota quota = tenant.quota();
            return new Account(
                    "tenant " + tenant.id(),
                    quota.gpus().milli(),
                    quota.gpuLimit().map(gpus -> gpus.milli()));
        }

        static Account of(Group group) {
            return new Account(
                    "group " + group.name(),
                    group.gpus().milli(),
                    group.gpuLimit().map(gpus -> gpus.milli()));
        }
    }

    /** What one command led to. */
    void follow(List<FactoryEvent> events, Instant now) {
        for (FactoryEvent event : events) {
            switch (event) {
                case FactoryEvent.SiteApplied(var site) -> site(site);
                case FactoryEvent.GroupPut(var group) -> groups.put(group.name(), group);
                case FactoryEvent.GroupRemoved(var group) -> groups.remove(group);
                case FactoryEvent.TenantAdded(var id, var name, var quota, var weight, var group) ->
                        tenants.put(id.value(), new Tenant(id, name, quota, weight, group));
                case FactoryEvent.TenantChanged(
                                var id,
                                var name,
                                var quota,
                                var weight,
                                var group) ->
                        tenants.put(id.value(), new Tenant(id, name, quota, weight, group));
                case FactoryEvent.NodeRetired(var node) -> {
                    prices.remove(node);
                    up.remove(node);
                }
                case FactoryEvent.NodeMarked(var node, var state) -> mark(node, state);
                case FactoryEvent.JobQueued(var tenant, var job, var spec, var _, var _) ->
                        submitted(tenant, job, spec);
                case FactoryEvent.RunStarted(var tenant, var run) -> started(tenant, run, now);
                case FactoryEvent.EvictionRequested(
                                var tenant,
                                var job,
                                var _,
                                var _,
                                var eviction) ->
                        evicted(tenant, job, eviction, events, now);
                case FactoryEvent.CancelRequested cancel -> seat(cancel.job()).stops = true;
                case FactoryEvent.RoomClaimed claimed -> claimed(claimed);
                case FactoryEvent.RunEnded ended -> seats.remove(ended.job());
                case FactoryEvent.TimeCharged(var tenant, var entry) ->
                        spent.computeIfAbsent(tenant.value(), _ -> new HashMap<>())
                                .merge(month(entry.span().to()), entry.cost(), Money::plus);
                case FactoryEvent.JobRequeued requeued -> queued.add(requeued.job());
                case FactoryEvent.JobEnded ended -> {
                    queued.remove(ended.job());
                    claims.remove(ended.job());
                }
                case FactoryEvent.TenantRemoved _,
                        FactoryEvent.TenantErased _,
                        FactoryEvent.RunConfirmed _ -> {}
            }
        }
    }

    private Held seat(String job) {
        return Objects.requireNonNull(seats.get(job), job);
    }

    private JobSpec spec(String job) {
        return Objects.requireNonNull(jobs.get(job), job);
    }

    private Tenant known(TenantId tenant) {
        return Objects.requireNonNull(tenants.get(tenant.value()), tenant.value());
    }

    void count(String what) {
        seen.merge(what, 1, Integer::sum);
    }

    private void site(Site site) {
        prices.clear();
        up.clear();
        for (Node node : site.nodes()) {
            prices.put(node.name(), node.offer().price());
            mark(node.name(), node.state());
        }
    }

    private void mark(String node, NodeState state) {
        if (state == NodeState.UP) {
            up.add(node);
        } else {
            up.remove(node);
        }
    }

    /** What comes back after an attempt is not turned away, what is new is. */
    private void submitted(TenantId tenant, String job, JobSpec spec) {
        jobs.put(job, spec);
        queued.add(job);
        assertThat(queued.stream().filter(one -> of(one, tenant)).count())
                .as("jobs of %s that wait", tenant)
                .isLessThanOrEqualTo(known(tenant).quota().queuedJobs());
    }

    private boolean of(String job, TenantId tenant) {
        return spec(job).tenant().equals(tenant);
    }

    private void claimed(FactoryEvent.RoomClaimed claimed) {
        claims.remove(claimed.job());
        if (!claimed.berths().isEmpty()) {
            claims.put(claimed.job(), milli(claimed.job(), claimed.berths()));
        }
    }

    private long milli(String job, List<Berth> berths) {
        return spec(job).gpuMilli(berths.stream().mapToInt(Berth::parts).sum());
    }

    private void started(TenantId tenant, Run run, Instant now) {
        JobSpec spec = spec(run.job());
        var held = new Held(run, spec.gpuMilli(run.seat().parts()));
        checkBudget(tenant, now);
        boolean within = path(tenant).stream().anyMatch(one -> held(one) + held.milli <= one.owed);
        if (held.milli > 0 && !within) {
            count(spec.plan().preemptible() ? "lent" : "lent for good");
            if (!spec.plan().preemptible()) {
                checkLeavesOwed(tenant, held.milli);
            }
        }
        seats.put(run.job(), held);
        queued.remove(run.job());
        if (claims.remove(run.job()) != null) {
            count("started where others were interrupted");
        }
        for (Account account : path(tenant)) {
            account.limit
                    .filter(_ -> held.milli > 0)
                    .ifPresent(limit ->
                            assertThat(held(account))
                                    .as("held by %s with %s", account.name, run.job())
                                    .isLessThanOrEqualTo(limit));
        }
        assertThat(seats.keySet().stream().filter(one -> of(one, tenant)).count())
                .as("runs of %s", tenant)
                .isLessThanOrEqualTo(known(tenant).quota().runningJobs());
    }

    /** What cannot be taken back leaves free what others are owed. */
    private void checkLeavesOwed(TenantId tenant, long milli) {
        long owedToOthers = 0;
        for (Tenant other : tenants.values()) {
            Account account = Account.of(other);
            owedToOthers +=
                    other.id().equals(tenant) ? 0 : Math.max(0, account.owed - held(account));
        }
        long free = 8_000L * up.size() - milli;
        for (Map.Entry<String, Held> seat : seats.entrySet()) {
            for (Berth berth : seat.getValue().run.seat().places()) {
                free -= up.contains(berth.node()) ? milli(seat.getKey(), List.of(berth)) : 0;
            }
        }
        assertThat(free)
                .as("free when %s borrows for good", tenant)
                .isGreaterThanOrEqualTo(owedToOthers);
    }

    /** Of what runs only the GPUs are counted: no more is certain. */
    private void checkBudget(TenantId tenant, Instant now) {
        Optional<Money> budget = known(tenant).quota().monthlyBudget();
        if (budget.isEmpty()) {
            return;
        }
        Money sum =
                spent.getOrDefault(tenant.value(), Map.of()).getOrDefault(month(now), Money.ZERO);
        for (Map.Entry<String, Held> seat : seats.entrySet()) {
            if (of(seat.getKey(), tenant)) {
                sum = sum.plus(accrued(seat.getKey(), seat.getValue().run, now));
            }
        }
        assertThat(sum).as("spent by %s at a start", tenant).isLessThan(budget.get());
    }

    private Money accrued(String job, Run run, Instant now) {
        long millis = Math.max(0, Duration.between(run.started(), now).toMillis());
        Money sum = Money.ZERO;
        for (Berth berth : run.seat().places()) {
            Price price = prices.get(berth.node());
            var time = GpuTime.of(spec(job).gpuMilli(berth.parts()), millis);
            sum = price == null ? sum : sum.plus(price.of(CpuTime.ZERO, time));
        }
        return sum;
    }

    private static YearMonth month(Instant at) {
        return YearMonth.from(at.atOffset(ZoneOffset.UTC));
    }

    private void evicted(
            TenantId tenant,
            String job,
            Eviction eviction,
            List<FactoryEvent> events,
            Instant now) {
        Held victim = seat(job);
        JobSpec spec = spec(job);
        count(eviction.rule().name());
        if (eviction.rule() != Eviction.Rule.CLOSED) {
            assertThat(spec.plan().preemptible()).as("%s may be interrupted", job).isTrue();
            assertThat(victim.stops).as("%s stops already", job).isFalse();
            assertThat(victim.run.started()).as(job).isBeforeOrEqualTo(now.minus(GRACE));
        }
        switch (eviction.rule()) {
            case RECLAIM -> reclaimed(tenant, victim, claim(eviction.beneficiary(), events));
            case PRIORITY -> {
                JobSpec other = spec(eviction.beneficiary());
                assertThat(other.tenant()).isEqualTo(tenant);
                assertThat(other.priority()).isGreaterThan(spec.priority());
            }
            case DEFRAGMENTATION, CLOSED -> {}
        }
        victim.stops = true;
    }

    private static FactoryEvent.RoomClaimed claim(String job, List<FactoryEvent> events) {
        return events.stream()
                .filter(FactoryEvent.RoomClaimed.class::isInstance)
                .map(FactoryEvent.RoomClaimed.class::cast)
                .filter(claim -> claim.job().equals(job))
                .findFirst()
                .orElseThrow();
    }

    /**
     * Neither the tenant that loses a run nor a group of it that the other is not in goes below
     * what it is owed; the other stays within what it, or such a group of it, is owed, together
     * with all that room is being made for.
     */
    private void reclaimed(TenantId loser, Held victim, FactoryEvent.RoomClaimed claim) {
        TenantId winner = claim.tenant();
        assertThat(winner).isNotEqualTo(loser);
        List<Account> losing = new ArrayList<>(path(loser));
        losing.removeAll(path(winner));
        for (Account account : losing) {
            assertThat(stays(account) - victim.milli)
                    .as("left to %s when %s reclaims for %s", account.name, winner, claim.job())
                    .isGreaterThanOrEqualTo(account.owed);
        }
        List<Account> winning = new ArrayList<>(path(winner));
        winning.removeAll(path(loser));
        long asked = milli(claim.job(), claim.berths());
        assertThat(winning)
                .as("accounts that owe %s to %s", claim.job(), winner)
                .anyMatch(one -> stays(one) + coming(one, claim.job()) + asked <= one.owed);
        count(losing.size() > 1 ? "reclaimed from a group" : "reclaimed from a tenant");
    }

    /** The tenant first, then its groups up to the site. */
    private List<Account> path(TenantId id) {
        Tenant tenant = known(id);
        var path = new ArrayList<>(List.of(Account.of(tenant)));
        for (var above = tenant.group(); above.isPresent(); ) {
            Group group = Objects.requireNonNull(groups.get(above.get()));
            path.add(Account.of(group));
            above = group.parent();
        }
        return path;
    }

    private boolean within(String job, Account account) {
        return path(spec(job).tenant()).contains(account);
    }

    private long held(Account account) {
        return sum(account, true);
    }

    /** Held by what is not stopping. */
    private long stays(Account account) {
        return sum(account, false);
    }

    private long sum(Account account, boolean stopping) {
        return seats.entrySet().stream()
                .filter(seat -> stopping || !seat.getValue().stops)
                .filter(seat -> within(seat.getKey(), account))
                .mapToLong(seat -> seat.getValue().milli)
                .sum();
    }

    /** Claimed for others of an account. */
    private long coming(Account account, String except) {
        return claims.entrySet().stream()
                .filter(claim -> !claim.getKey().equals(except))
                .filter(claim -> within(claim.getKey(), account))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }
}
