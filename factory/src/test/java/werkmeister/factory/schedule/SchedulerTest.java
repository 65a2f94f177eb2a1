package werkmeister.factory.schedule;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Offer;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Seat;
import werkmeister.factory.job.Why;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

class SchedulerTest {
    /** Most nodes are up. */
    private static final List<NodeState> STATES =
            List.of(NodeState.UP, NodeState.UP, NodeState.UP, NodeState.DRAINING, NodeState.LOST);

    private static final Instant START = Instant.parse("2026-11-23T12:00:00Z");

    @Test
    void servesWhatIsOwedFirstThenTheSmallerShare() {
        check(
                """
                node    n1 4 0 UP
                tenant  foundry 0 9
                tenant  press   2 9
                job     job-1 foundry 1 0 0 -  | n1
                job     job-2 foundry 1 0 0 -  | n1
                job     job-3 foundry 1 0 0 -  | NO_ROOM
                job     job-4 press   1 0 0 -  | n1
                job     job-5 press   1 0 0 -  | n1
                """);
    }

    @Test
    void sharesByCurrentUseWhenNobodyIsOwedAnything() {
        check(
                """
                node    n1 4 0 UP
                tenant  foundry 0 9
                tenant  press   0 9
                job     job-1 foundry 2 0 0 n1 | -
                job     job-2 foundry 1 0 0 -  | NO_ROOM
                job     job-3 press   1 0 0 -  | n1
                job     job-4 press   1 0 0 -  | n1
                """);
    }

    @Test
    void takesPriorityThenSubmissionWithinATenantAndLetsNobodyOvertake() {
        check(
                """
                node    n1 4 0 UP
                tenant  foundry 0 9
                job     job-1 foundry 1 0 0 -  | BEHIND
                job     job-2 foundry 2 0 5 -  | n1
                job     job-3 foundry 3 0 0 -  | BEHIND
                job     job-4 foundry 3 0 1 -  | NO_ROOM
                """);
    }

    @Test
    void keepsANodeForAJobWhoseTurnItIs() {
        check(
                """
                node    n1 4 0 UP
                tenant  foundry 0 9
                tenant  press   0 9
                job     job-1 press   2 0 0 n1 | -
                job     job-2 foundry 4 0 0 -  | NO_ROOM
                job     job-3 press   1 0 0 -  | KEPT_FOR_ANOTHER
                """);
    }

    @Test
    void fillsTheFullestNodeAndSparesGpusForWhoNeedsThem() {
        check(
                """
                node    big   8 4 UP
                node    small 4 0 UP
                tenant  foundry 0 9
                job     job-1 foundry 1 0 0 -  | small
                job     job-2 foundry 1 1 0 -  | big
                job     job-3 foundry 4 0 0 -  | big
                """);
    }

    @Test
    void stepsOverWhatCannotRunAndSaysWhy() {
        check(
                """
                node    n1 2 0 UP
                node    n2 8 0 DRAINING
                node    n3 8 0 LOST
                tenant  foundry 0 1
                job     job-1 foundry 9 0 0 -  | TOO_LARGE
                job     job-2 foundry 1 1 0 -  | TOO_LARGE
                job     job-3 foundry 4 0 0 -  | NODES_AWAY
                job     job-4 foundry 1 0 0 -  | n1
                job     job-5 foundry 1 0 0 -  | RUNNING_LIMIT
                """);
    }

    @Test
    void saysThatThereIsNoSite() {
        var job = job(1, tenants(1, 9).getFirst(), 1, 0, 0);
        var plan = Scheduler.plan(new Snapshot(Optional.empty(), tenants(1, 9), List.of(job)));
        assertThat(plan.waiting())
                .singleElement()
                .satisfies(w -> assertThat(w.why().reason()).isEqualTo(Why.Reason.NO_SITE));
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void neverOvercommitsAnswersForEveryJobAndIgnoresTheOrderOfTheSnapshot(long seed) {
        var random = new Random(seed);
        var snapshot = randomSnapshot(random);
        var plan = Scheduler.plan(snapshot);

        var answered = new ArrayList<>(plan.placements().stream().map(Placement::job).toList());
        plan.waiting().forEach(waiting -> answered.add(waiting.job()));
        assertThat(answered)
                .containsExactlyInAnyOrderElementsOf(
                        snapshot.jobs().stream().filter(Job::queued).map(Job::id).toList());
        assertThat(plan.waiting())
                .allSatisfy(w -> assertThat(w.why().de() + w.why().en()).contains("."));
        assertNothingIsOvercommitted(snapshot, plan);

        var jobs = new ArrayList<>(snapshot.jobs());
        var tenants = new ArrayList<>(snapshot.tenants());
        Collections.shuffle(jobs, random);
        Collections.shuffle(tenants, random);
        assertThat(Scheduler.plan(new Snapshot(snapshot.site(), tenants, jobs))).isEqualTo(plan);
    }

    /**
     * Endless small jobs of everyone, one job in ten as large as a node, all of one priority: each
     * job starts within a bounded number of rounds of its submission.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void nobodyStarvesAtEqualPriority(long seed) {
        var random = new Random(seed);
        var site =
                Optional.of(site(node("n1", 4, 0, NodeState.UP), node("n2", 4, 0, NodeState.UP)));
        var tenants = tenants(3, 9);
        var jobs = new LinkedHashMap<String, Job>();
        var endsAt = new HashMap<String, Integer>();
        var submittedAt = new HashMap<String, Integer>();
        int number = 0;
        for (int round = 0; round < 400; round++) {
            for (var tenant : tenants) {
                while (waitingOf(jobs, tenant) < 3) {
                    int cpus = random.nextInt(10) == 0 ? 4 : 1 + random.nextInt(2);
                    var job = job(++number, tenant, cpus, 0, 0);
                    jobs.put(job.id(), job);
                    submittedAt.put(job.id(), round);
                }
            }
            int now = round;
            jobs.keySet().removeIf(id -> endsAt.getOrDefault(id, Integer.MAX_VALUE) <= now);
            var plan = Scheduler.plan(new Snapshot(site, tenants, List.copyOf(jobs.values())));
            for (var placement : plan.placements()) {
                jobs.compute(placement.job(), (_, job) -> seated(job, placement.node()));
                endsAt.put(placement.job(), round + 1 + random.nextInt(5));
            }
            for (var waiting : plan.waiting()) {
                assertThat(now - submittedAt.getOrDefault(waiting.job(), 0))
                        .as(waiting.toString())
                        .isLessThan(60);
            }
        }
        assertThat(endsAt.size()).isGreaterThan(400);
    }

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    private static void assertNothingIsOvercommitted(Snapshot snapshot, Plan plan) {
        var used = new HashMap<String, Resources>();
        snapshot.jobs()
                .forEach(job ->
                        job.seat()
                                .ifPresent(seat ->
                                        used.merge(
                                                seat.node(),
                                                job.spec().resources(),
                                                Resources::plus)));
        for (var placement : plan.placements()) {
            var asked = job(snapshot, placement).spec().resources();
            var node = snapshot.site().orElseThrow().node(placement.node()).orElseThrow();
            var offer = node.offer();
            var held = used.merge(placement.node(), asked, Resources::plus);
            assertThat(node.state()).isEqualTo(NodeState.UP);
            assertThat(held.fits(new Resources(offer.cpus(), offer.memory(), offer.gpus())))
                    .isTrue();
        }
        for (var tenant : snapshot.tenants()) {
            long running =
                    snapshot.jobs().stream()
                                    .filter(job -> job.tenant().equals(tenant.id()))
                                    .filter(job -> job.seat().isPresent())
                                    .count()
                            + plan.placements().stream()
                                    .filter(p -> job(snapshot, p).tenant().equals(tenant.id()))
                                    .count();
            assertThat(running).isLessThanOrEqualTo(tenant.quota().runningJobs());
        }
    }

    private static Job job(Snapshot snapshot, Placement placement) {
        return snapshot.jobs().stream()
                .filter(job -> job.id().equals(placement.job()))
                .findFirst()
                .orElseThrow();
    }

    private static Snapshot randomSnapshot(Random random) {
        var nodes =
                IntStream.range(0, 1 + random.nextInt(5))
                        .mapToObj(i ->
                                node(
                                        "n" + i,
                                        4 + random.nextInt(13),
                                        random.nextInt(5),
                                        STATES.get(random.nextInt(STATES.size()))))
                        .toList();
        var tenants = new ArrayList<Tenant>();
        int tenantCount = 1 + random.nextInt(4);
        for (int i = 0; i < tenantCount; i++) {
            tenants.add(tenant("t" + i, random.nextInt(8), 20, 1 + random.nextInt(3)));
        }
        var jobs = new ArrayList<Job>();
        int count = random.nextInt(40);
        for (int i = 1; i <= count; i++) {
            var tenant = tenants.get(random.nextInt(tenants.size()));
            var job =
                    job(i, tenant, 1 + random.nextInt(8), random.nextInt(3) / 2, random.nextInt(3));
            // At most four small jobs sit where a snapshot begins, so that no node starts too full.
            boolean sits = jobs.size() < 4 && random.nextBoolean();
            jobs.add(sits ? seated(job(i, tenant, 1, 0, 0), nodes.getFirst().name()) : job);
        }
        return new Snapshot(Optional.of(site(nodes.toArray(Node[]::new))), tenants, jobs);
    }

    private static long waitingOf(Map<String, Job> jobs, Tenant tenant) {
        return jobs.values().stream()
                .filter(job -> job.queued() && job.tenant().equals(tenant.id()))
                .count();
    }

    /**
     * Lines: node name cpus gpus state; tenant name owed-cpus limit; job … cpus gpus priority seat.
     */
    private static void check(String table) {
        var nodes = new ArrayList<Node>();
        var tenants = new LinkedHashMap<String, Tenant>();
        var jobs = new ArrayList<Job>();
        var expected = new LinkedHashMap<String, String>();
        for (var line : table.lines().toList()) {
            var word = line.split("[ |]+", -1);
            switch (word[0]) {
                case "node" ->
                        nodes.add(
                                node(
                                        word[1],
                                        number(word[2]),
                                        number(word[3]),
                                        NodeState.valueOf(word[4])));
                case "tenant" ->
                        tenants.put(word[1], tenant(word[1], number(word[2]), number(word[3]), 1));
                case "job" -> {
                    var tenant = Optional.ofNullable(tenants.get(word[2])).orElseThrow();
                    var job =
                            job(
                                    number(word[1].substring(4)),
                                    tenant,
                                    number(word[3]),
                                    number(word[4]),
                                    number(word[5]));
                    jobs.add(word[6].equals("-") ? job : seated(job, word[6]));
                    if (word[6].equals("-")) {
                        expected.put(word[1], word[7]);
                    }
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
        var snapshot =
                new Snapshot(
                        Optional.of(site(nodes.toArray(Node[]::new))),
                        List.copyOf(tenants.values()),
                        jobs);
        var plan = Scheduler.plan(snapshot);
        var actual = new HashMap<String, String>();
        plan.placements().forEach(placement -> actual.put(placement.job(), placement.node()));
        plan.waiting().forEach(w -> actual.put(w.job(), w.why().reason().name()));
        assertThat(actual).isEqualTo(expected);
    }

    private static int number(String word) {
        return Integer.parseInt(word);
    }

    private static Site site(Node... nodes) {
        return new Site("site", List.of(new Pod("pod-1", Arrays.asList(nodes))));
    }

    private static Node node(String name, long cpus, long gpus, NodeState state) {
        var offer =
                new Offer(
                        new CpuCount(cpus),
                        new Memory(64L << 30),
                        new GpuCount(gpus),
                        Site.DEFAULT_PRICE);
        return new Node(name, offer, state);
    }

    private static List<Tenant> tenants(int count, int running) {
        return IntStream.range(0, count).mapToObj(i -> tenant("t" + i, 0, running, 1)).toList();
    }

    private static Tenant tenant(String name, long cpus, int running, int weight) {
        var quota = new Quota(new CpuCount(cpus), GpuCount.ZERO, running, 100);
        return new Tenant(new TenantId(name), name, quota, weight);
    }

    private static Job job(int number, Tenant tenant, long cpus, long gpus, int priority) {
        var resources = new Resources(new CpuCount(cpus), new Memory(1L << 30), new GpuCount(gpus));
        var spec =
                new JobSpec(
                        tenant.id(),
                        "job",
                        resources,
                        new Payload("train", "order"),
                        0,
                        priority,
                        Optional.empty());
        var submitted = START.plusSeconds(number);
        var why = new Why(Why.Reason.SUBMITTED, "neu", "new");
        return new Job("job-" + number, spec, submitted, 0, new JobState.Queued(submitted, why));
    }

    private static Job seated(Job job, String node) {
        return job.startedIn(new Seat(node, "token-of-" + job.id(), START));
    }
}
