package werkmeister.simulator.virtual;

import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Offer;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.layout.Building;
import werkmeister.factory.layout.SiteFile;
import werkmeister.factory.placement.NodeSize;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.simulator.trace.Inventory;
import werkmeister.simulator.trace.JobTrace;
import werkmeister.simulator.trace.TraceJob;
import werkmeister.simulator.virtual.Scenario.Failures;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.TenantId;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Scenarios of sites and jobs as files describe them. */
public final class Scenarios {
    /** The made-up mix, where a trace could be named. */
    public static final String WORKSHOP = "workshop";

    private static final int JOBS_MAX = 10_000_000;
    private static final long SECONDS_A_DAY = 86_400;

    private Scenarios() {}

    /** The site of a YAML file or of a list of nodes; the latter is one pod of one rack. */
    public static Site site(Path file) {
        if (SiteFile.is(file)) {
            return Building.of(SiteFile.read(file));
        }
        Inventory inventory = Inventory.read(file);
        var nodes = new ArrayList<Node>();
        for (NodeSize size : inventory.nodes()) {
            var offer =
                    new Offer(
                            new CpuCount(Math.max(1, size.cpuMilli() / 1_000)),
                            new Memory((long) size.memoryMib() << 20),
                            new GpuCount(size.gpus()),
                            Site.DEFAULT_PRICE,
                            Optional.of(inventory.models().get(size.model())),
                            Optional.empty());
            nodes.add(new Node(size.name(), offer, NodeState.UP));
        }
        return new Site("site", List.of(new Pod("pod-1", nodes)));
    }

    /** The made-up mix on a site; tenants are owed four fifths of it together. */
    public static Scenario workshop(
            Site site, double load, int days, Failures failures, WhatIf whatIf, long seed) {
        var tenants = new ArrayList<Tenant>();
        for (String name : Workshop.TENANTS) {
            tenants.add(tenant(name, Workshop.owed(name, site.gpus())));
        }
        return new Scenario(
                WORKSHOP,
                whatIf.site(site),
                tenants,
                new Workshop(site.gpus(), load, days, seed, whatIf.more()),
                failures,
                whatIf.changes(),
                days,
                seed);
    }

    /**
     * Jobs of a trace at a load. Nobody is owed anything, no job is interrupted, and runtimes are
     * known, as in a replay.
     */
    public static Scenario replay(
            JobTrace trace, Site site, double load, Failures failures, WhatIf whatIf, long seed) {
        whatIf.checkForTrace();
        JobTrace loaded = trace.loading(Math.toIntExact(site.gpus()), load);
        return loaded(loaded, site, failures, whatIf, seed);
    }

    /** The same with jobs that are at their load already. */
    static Scenario loaded(
            JobTrace loaded, Site site, Failures failures, WhatIf whatIf, long seed) {
        var arrivals = new ArrayList<Arrival>();
        long last = 0;
        for (TraceJob job : loaded.jobs()) {
            Duration runtime = Duration.ofSeconds(job.seconds());
            arrivals.add(
                    new Arrival(
                            job.submitted() * 1_000,
                            name(job.tenant()),
                            job.gpus(),
                            runtime,
                            runtime,
                            Optional.empty(),
                            false));
            last = Math.max(last, job.submitted() + job.seconds());
        }
        List<Tenant> tenants =
                loaded.jobs().stream()
                        .map(job -> name(job.tenant()))
                        .distinct()
                        .sorted()
                        .map(name -> tenant(name, 0))
                        .toList();
        // As long again, so that whoever waits at the end is seen to end.
        int days = Math.toIntExact(Math.min(3_650, 2 * last / SECONDS_A_DAY + 1));
        return new Scenario(
                loaded.name(),
                whatIf.site(site),
                tenants,
                arrivals,
                failures,
                whatIf.changes(),
                days,
                seed);
    }

    private static String name(String tenant) {
        String plain = tenant.toLowerCase(Locale.ROOT).replaceAll("[^a-z0-9-]", "-");
        return "t-" + plain.substring(0, Math.min(30, plain.length()));
    }

    private static Tenant tenant(String name, long gpus) {
        var quota = new Quota(CpuCount.ZERO, new GpuCount(gpus), JOBS_MAX, JOBS_MAX);
        return new Tenant(new TenantId(name), name, quota, 1);
    }
}
