package werkmeister.factory.quota;

import org.jspecify.annotations.Nullable;

import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.GpuCount;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** The quota tree: what tenants and their groups hold, have used and are owed. */
public final class Shares {
    private final Map<String, Account> groups = new HashMap<>();
    private final Map<TenantId, Account> tenants = new HashMap<>();
    private Account.Capacity site = new Account.Capacity(0, 0);
    private LongSupplier free = () -> 0;

    /** What all tenants are owed and do not hold. */
    private long unclaimed;

    /**
     * @param freeGpuMilli what nobody holds on nodes that take work, in thousandths of GPUs
     */
    public void site(Site applied, LongSupplier freeGpuMilli) {
        free = freeGpuMilli;
        long cpus = applied.nodes().stream().mapToLong(node -> node.offer().cpus().cpus()).sum();
        site = new Account.Capacity(cpus, new GpuCount(applied.gpus()).milli());
    }

    public void group(Group group) {
        Account account = groups.computeIfAbsent(group.name(), Account::new);
        Account parent = group.parent().map(this::group).orElse(null);
        if (account.parent != parent) {
            move(account, parent);
        }
        account.weight = group.weight();
        account.owedGpuMilli = group.gpus().milli();
        account.limitGpuMilli = limit(group.gpuLimit());
        account.stamp++;
    }

    private Account group(String name) {
        return groups.computeIfAbsent(name, Account::new);
    }

    public void removeGroup(String name) {
        groups.remove(name);
    }

    public void tenant(Tenant tenant) {
        Account account = of(tenant.id());
        unclaimed -= account.unclaimedGpuMilli();
        Account parent = tenant.group().map(this::group).orElse(null);
        if (account.parent != parent) {
            move(account, parent);
        }
        var quota = tenant.quota();
        account.weight = tenant.weight();
        account.owedCpus = quota.cpus().cpus();
        account.owedGpuMilli = quota.gpus().milli();
        account.limitGpuMilli = limit(quota.gpuLimit());
        account.stamp++;
        unclaimed += account.unclaimedGpuMilli();
    }

    private static OptionalLong limit(Optional<GpuCount> gpus) {
        return gpus.map(count -> OptionalLong.of(count.milli())).orElseGet(OptionalLong::empty);
    }

    /** What it holds moves with it; what it has used stays with the group that it used it in. */
    private void move(Account account, @Nullable Account parent) {
        hold(account.parent, account, -1);
        account.parent = parent;
        hold(parent, account, 1);
    }

    private void hold(@Nullable Account from, Account like, int sign) {
        for (Account one = from; one != null; one = one.parent) {
            one.heldCpus += sign * like.heldCpus;
            one.heldGpuMilli += sign * like.heldGpuMilli;
            one.preemptibleGpuMilli += sign * like.preemptibleGpuMilli;
            one.running += sign * like.running;
            one.stamp++;
            one.leavingGpuMilli += sign * like.leavingGpuMilli;
            one.comingGpuMilli += sign * like.comingGpuMilli;
            one.coming += sign * like.coming;
        }
    }

    public void removeTenant(TenantId tenant) {
        Account account = tenants.remove(tenant);
        if (account != null) {
            unclaimed -= account.unclaimedGpuMilli();
            move(account, null);
        }
    }

    /** A job begins (1) or ends (-1) to hold what its seat says. */
    public void hold(Job job, int sign, Instant at) {
        int parts = job.seat().orElseThrow().parts();
        long cpus = sign * parts * job.spec().resources().cpus().cpus();
        long gpus = sign * job.gpuMilli();
        boolean preemptible = job.spec().plan().preemptible();
        unclaimed -= of(job.tenant()).unclaimedGpuMilli();
        for (Account one : path(job.tenant())) {
            one.hold(cpus, gpus, preemptible, sign, site, at.toEpochMilli());
        }
        unclaimed += of(job.tenant()).unclaimedGpuMilli();
    }

    /** What a job holds will be free soon (1), or is no longer held (-1). */
    public void leave(Job job, int sign) {
        path(job.tenant()).forEach(one -> one.leavingGpuMilli += sign * job.gpuMilli());
    }

    /** Room is claimed for a job (1), or not any more (-1). */
    public void claim(Job job, int sign) {
        for (Account one : path(job.tenant())) {
            one.comingGpuMilli += sign * claimed(job);
            one.coming += sign;
            one.stamp++;
        }
    }

    private static long claimed(Job job) {
        return job.claim().isEmpty()
                ? 0
                : job.spec().gpuMilli(job.claim().stream().mapToInt(Berth::parts).sum());
    }

    /** How many jobs a tenant runs. */
    public int running(TenantId tenant) {
        return of(tenant).running;
    }

    /** For how many jobs of a tenant room is being made. */
    public int coming(TenantId tenant) {
        return of(tenant).coming;
    }

    private Account of(TenantId tenant) {
        Account known = tenants.get(tenant);
        return known == null
                ? tenants.computeIfAbsent(tenant, id -> new Account(id.value()))
                : known;
    }

    /** The tenant first, then its groups up to the site. */
    private List<Account> path(TenantId tenant) {
        var path = new ArrayList<Account>();
        for (Account one = of(tenant); one != null; one = one.parent) {
            path.add(one);
        }
        return path;
    }

    /**
     * Counts up whenever the tenant or a group above it holds, is owed or weighs something else.
     */
    public long stamp(TenantId tenant) {
        long stamp = 0;
        for (Account one = of(tenant); one != null; one = one.parent) {
            stamp += one.stamp;
        }
        return stamp;
    }

    /** From the site down: what decides whose turn it is. */
    public double[] turn(TenantId tenant, Instant now) {
        Account account = of(tenant);
        int depth = 0;
        for (Account one = account; one != null; one = one.parent) {
            depth++;
        }
        double[] turn = new double[depth];
        for (Account one = account; one != null; one = one.parent) {
            turn[--depth] = one.turn(now.toEpochMilli());
        }
        return turn;
    }

    /**
     * Whether a job with so many parts stays within what its tenant or one of its groups is owed.
     */
    public boolean owed(Job job, int parts) {
        long cpus = parts * job.spec().resources().cpus().cpus();
        long gpus = job.spec().gpuMilli(parts);
        long claimed = claimed(job);
        for (Account one = of(job.tenant()); one != null; one = one.parent) {
            if (one.owes(cpus, gpus, claimed)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whose share a tenant's runs would be taken from for a job: the tenant and its groups that the
     * job is not in. None: it may take nothing from them, for one of them does not borrow, or the
     * job goes beyond what it and its groups that the tenant is not in are owed.
     */
    public List<Account> lenders(TenantId tenant, Job job, int parts) {
        List<Account> theirs = path(tenant);
        List<Account> mine = path(job.tenant());
        List<Account> common = List.copyOf(theirs);
        theirs.removeAll(mine);
        mine.removeAll(common);
        boolean lent = theirs.stream().allMatch(one -> one.borrowedGpuMilli() > 0);
        long cpus = parts * job.spec().resources().cpus().cpus();
        long gpus = job.spec().gpuMilli(parts);
        long claimed = claimed(job);
        boolean owed = mine.stream().anyMatch(one -> one.owes(cpus, gpus, claimed));
        return lent && owed ? theirs : List.of();
    }

    /** With how many of so many parts a job breaks no limit. */
    public int allowed(Job job, int parts) {
        long each = job.spec().gpuMilli(1);
        long most = parts;
        if (each == 0) {
            return parts;
        }
        long claimed = claimed(job);
        for (Account one = of(job.tenant()); one != null; one = one.parent) {
            most = Math.min(most, Math.max(0, one.allowsGpuMilli(claimed)) / each);
        }
        return (int) most;
    }

    /** The tenant or group whose limit a job would break. */
    public Optional<Account> exceeded(Job job, int parts) {
        long gpus = job.spec().gpuMilli(parts);
        return gpus == 0
                ? Optional.empty()
                : path(job.tenant()).stream()
                        .filter(one -> one.allowsGpuMilli(claimed(job)) < gpus)
                        .findFirst();
    }

    /**
     * Whether enough GPUs stay free for what all others are owed: work that cannot be interrupted
     * borrows only what nobody is owed.
     */
    public boolean leavesOwed(JobSpec spec, int parts) {
        return leavesOwed(spec, parts, 0);
    }

    /** The same when others will have stopped that hold so much. */
    public boolean leavesOwed(JobSpec spec, int parts, long stoppingGpuMilli) {
        long owedToOthers = unclaimed - of(spec.tenant()).unclaimedGpuMilli();
        return freeGpuMilli() + stoppingGpuMilli - spec.gpuMilli(parts) >= owedToOthers;
    }

    /** What nobody holds on nodes that take work, in thousandths of GPUs. */
    public long freeGpuMilli() {
        return free.getAsLong();
    }

    /** Most GPUs that could be taken back from others, or that are free, in thousandths. */
    public long reachable(TenantId tenant) {
        long borrowed = 0;
        for (Map.Entry<TenantId, Account> other : tenants.entrySet()) {
            Account account = other.getValue();
            borrowed +=
                    other.getKey().equals(tenant)
                            ? account.preemptibleGpuMilli
                            : Math.min(account.preemptibleGpuMilli, account.borrowedGpuMilli());
        }
        return freeGpuMilli() + borrowed;
    }
}
