package werkmeister.factory.schedule;

import werkmeister.factory.job.Job;
import werkmeister.factory.job.Resources;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;

/**
 * The jobs of one tenant that wait, in their order, and what the tenant holds, while a plan is
 * made.
 */
final class Line {
    /** Ids count up, so of two the shorter is the older. */
    static final Comparator<Job> BY_SUBMISSION =
            Comparator.comparing(Job::submitted)
                    .thenComparingInt(job -> job.id().length())
                    .thenComparing(Job::id);

    private static final Comparator<Job> BY_PRIORITY =
            Comparator.comparingInt((Job job) -> -job.spec().priority())
                    .thenComparing(BY_SUBMISSION);

    private final Tenant tenant;
    private final Deque<Job> jobs;
    private Resources used;
    private int running;

    Line(Tenant tenant, List<Job> ofTenant) {
        this.tenant = tenant;
        jobs = new ArrayDeque<>(ofTenant.stream().filter(Job::queued).sorted(BY_PRIORITY).toList());
        var seated = ofTenant.stream().filter(job -> job.seat().isPresent()).toList();
        used =
                seated.stream()
                        .map(job -> job.spec().resources())
                        .reduce(Resources.NONE, Resources::plus);
        running = seated.size();
    }

    Tenant tenant() {
        return tenant;
    }

    TenantId tenantId() {
        return tenant.id();
    }

    boolean isEmpty() {
        return jobs.isEmpty();
    }

    Job head() {
        return jobs.getFirst();
    }

    Instant headSubmitted() {
        return head().submitted();
    }

    boolean isAtRunningLimit() {
        return running >= tenant.quota().runningJobs();
    }

    /** Whether the head borrows: with it the tenant would hold more than it is owed. */
    boolean borrows() {
        var with = used.plus(head().spec().resources());
        return with.cpus().compareTo(tenant.quota().cpus()) > 0
                || with.gpus().compareTo(tenant.quota().gpus()) > 0;
    }

    /**
     * The larger of the tenant's shares of the site's cores and GPUs, by its weight (dominant
     * resource fairness, Ghodsi et al., NSDI 2011). Only compared, never counted with.
     */
    double weightedShare(Resources site) {
        return Math.max(
                share(used.cpus().cpus(), site.cpus().cpus()),
                share(used.gpus().gpus(), site.gpus().gpus()));
    }

    void seatHead() {
        used = used.plus(jobs.removeFirst().spec().resources());
        running++;
    }

    /** Takes the head out without a seat. */
    Job skipHead() {
        return jobs.removeFirst();
    }

    /** Takes all out. */
    List<Job> dismiss() {
        var left = new ArrayList<>(jobs);
        jobs.clear();
        return left;
    }

    private double share(long held, long whole) {
        return whole == 0 ? 0 : (double) held / ((double) whole * tenant.weight());
    }
}
