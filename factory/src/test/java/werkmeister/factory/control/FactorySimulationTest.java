package werkmeister.factory.control;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import werkmeister.factory.fleet.Closure;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Terms;
import werkmeister.factory.job.Together;
import werkmeister.factory.ledger.LedgerEntry;
import werkmeister.factory.ledger.Use;
import werkmeister.factory.run.Run;
import werkmeister.factory.tenant.Cells;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.CpuCount;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;

/**
 * The factory in virtual time under whatever may happen: jobs of all shapes, nodes that are lost,
 * drained, closed and come back, tenants and quotas that change, clocks that jump, replays. After
 * each step nothing may be given twice, no quota broken and no job lost; after healing all must
 * end. A seed that fails replays: {@code -Dfactory.seed=N}.
 */
class FactorySimulationTest {
    private static final int SEEDS = 2_000;
    private static final int STEPS = 60;
    private static final List<String> TENANTS = List.of("foundry", "press", "paint");

    @Test
    void nothingIsGivenTwiceNothingIsLostAndAllEnds() {
        Integer one = Integer.getInteger("factory.seed");
        long events = 0;
        int evictions = 0;
        int losses = 0;
        int gangs = 0;
        for (int seed = one == null ? 0 : one; seed < (one == null ? SEEDS : one + 1); seed++) {
            var world = new World(seed);
            try {
                world.live();
            } catch (RuntimeException | AssertionError e) {
                throw new AssertionError("Seed %d: %s".formatted(seed, e.getMessage()), e);
            }
            events += world.hall.events.size();
            evictions += world.count(FactoryEvent.EvictionRequested.class);
            losses += world.losses;
            gangs += world.gangs;
        }
        if (one == null) {
            assertThat(events).isGreaterThan(200_000);
            assertThat(evictions).as("evictions were met").isGreaterThan(1_000);
            assertThat(losses).as("losses of nodes were met").isGreaterThan(1_000);
            assertThat(gangs).as("gangs ran").isGreaterThan(1_000);
        }
    }

    private static final class World {
        final Hall hall = new Hall();
        private final Random random;
        private final Set<String> accepted = new HashSet<>();
        private final Map<String, Long> used = new HashMap<>();
        private final Map<String, Run> ghosts = new HashMap<>();
        int losses;
        int gangs;

        World(long seed) {
            random = new Random(seed);
        }

        void live() {
            found();
            for (int step = 0; step < STEPS; step++) {
                happen();
                check();
            }
            heal();
            assertSums();
            assertReplay();
        }

        private void found() {
            int pods = 1 + random.nextInt(2);
            hall.with(Hall.site(pods, 1 + random.nextInt(2), 1 + random.nextInt(3)));
            long gpus = hall.factory.site().orElseThrow().gpus();
            if (random.nextBoolean()) {
                tell(
                        new FactoryCommand.PutGroup(
                                new Group(
                                        "works",
                                        Optional.empty(),
                                        new GpuCount(gpus),
                                        Optional.empty(),
                                        2)));
            }
            for (String name : TENANTS) {
                boolean fits =
                        tell(
                                new FactoryCommand.AddTenant(
                                        tenant(name, random.nextInt((int) gpus / 3 + 1))));
                if (!fits) {
                    hall.tenant(name, 0);
                }
            }
        }

        private Tenant tenant(String name, long owed) {
            var limit =
                    random.nextInt(4) == 0
                            ? Optional.of(new GpuCount(owed + random.nextInt(8)))
                            : Optional.<GpuCount>empty();
            var cells =
                    random.nextInt(6) == 0
                            ? Optional.of(new Cells(1, 0, 0))
                            : Optional.<Cells>empty();
            var group =
                    hall.factory.groups().isEmpty() || random.nextBoolean()
                            ? Optional.<String>empty()
                            : Optional.of("works");
            return new Tenant(
                    new TenantId(name),
                    name,
                    new Quota(
                            CpuCount.ZERO,
                            new GpuCount(owed),
                            50,
                            50,
                            limit,
                            Optional.empty(),
                            cells),
                    1 + random.nextInt(3),
                    group);
        }

        /** A refusal is an answer, too, and changes nothing. */
        private boolean tell(FactoryCommand command) {
            try {
                hall.tell(command);
                return true;
            } catch (Refusal e) {
                return false;
            }
        }

        private void happen() {
            switch (random.nextInt(12)) {
                case 0, 1, 2, 3 -> submit();
                case 4, 5 -> end();
                case 6 -> hall.pass(Duration.ofMinutes(random.nextInt(120)));
                case 7 -> mark();
                case 8 -> close();
                case 9 -> change();
                case 10 -> cancel();
                default -> ghost();
            }
            if (random.nextInt(30) == 0) {
                hall.now = hall.now.minusSeconds(random.nextInt(600));
            }
            if (random.nextInt(3) > 0) {
                hall.dispatch();
            }
            if (random.nextInt(2) == 0) {
                hall.stopStopping();
            }
        }

        private void submit() {
            int gpus = random.nextInt(9);
            int parts = gpus > 0 && random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1;
            boolean shared = gpus == 1 && parts == 1 && random.nextBoolean();
            var together =
                    parts > 1 && random.nextBoolean()
                            ? Optional.of(
                                    new Together(
                                            Together.Level.values()[random.nextInt(3)],
                                            random.nextBoolean(),
                                            0))
                            : Optional.<Together>empty();
            var terms =
                    new Terms(
                            parts,
                            1 + random.nextInt(parts),
                            shared ? Optional.of(100 + random.nextInt(900)) : Optional.empty(),
                            List.of(),
                            together,
                            random.nextInt(4) == 0
                                    ? Optional.empty()
                                    : Optional.of(Duration.ofMinutes(1 + random.nextInt(300))),
                            random.nextBoolean()
                                    ? Optional.of(Duration.ofMinutes(10))
                                    : Optional.empty(),
                            Optional.empty(),
                            random.nextBoolean(),
                            false);
            var resources =
                    new Resources(
                            new CpuCount(1 + random.nextInt(8)),
                            new Memory(1L << 30),
                            new GpuCount(gpus));
            var spec =
                    new JobSpec(
                            new TenantId(TENANTS.get(random.nextInt(TENANTS.size()))),
                            "job",
                            resources,
                            new Payload("hold", "PT1H"),
                            random.nextInt(3),
                            random.nextInt(3),
                            Optional.empty(),
                            Optional.of(terms));
            try {
                accepted.add(hall.submit(spec));
            } catch (Refusal e) {
                assertThat(e.kind()).isIn(Refusal.Kind.INVALID, Refusal.Kind.CAPACITY);
            }
        }

        private Optional<Job> seated() {
            List<Job> jobs = hall.factory.seatedJobs();
            return jobs.isEmpty()
                    ? Optional.empty()
                    : Optional.of(jobs.get(random.nextInt(jobs.size())));
        }

        private void end() {
            seated().ifPresent(job -> {
                Run run = Run.of(job).orElseThrow();
                ghosts.put(run.token(), run);
                hall.end(
                        job.id(),
                        random.nextInt(4) == 0
                                ? new Outcome.Failed("bad luck")
                                : new Outcome.Succeeded());
            });
        }

        private void ghost() {
            for (Run ghost : ghosts.values()) {
                boolean current =
                        hall.factory.runs().stream()
                                .anyMatch(run -> run.token().equals(ghost.token()));
                boolean taken =
                        tell(
                                new FactoryCommand.EndRun(
                                        ghost.job(),
                                        ghost.attempt(),
                                        ghost.token(),
                                        new Outcome.Succeeded(),
                                        CpuTime.ZERO));
                assertThat(taken).as("a ghost's result").isEqualTo(current);
            }
        }

        private void cancel() {
            List<Job> open = hall.factory.openJobs();
            if (!open.isEmpty()) {
                Job job = open.get(random.nextInt(open.size()));
                hall.tell(new FactoryCommand.CancelJob(job.tenant(), job.id(), "me"));
            }
        }

        private void mark() {
            List<Node> nodes = hall.factory.site().orElseThrow().nodes();
            if (!nodes.isEmpty()) {
                Node node = nodes.get(random.nextInt(nodes.size()));
                NodeState state =
                        NodeState.values()[random.nextInt(10) == 0 ? 2 : random.nextInt(4)];
                boolean retires = state == NodeState.RETIRING;
                if (!retires || random.nextInt(4) == 0) {
                    hall.tell(new FactoryCommand.MarkNode(node.name(), state));
                    losses += state == NodeState.LOST ? 1 : 0;
                }
            }
        }

        private void close() {
            List<Pod> pods = hall.factory.site().orElseThrow().pods();
            Pod pod = pods.get(random.nextInt(pods.size()));
            Instant from = hall.now.plus(Duration.ofMinutes(random.nextInt(200)));
            var span = new TimeSpan(from, from.plus(Duration.ofMinutes(1 + random.nextInt(200))));
            var tenant =
                    random.nextInt(3) == 0
                            ? Optional.of(new TenantId(TENANTS.getFirst()))
                            : Optional.<TenantId>empty();
            tell(
                    new FactoryCommand.CloseNodes(
                            new Closure(
                                    pod.name(), span, 1 + random.nextInt(100), "works", tenant)));
        }

        private void change() {
            String name = TENANTS.get(random.nextInt(TENANTS.size()));
            long gpus = hall.factory.site().orElseThrow().gpus();
            tell(new FactoryCommand.ChangeTenant(tenant(name, random.nextInt((int) gpus / 3 + 1))));
        }

        /** What holds at all times. */
        private void check() {
            var heldGpus = new HashMap<String, int[]>();
            var heldCpus = new HashMap<String, Long>();
            for (Job job : hall.factory.seatedJobs()) {
                var seat = job.seat().orElseThrow();
                gangs += seat.places().size() > 1 ? 1 : 0;
                assertThat(seat.parts())
                        .isBetween(job.spec().plan().leastParts(), job.spec().plan().parts());
                for (Berth berth : seat.places()) {
                    hold(job, berth, heldGpus, heldCpus);
                }
            }
            for (Job job : hall.factory.seatedJobs()) {
                var limit = hall.factory.tenant(job.tenant()).orElseThrow().quota().runningJobs();
                assertThat(hall.factory.running(job.tenant())).isLessThanOrEqualTo(limit);
            }
            var known = new HashSet<String>();
            hall.factory.state().jobs().forEach(job -> known.add(job.id()));
            assertThat(known).containsAll(accepted);
            checkEvictions();
        }

        private void hold(Job job, Berth berth, Map<String, int[]> gpus, Map<String, Long> cpus) {
            Node node = hall.factory.node(berth.node()).orElseThrow();
            assertThat(node.state()).isNotEqualTo(NodeState.LOST);
            long each = job.spec().resources().cpus().cpus() * berth.parts();
            long held = cpus.merge(berth.node(), each, Long::sum);
            assertThat(held).isLessThanOrEqualTo(node.offer().cpus().cpus());
            int[] there = gpus.computeIfAbsent(berth.node(), _ -> new int[8]);
            int milli = job.spec().plan().gpuMilli().orElse(1_000);
            for (int i = 0; i < 8; i++) {
                there[i] += (berth.gpus() >> i & 1) == 1 ? milli : 0;
                assertThat(there[i]).as("GPU %d of %s", i, berth.node()).isLessThanOrEqualTo(1_000);
            }
            assertThat(Long.bitCount(berth.gpus()))
                    .isEqualTo((int) job.spec().resources().gpus().gpus() * berth.parts());
        }

        /** Nobody is interrupted who may not be, and reclaim leaves what is owed. */
        private void checkEvictions() {
            for (FactoryEvent event : hall.events) {
                if (event instanceof FactoryEvent.EvictionRequested evicted) {
                    Job job = hall.job(evicted.job());
                    boolean closed =
                            evicted.eviction().rule()
                                    == werkmeister.factory.job.Eviction.Rule.CLOSED;
                    assertThat(closed || job.spec().plan().preemptible()).isTrue();
                }
            }
        }

        /** All comes back, nothing new is asked: every job ends. */
        private void heal() {
            Site site = hall.factory.site().orElseThrow();
            for (Node node : site.nodes()) {
                hall.tell(new FactoryCommand.MarkNode(node.name(), NodeState.UP));
            }
            hall.pass(Duration.ofDays(2));
            for (String name : TENANTS) {
                hall.tell(
                        new FactoryCommand.ChangeTenant(
                                new Tenant(
                                        new TenantId(name),
                                        name,
                                        new Quota(CpuCount.ZERO, GpuCount.ZERO, 50, 50),
                                        1)));
            }
            for (int round = 0; round < 200 && !hall.factory.openJobs().isEmpty(); round++) {
                hall.pass(Duration.ofMinutes(10)).dispatch();
                for (Job job : hall.factory.seatedJobs()) {
                    hall.end(job.id(), new Outcome.Succeeded());
                }
                var stuck = new ArrayList<>(hall.factory.openJobs());
                stuck.removeIf(job ->
                        hall.factory.why(job).reason()
                                != werkmeister.factory.job.Why.Reason.TOO_LARGE);
                for (Job job : stuck) {
                    hall.tell(
                            new FactoryCommand.CancelJob(job.tenant(), job.id(), "too large now"));
                }
            }
            assertThat(hall.factory.openJobs())
                    .as("jobs that never end")
                    .extracting(job -> job.id() + " " + hall.factory.why(job))
                    .isEmpty();
        }

        /** The ledger says what the runs held, to the second. */
        private void assertSums() {
            for (FactoryEvent event : hall.events) {
                if (event instanceof FactoryEvent.RunEnded ended) {
                    Run run = started(ended.job(), ended.attempt());
                    int parts = run.seat().parts();
                    long milli = hall.job(ended.job()).spec().gpuMilli(parts);
                    used.merge(
                            ended.tenant().value(),
                            ended.span().length().toMillis() * milli / 1_000,
                            Long::sum);
                }
            }
            for (String name : TENANTS) {
                long charged = 0;
                for (LedgerEntry entry : hall.factory.ledger(new TenantId(name))) {
                    Use use = entry.use().orElseThrow();
                    charged += entry.gpuTime().milliseconds();
                    assertThat(use.inQuota().plus(use.borrowed())).isEqualTo(entry.gpuTime());
                    assertThat(use.lost()).isLessThanOrEqualTo(entry.gpuTime());
                }
                assertThat(charged).as(name).isEqualTo(used.getOrDefault(name, 0L));
            }
        }

        private Run started(String job, int attempt) {
            for (FactoryEvent event : hall.events) {
                if (event instanceof FactoryEvent.RunStarted(var _, var run)
                        && run.job().equals(job)
                        && run.attempt() == attempt) {
                    return run;
                }
            }
            throw new AssertionError("%s ended without a start.".formatted(job));
        }

        private void assertReplay() {
            var replayed = new Factory();
            hall.events.forEach(replayed::apply);
            assertThat(replayed.state()).isEqualTo(hall.factory.state());
            assertThat(Factory.of(replayed.state()).state()).isEqualTo(hall.factory.state());
        }

        int count(Class<?> type) {
            return (int) hall.events.stream().filter(type::isInstance).count();
        }
    }
}
