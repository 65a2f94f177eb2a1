package werkmeister.simulator.virtual;

import werkmeister.factory.control.Factory;
import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.control.FactoryEvent;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Terms;
import werkmeister.factory.run.Run;
import werkmeister.units.CpuCount;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.function.ObjLongConsumer;

/** Plays a scenario with the factory's own decide and apply. */
public final class VirtualSite {
    private static final Instant BEGIN = Instant.parse("2026-01-05T00:00:00Z");
    private static final long DAY = 86_400_000;

    /** From the request to stop until a process has ended. */
    private static final Duration STOPPING = Duration.ofSeconds(30);

    private static final String NONCE = "0123456789abcdef";
    private static final int NODE_GPUS = 8;

    private final Scenario scenario;
    private final Factory factory = new Factory();
    private final Random random;
    private final PriorityQueue<Due> dues =
            new PriorityQueue<>(Comparator.comparingLong(Due::at).thenComparingLong(Due::number));
    private final Map<String, TenantId> tenantIds = new HashMap<>();
    private final Map<String, Arrival> open = new HashMap<>();
    private final Map<String, Long> held = new HashMap<>();
    private final Set<Long> wakes = new HashSet<>();
    private final Tally tally;
    private final ObjLongConsumer<String> firstStarts;
    private final long cpusPerGpu;
    private long now;
    private long number;

    private record Due(long at, long number, Runnable what) {}

    private VirtualSite(Scenario scenario, ObjLongConsumer<String> firstStarts) {
        this.scenario = scenario;
        this.firstStarts = firstStarts;
        random = new Random(scenario.seed());
        tally = new Tally(scenario.site().gpus());
        cpusPerGpu =
                scenario.site().nodes().stream()
                        .filter(node -> node.offer().gpus().gpus() > 0)
                        .mapToLong(node -> node.offer().cpus().cpus() / node.offer().gpus().gpus())
                        .min()
                        .orElse(1);
    }

    /**
     * Plays a scenario to its end.
     *
     * @param progress is told each day that has passed
     */
    public static SiteReport run(
            Scenario scenario, double load, long orderSeed, IntConsumer progress) {
        var site = new VirtualSite(scenario, (_, _) -> {});
        site.play(progress);
        return site.tally.report(scenario, load, orderSeed);
    }

    /**
     * Plays a scenario to its end.
     *
     * @param firstStarts is told each job by its id when it first starts, and milliseconds since
     *     the beginning
     * @return the site as it is then
     */
    static VirtualSite play(Scenario scenario, ObjLongConsumer<String> firstStarts) {
        var site = new VirtualSite(scenario, firstStarts);
        site.play(_ -> {});
        return site;
    }

    /** Jobs, entries and times to come that are kept: as many after a year as after a week. */
    int kept() {
        Factory.State state = factory.state();
        return state.jobs().size()
                + state.entries().size()
                + state.interruptions().size()
                + open.size()
                + held.size()
                + wakes.size()
                + dues.size();
    }

    private void play(IntConsumer progress) {
        tell(new FactoryCommand.ApplySite(scenario.site()));
        scenario.tenants().forEach(tenant -> tell(new FactoryCommand.AddTenant(tenant)));
        for (Scenario.Change change : scenario.changes()) {
            due(change.at(), () -> tell(change.command()));
        }
        Iterator<Arrival> arrivals = scenario.arrivals().iterator();
        nextArrival(arrivals);
        nextFailure();
        for (int day = 1; day <= scenario.days(); day++) {
            int passed = day;
            due(day * DAY, () -> endDay(passed, progress));
        }
        long end = scenario.days() * DAY;
        while (!dues.isEmpty() && dues.peek().at() <= end) {
            now = dues.peek().at();
            while (!dues.isEmpty() && dues.peek().at() == now) {
                dues.remove().what().run();
            }
            dispatch();
        }
    }

    private Instant time() {
        return BEGIN.plusMillis(now);
    }

    private void due(long at, Runnable what) {
        dues.add(new Due(Math.max(at, now), number++, what));
    }

    private List<FactoryEvent> tell(FactoryCommand command) {
        List<FactoryEvent> events = factory.decide(command, time());
        events.forEach(factory::apply);
        events.forEach(this::follow);
        return events;
    }

    private void dispatch() {
        while (!tell(new FactoryCommand.DispatchNext(NONCE)).isEmpty()) {
            tally.decisions++;
        }
        Instant wake = factory.wake();
        if (wake.isAfter(time()) && wake.isBefore(BEGIN.plusMillis(scenario.days() * DAY))) {
            wake(Duration.between(BEGIN, wake).toMillis());
        }
    }

    /** Looks again at a time, which many decisions name: it is kept once. */
    private void wake(long at) {
        if (wakes.add(at)) {
            due(at, () -> wakes.remove(at));
        }
    }

    /** What an engine would do. */
    private void follow(FactoryEvent event) {
        switch (event) {
            case FactoryEvent.RunStarted(var _, var run) -> started(run);
            case FactoryEvent.EvictionRequested evicted -> {
                tally.evictions++;
                Run run = Run.of(job(evicted.job())).orElseThrow();
                due(now + STOPPING.toMillis(), () -> end(run, new Outcome.Failed("stopped")));
            }
            case FactoryEvent.RunEnded ended -> released(ended.job());
            case FactoryEvent.TimeCharged(var _, var entry) -> tally.charged(entry);
            case FactoryEvent.JobEnded ended -> jobEnded(ended);
            default -> {}
        }
    }

    private Job job(String id) {
        return factory.find(id).orElseThrow();
    }

    private void started(Run run) {
        Job job = job(run.job());
        Arrival arrival = Optional.ofNullable(open.get(job.id())).orElseThrow();
        if (job.attempt() == 1) {
            tally.firstStart(job.id(), now);
            firstStarts.accept(job.id(), now);
        }
        long gpuMilli = job.spec().gpuMilli(run.seat().parts());
        held.put(job.id(), gpuMilli);
        tally.hold(gpuMilli, now);
        Duration left = arrival.runtime().minus(job.done());
        long millis = Math.max(1, left.toMillis()) * job.spec().plan().parts() / run.seat().parts();
        due(now + millis, () -> end(run, new Outcome.Succeeded()));
    }

    private void released(String job) {
        Long gpuMilli = held.remove(job);
        tally.hold(gpuMilli == null ? 0 : -gpuMilli, now);
    }

    private void end(Run run, Outcome outcome) {
        boolean current =
                factory.find(run.job())
                        .flatMap(Run::of)
                        .filter(one -> one.token().equals(run.token()))
                        .isPresent();
        if (current) {
            tell(
                    new FactoryCommand.EndRun(
                            run.job(), run.attempt(), run.token(), outcome, CpuTime.ZERO));
        }
    }

    private void jobEnded(FactoryEvent.JobEnded ended) {
        Arrival arrival = open.remove(ended.job());
        if (arrival != null) {
            tally.ended(ended.job(), arrival, now);
        }
    }

    private void nextArrival(Iterator<Arrival> arrivals) {
        if (arrivals.hasNext()) {
            Arrival arrival = arrivals.next();
            due(
                    arrival.at(),
                    () -> {
                        arrive(arrival);
                        nextArrival(arrivals);
                    });
        }
    }

    private void arrive(Arrival arrival) {
        tally.submitted++;
        try {
            for (FactoryEvent event : tell(new FactoryCommand.SubmitJob(spec(arrival)))) {
                if (event instanceof FactoryEvent.JobQueued queued) {
                    open.put(queued.job(), arrival);
                }
            }
        } catch (Refusal e) {
            tally.refused++;
        }
    }

    private JobSpec spec(Arrival arrival) {
        int each = each(arrival.gpus());
        int parts = arrival.gpus() / each;
        var terms =
                new Terms(
                        parts,
                        parts,
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.of(arrival.expected()),
                        arrival.checkpoint(),
                        Optional.empty(),
                        arrival.preemptible(),
                        false);
        return new JobSpec(
                tenantIds.computeIfAbsent(arrival.tenant(), TenantId::new),
                "job",
                new Resources(
                        new CpuCount(Math.max(1, each * cpusPerGpu)),
                        new Memory(1L << 30),
                        new GpuCount(each)),
                new Payload("hold", arrival.runtime().toString()),
                10,
                0,
                Optional.empty(),
                Optional.of(terms));
    }

    /** GPUs of each part: as many as fit on a node, all parts alike and none held in vain. */
    private static int each(int gpus) {
        int each = Math.min(gpus, NODE_GPUS);
        while (gpus % each != 0) {
            each--;
        }
        return each;
    }

    private void nextFailure() {
        Scenario.Failures failures = scenario.failures();
        List<Node> nodes = factory.site().orElseThrow().nodes();
        if (failures.mean().isZero() || nodes.isEmpty()) {
            return;
        }
        double mean = (double) failures.mean().toMillis() / nodes.size();
        due(
                now + Math.round(-mean * Math.log(1 - random.nextDouble())),
                () -> {
                    fail();
                    nextFailure();
                });
    }

    private void fail() {
        List<Node> nodes = factory.site().orElseThrow().nodes();
        Node node = nodes.get(random.nextInt(nodes.size()));
        if (node.state() != NodeState.UP) {
            return;
        }
        tally.nodeLosses++;
        tell(new FactoryCommand.MarkNode(node.name(), NodeState.LOST));
        double repair =
                -scenario.failures().repair().toMillis() * Math.log(1 - random.nextDouble());
        due(
                now + Math.round(repair),
                () -> {
                    if (factory.node(node.name()).isPresent()) {
                        tell(new FactoryCommand.MarkNode(node.name(), NodeState.UP));
                    }
                });
    }

    private void endDay(int day, IntConsumer progress) {
        long up =
                factory.site().orElseThrow().nodes().stream()
                        .filter(node -> node.state() == NodeState.UP)
                        .mapToLong(node -> node.offer().gpus().gpus())
                        .sum();
        tally.endDay(now, factory.site().orElseThrow().gpus(), factory.waiting(), up);
        factory.forgetEnded();
        progress.accept(day);
    }
}
