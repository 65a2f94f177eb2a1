package werkmeister.simulator.virtual;

import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Offer;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Job;
import werkmeister.simulator.replay.ReplayReport;
import werkmeister.simulator.trace.JobTrace;
import werkmeister.simulator.virtual.Scenario.Failures;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Plays a trace with the factory's own decide and apply and tells it as a {@link ReplayReport}, so
 * that it stands beside the rules of a queue. Those see GPUs as one pool, the factory sees nodes.
 */
public final class FactoryReplay {
    /** The factory's own rules, where a policy could be named. */
    public static final String POLICY = "factory";

    private static final long CPUS_PER_GPU = 8;
    private static final Memory MEMORY = new Memory(512L << 30);

    private FactoryReplay() {}

    /**
     * Plays a trace at a load on nodes that are all alike. Nobody is owed anything, no job is
     * interrupted, and runtimes are known.
     *
     * @param load asked for on average, as a share of all GPUs
     */
    public static ReplayReport run(JobTrace trace, int nodes, int gpusEach, double load) {
        JobTrace loaded = trace.loading(nodes * gpusEach, load);
        Scenario scenario =
                Scenarios.loaded(loaded, site(nodes, gpusEach), Failures.NONE, WhatIf.NOTHING, 0);
        Map<Integer, Long> starts = new HashMap<>();
        // Jobs are numbered from 1 as they are submitted: in the order of the trace.
        VirtualSite.play(
                scenario,
                (id, millis) ->
                        starts.put(
                                loaded.jobs().get((int) Job.number(id) - 1).number(),
                                Math.ceilDiv(millis, 1_000)));
        return ReplayReport.of(loaded, nodes * gpusEach, POLICY, load, starts);
    }

    private static Site site(int count, int gpusEach) {
        var nodes = new ArrayList<Node>();
        for (int i = 1; i <= count; i++) {
            var offer =
                    new Offer(
                            new CpuCount(CPUS_PER_GPU * gpusEach),
                            MEMORY,
                            new GpuCount(gpusEach),
                            Site.DEFAULT_PRICE,
                            Optional.empty(),
                            Optional.empty());
            nodes.add(new Node("node-" + i, offer, NodeState.UP));
        }
        return new Site("site", List.of(new Pod("pod-1", nodes)));
    }
}
