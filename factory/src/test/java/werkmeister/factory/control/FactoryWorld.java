package werkmeister.factory.control;

import static org.assertj.core.api.Assertions.assertThat;

import werkmeister.factory.fleet.Closure;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Offer;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Price;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Berth;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Why;
import werkmeister.factory.run.Run;
import werkmeister.factory.tenant.Cells;
import werkmeister.factory.tenant.Group;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.CpuCount;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuCount;
import werkmeister.units.Money;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.function.Supplier;

/** A factory to which whatever may happen does, by a seed. */
final class FactoryWorld {
    private static final int STEPS = 60;
    private static final List<String> TENANTS = List.of("foundry", "press", "paint");

    final Hall hall = new Hall();
    final QuotaWatch watch = new QuotaWatch();
    private final Random random;
    private final Set<String> accepted = new HashSet<>();
    private final Map<String, Run> ghosts = new HashMap<>();

    FactoryWorld(long seed) {
        random = new Random(seed);
    }

    void live() {
        found();
        for (int step = 0; step < STEPS; step++) {
            happen();
            check();
        }
        heal();
        FactoryAccounts.assertSums(hall);
        FactoryAccounts.assertReplay(hall);
    }

    private void found() {
        int pods = 1 + random.nextInt(2);
        hall.listener = watch::follow;
        hall.with(priced(Hall.site(pods, 1 + random.nextInt(2), 1 + random.nextInt(3))));
        if (random.nextInt(3) > 0) {
            putGroup("works", Optional.empty());
            if (random.nextBoolean()) {
                putGroup("line", Optional.of("works"));
            }
        }
        for (String name : TENANTS) {
            boolean fits = false;
            for (int i = 0; i < 4 && !fits; i++) {
                fits = tell(new FactoryCommand.AddTenant(tenant(name)));
            }
            if (!fits) {
                hall.tenant(name, 0);
            }
        }
    }

    /** Each node of another price. */
    private static Site priced(Site site) {
        var pods = new ArrayList<Pod>();
        for (Pod pod : site.pods()) {
            var nodes = new ArrayList<Node>();
            for (Node node : pod.nodes()) {
                var offer = node.offer();
                var price =
                        new Price(
                                offer.price().perCpuHour(),
                                new Money(1_000_000L * (1 + nodes.size() + 2 * pods.size())));
                nodes.add(
                        new Node(
                                node.name(),
                                new Offer(
                                        offer.cpus(),
                                        offer.memory(),
                                        offer.gpus(),
                                        price,
                                        offer.model(),
                                        offer.watts()),
                                node.state(),
                                node.location()));
            }
            pods.add(new Pod(pod.name(), nodes));
        }
        return new Site(site.name(), pods);
    }

    private int gpus() {
        return (int) hall.factory.site().orElseThrow().gpus();
    }

    private boolean putGroup(String name, Optional<String> parent) {
        int owed = random.nextInt(gpus() + 1);
        return tell(
                new FactoryCommand.PutGroup(
                        new Group(
                                name,
                                parent,
                                new GpuCount(owed),
                                maybe(3, () -> new GpuCount(owed + random.nextInt(8))),
                                1 + random.nextInt(3))));
    }

    private Tenant tenant(String name) {
        int owed = random.nextInt(gpus() / 2 + 1);
        List<Group> groups = List.copyOf(hall.factory.groups());
        var quota =
                new Quota(
                        CpuCount.ZERO,
                        new GpuCount(owed),
                        random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 50,
                        random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 50,
                        maybe(3, () -> new GpuCount(owed + random.nextInt(8))),
                        maybe(3, () -> new Money(random.nextInt(200) * 1_000_000L)),
                        maybe(6, () -> new Cells(1, 0, 0)));
        return new Tenant(
                new TenantId(name),
                name,
                quota,
                1 + random.nextInt(3),
                groups.isEmpty() || random.nextInt(3) == 0
                        ? Optional.empty()
                        : Optional.of(groups.get(random.nextInt(groups.size())).name()));
    }

    /** Once in so many times. */
    private <T> Optional<T> maybe(int times, Supplier<T> what) {
        return random.nextInt(times) == 0 ? Optional.of(what.get()) : Optional.empty();
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
        switch (random.nextInt(16)) {
            case 0, 1, 2, 3, 4, 5, 6 -> submit();
            case 7, 8 -> end();
            case 9, 10 -> hall.pass(Duration.ofMinutes(random.nextInt(60)));
            case 11 -> mark();
            case 12 -> close();
            case 13 -> change();
            case 14 -> cancel();
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
        var spec = RandomJobs.next(random, TENANTS);
        int before = hall.events.size();
        boolean alone = random.nextInt(4) > 0;
        try {
            hall.tell(
                    alone
                            ? new FactoryCommand.SubmitJob(spec)
                            : new FactoryCommand.SubmitArray(
                                    Collections.nCopies(2 + random.nextInt(3), spec)));
        } catch (Refusal e) {
            assertThat(e.kind()).isIn(Refusal.Kind.INVALID, Refusal.Kind.CAPACITY);
            watch.count(e.kind() == Refusal.Kind.CAPACITY ? "too many waiting" : "too large");
        }
        for (FactoryEvent event : hall.events.subList(before, hall.events.size())) {
            accepted.add(((FactoryEvent.JobQueued) event).job());
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
                    hall.factory.runs().stream().anyMatch(run -> run.token().equals(ghost.token()));
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
            NodeState state = NodeState.values()[random.nextInt(10) == 0 ? 2 : random.nextInt(4)];
            boolean retires = state == NodeState.RETIRING;
            if (!retires || random.nextInt(4) == 0) {
                hall.tell(new FactoryCommand.MarkNode(node.name(), state));
                if (state == NodeState.LOST) {
                    watch.count("node lost");
                }
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
                        new Closure(pod.name(), span, 1 + random.nextInt(100), "works", tenant)));
    }

    /** Another quota or group for a tenant, another quota or parent for a group. */
    private void change() {
        switch (random.nextInt(6)) {
            case 0 -> putGroup("works", Optional.empty());
            case 1 -> putGroup("line", maybe(2, () -> "works"));
            case 2 -> tell(new FactoryCommand.RemoveGroup("line"));
            default ->
                    tell(
                            new FactoryCommand.ChangeTenant(
                                    tenant(TENANTS.get(random.nextInt(TENANTS.size())))));
        }
    }

    /** What holds at all times. */
    private void check() {
        var heldGpus = new HashMap<String, int[]>();
        var heldCpus = new HashMap<String, Long>();
        for (Job job : hall.factory.seatedJobs()) {
            var seat = job.seat().orElseThrow();
            if (seat.places().size() > 1) {
                watch.count("gang ran");
            }
            assertThat(seat.parts())
                    .isBetween(job.spec().plan().leastParts(), job.spec().plan().parts());
            for (Berth berth : seat.places()) {
                hold(job, berth, heldGpus, heldCpus);
            }
        }
        var known = new HashSet<String>();
        hall.factory.state().jobs().forEach(job -> known.add(job.id()));
        assertThat(known).containsAll(accepted);
        for (Job job : hall.factory.openJobs()) {
            if (job.queued()) {
                watch.count("waits: " + hall.factory.why(job).reason());
            }
        }
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
            stuck.removeIf(job -> hall.factory.why(job).reason() != Why.Reason.TOO_LARGE);
            for (Job job : stuck) {
                hall.tell(new FactoryCommand.CancelJob(job.tenant(), job.id(), "too large now"));
            }
        }
        assertThat(hall.factory.openJobs())
                .as("jobs that never end")
                .extracting(job -> job.id() + " " + hall.factory.why(job))
                .isEmpty();
    }
}
