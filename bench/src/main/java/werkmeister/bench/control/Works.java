package werkmeister.bench.control;

import werkmeister.factory.fleet.Location;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Offer;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Terms;
import werkmeister.factory.job.Together;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Sites, tenants and jobs that the control plane is measured with. */
final class Works {
    static final int NODE_GPUS = 8;
    private static final int JOBS_MAX = 10_000_000;
    private static final int NODES_PER_RACK = 16;

    private Works() {}

    /** Equal nodes of so many GPUs, in racks of sixteen and so many pods. */
    static Site site(int nodes, int gpus, int pods) {
        var each =
                new Offer(
                        new CpuCount(16L * gpus),
                        new Memory((long) gpus << 37),
                        new GpuCount(gpus),
                        Site.DEFAULT_PRICE);
        var offers = new ArrayList<Offer>();
        for (int i = 0; i < nodes; i++) {
            offers.add(each);
        }
        return site(offers, pods, NODES_PER_RACK);
    }

    /** Nodes as they are, in racks and pods of equal numbers. */
    static Site site(List<Offer> offers, int pods, int nodesPerRack) {
        int perPod = Math.ceilDiv(offers.size(), pods);
        var made = new ArrayList<Pod>();
        for (int from = 0; from < offers.size(); from += perPod) {
            String pod = "pod-" + (made.size() + 1);
            var nodes = new ArrayList<Node>();
            for (int i = from; i < Math.min(from + perPod, offers.size()); i++) {
                String rack = "%s-rack-%d".formatted(pod, nodes.size() / nodesPerRack + 1);
                nodes.add(
                        new Node(
                                "node-" + (i + 1),
                                offers.get(i),
                                NodeState.UP,
                                Optional.of(new Location(rack, "node-" + (i + 1)))));
            }
            made.add(new Pod(pod, nodes));
        }
        return new Site("bench", made);
    }

    static Tenant tenant(String name, long owed) {
        return tenant(name, owed, Optional.empty(), Optional.empty());
    }

    static Tenant tenant(String name, long owed, Optional<Long> limit, Optional<String> group) {
        var quota =
                new Quota(
                        CpuCount.ZERO,
                        new GpuCount(owed),
                        JOBS_MAX,
                        JOBS_MAX,
                        limit.map(GpuCount::new),
                        Optional.empty(),
                        Optional.empty());
        return new Tenant(new TenantId(name), name, quota, 1, group);
    }

    /** Parts of so many GPUs each, which may be interrupted or not, near to each other or not. */
    static JobSpec job(
            String tenant,
            int parts,
            int gpus,
            Optional<Duration> runtime,
            boolean preemptible,
            Optional<Together> together) {
        var terms =
                new Terms(
                        parts,
                        parts,
                        Optional.empty(),
                        List.of(),
                        together,
                        runtime,
                        Optional.empty(),
                        Optional.empty(),
                        preemptible,
                        false);
        return new JobSpec(
                new TenantId(tenant),
                "job",
                new Resources(
                        new CpuCount(Math.max(1, gpus)), new Memory(1L << 30), new GpuCount(gpus)),
                new Payload("hold", runtime.orElse(Duration.ofHours(1)).toString()),
                0,
                0,
                Optional.empty(),
                Optional.of(terms));
    }
}
