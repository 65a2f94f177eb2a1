package werkmeister.bench.control;

import werkmeister.bench.harness.Goal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * What Kueue's own performance tests generate (kubernetes-sigs/kueue, {@code
 * test/performance/scheduler/configs}, generator.yaml of autumn 2026): queues of equal quota in
 * cohorts that lend to each other, and sets of equal jobs, each created at its own pace.
 *
 * @param nominal units that a queue is owed
 * @param limit units that a queue may hold: what it is owed and what it may borrow
 * @param unitGpus GPUs that a unit is with us; where parts ask for fractions of a unit it is more
 *     than one
 * @param publishedSeconds mean wall time that its authors report
 */
record KueueWorkload(
        String name,
        int cohorts,
        int queues,
        int nominal,
        int limit,
        int unitGpus,
        String site,
        List<Set> sets,
        double publishedSeconds) {
    /**
     * Equal jobs of one queue.
     *
     * @param near how near the parts are to be to each other, as our API takes it; empty: anywhere
     */
    record Set(
            String kind,
            int count,
            int everyMillis,
            int runMillis,
            int priority,
            int parts,
            int gpus,
            String near) {}

    /** One job, as it is created. */
    record Arrival(long atMillis, String queue, Set set) {}

    private static final double WITHIN = 1.15;
    private static final double MINUTE = 60;
    private static final double CALLS_DECIDE_SECONDS = 10;

    private static final String SITE =
            """
            site: kueue
            price: {gpuHour: 1, cpuHour: 0.01}
            pods:
              - name: pod
                power: 100000 kW
                cooling: 100000 kW
                racks:
                  - name: rack
                    count: %d
                    nodes:
                      - {name: node, count: %d, cpus: 512, memory: 1024 GiB, gpus: %d, model: B200, gpuMemory: 180 GB, nvlink: node, power: 10 kW}
            """;

    static KueueWorkload baseline() {
        return new KueueWorkload(
                "baseline",
                5,
                6,
                20,
                120,
                1,
                SITE.formatted(5, 15, 8),
                List.of(
                        new Set("small", 350, 100, 200, 50, 1, 1, ""),
                        new Set("medium", 100, 500, 500, 100, 5, 1, ""),
                        new Set("large", 50, 1_200, 1_000, 200, 20, 1, "")),
                351.1);
    }

    /** Parts of half a unit and of one and a quarter: a unit is four GPUs. */
    static KueueWorkload topology() {
        var sets = new ArrayList<Set>();
        near(sets, "small", new int[] {120, 120, 110}, 100, 200, 50, 2, 2, 1);
        near(sets, "medium", new int[] {34, 33, 33}, 500, 500, 100, 4, 5, 2);
        near(sets, "large", new int[] {17, 17, 16}, 1_200, 1_000, 200, 8, 10, 4);
        return new KueueWorkload(
                "topology", 5, 6, 20, 120, 4, SITE.formatted(10, 64, 64), sets, 401.5);
    }

    private static void near(
            List<Set> sets,
            String kind,
            int[] counts,
            int every,
            int run,
            int priority,
            int parts,
            int gpus,
            int slice) {
        String rack = "{\"level\":\"RACK\",\"required\":%s,\"segment\":%d}";
        String[] names = {"required", "preferred", "balanced"};
        String[] nears = {
            rack.formatted(true, 0), rack.formatted(false, 0), rack.formatted(false, slice)
        };
        for (int i = 0; i < names.length; i++) {
            sets.add(
                    new Set(
                            kind + "-" + names[i],
                            counts[i],
                            every,
                            run,
                            priority,
                            parts,
                            gpus,
                            nears[i]));
        }
    }

    static KueueWorkload largeScale() {
        return new KueueWorkload(
                "large-scale",
                10,
                100,
                20,
                120,
                1,
                SITE.formatted(50, 50, 8),
                List.of(
                        new Set("small", 35, 60, 150, 50, 1, 1, ""),
                        new Set("medium", 11, 300, 350, 100, 5, 1, ""),
                        new Set("large", 4, 700, 700, 200, 20, 1, "")),
                1_179.4);
    }

    /** One cohort of some queues and one in so many jobs, to see in seconds that it runs. */
    KueueWorkload small(int some, int step) {
        List<Set> fewer =
                sets.stream()
                        .map(set ->
                                new Set(
                                        set.kind(),
                                        Math.ceilDiv(set.count(), step),
                                        set.everyMillis(),
                                        set.runMillis(),
                                        set.priority(),
                                        set.parts(),
                                        set.gpus(),
                                        set.near()))
                        .toList();
        return new KueueWorkload(
                name, 1, some, nominal, limit, unitGpus, site, fewer, publishedSeconds);
    }

    String cohort(int number) {
        return "cohort-" + number;
    }

    String queue(int cohort, int number) {
        return "queue-%d-%d".formatted(cohort, number);
    }

    int jobs() {
        return cohorts * queues * sets.stream().mapToInt(Set::count).sum();
    }

    /** In the order of their creation. */
    List<Arrival> arrivals() {
        var all = new ArrayList<Arrival>();
        for (int cohort = 0; cohort < cohorts; cohort++) {
            for (int queue = 0; queue < queues; queue++) {
                for (Set set : sets) {
                    for (int i = 0; i < set.count(); i++) {
                        all.add(
                                new Arrival(
                                        (long) i * set.everyMillis(), queue(cohort, queue), set));
                    }
                }
            }
        }
        all.sort(Comparator.comparingLong(Arrival::atMillis));
        return all;
    }

    /** Where calls come faster than they can be answered the floor is no goal: a minute is. */
    Goal goal() {
        return floorSeconds() < CALLS_DECIDE_SECONDS
                ? new Goal.ValueAtMost(MINUTE)
                : new Goal.RatioAtMost(WITHIN);
    }

    /** No control plane ends it sooner: all the work on all the quota, or the last to come. */
    double floorSeconds() {
        double work = 0;
        double last = 0;
        for (Set set : sets) {
            work += (double) set.count() * set.parts() * set.gpus() * set.runMillis();
            last = Math.max(last, (double) (set.count() - 1) * set.everyMillis() + set.runMillis());
        }
        return Math.max(work / ((double) nominal * unitGpus), last) / 1_000;
    }
}
