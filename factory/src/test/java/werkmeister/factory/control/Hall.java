package werkmeister.factory.control;

import werkmeister.factory.fleet.Location;
import werkmeister.factory.fleet.Node;
import werkmeister.factory.fleet.NodeState;
import werkmeister.factory.fleet.Offer;
import werkmeister.factory.fleet.Pod;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.job.Terms;
import werkmeister.factory.run.Run;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.units.CpuCount;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiConsumer;

/** A factory to try things on, with a clock that is set by hand. */
public final class Hall {
    public static final Instant START = Instant.parse("2026-11-23T12:00:00Z");
    private static final String NONCE = "0123456789abcdef";

    public final Factory factory = new Factory();
    public final List<FactoryEvent> events = new ArrayList<>();
    public Instant now = START;

    /** Is told what each command led to, and when. */
    public BiConsumer<List<FactoryEvent>, Instant> listener = (_, _) -> {};

    /** So many pods of racks of nodes with eight GPUs. */
    public static Site site(int pods, int racks, int nodes) {
        var all = new ArrayList<Pod>();
        for (int p = 1; p <= pods; p++) {
            var inside = new ArrayList<Node>();
            for (int r = 1; r <= racks; r++) {
                for (int n = 1; n <= nodes; n++) {
                    String rack = "p%d-r%d".formatted(p, r);
                    inside.add(node(rack + "-n" + n, 64, 8, rack));
                }
            }
            all.add(new Pod("p" + p, inside));
        }
        return new Site("hall", all);
    }

    public static Node node(String name, long cpus, long gpus, String rack) {
        var offer =
                new Offer(
                        new CpuCount(cpus),
                        new Memory(512L << 30),
                        new GpuCount(gpus),
                        Site.DEFAULT_PRICE,
                        Optional.of("B200"),
                        Optional.of(10_000));
        return new Node(name, offer, NodeState.UP, Optional.of(new Location(rack, name)));
    }

    public Hall with(Site site) {
        tell(new FactoryCommand.ApplySite(site));
        return this;
    }

    public Hall tenant(String name, long gpus) {
        return tenant(name, new Quota(CpuCount.ZERO, new GpuCount(gpus), 100_000, 100_000));
    }

    public Hall tenant(String name, Quota quota) {
        tell(new FactoryCommand.AddTenant(new Tenant(new TenantId(name), name, quota, 1)));
        return this;
    }

    public void tell(FactoryCommand command) {
        List<FactoryEvent> decided = factory.decide(command, now);
        decided.forEach(factory::apply);
        events.addAll(decided);
        listener.accept(decided, now);
    }

    public String submit(String tenant, long gpus, int priority, Terms terms) {
        var resources =
                new Resources(
                        new CpuCount(Math.max(1, gpus)), new Memory(1L << 30), new GpuCount(gpus));
        return submit(
                new JobSpec(
                        new TenantId(tenant),
                        "job",
                        resources,
                        new Payload("hold", "PT1H"),
                        1,
                        priority,
                        Optional.empty(),
                        Optional.of(terms)));
    }

    public String submit(JobSpec spec) {
        tell(new FactoryCommand.SubmitJob(spec));
        return "job-" + (factory.state().nextJob() - 1);
    }

    /** Lets the scheduler do all it wants now. */
    public Hall dispatch() {
        int before;
        do {
            before = events.size();
            tell(new FactoryCommand.DispatchNext(NONCE));
        } while (events.size() > before);
        return this;
    }

    /** Ends what was told to stop, as an engine does. */
    public Hall stopStopping() {
        for (Job job : factory.seatedJobs()) {
            if (job.state() instanceof JobState.Stopping) {
                end(job.id(), new Outcome.Failed("stopped"));
            }
        }
        return dispatch();
    }

    public void end(String job, Outcome outcome) {
        Run run = Run.of(job(job)).orElseThrow();
        tell(
                new FactoryCommand.EndRun(
                        run.job(), run.attempt(), run.token(), outcome, CpuTime.ZERO));
    }

    public Hall pass(Duration time) {
        now = now.plus(time);
        return this;
    }

    public Job job(String id) {
        return factory.find(id).orElseThrow();
    }

    /** Its nodes with how many parts on each, or why it waits. */
    public String where(String id) {
        Job job = job(id);
        if (job.seat().isEmpty()) {
            return job.queued() ? factory.why(job).reason().name() : "ENDED";
        }
        var words = new ArrayList<String>();
        for (var berth : job.seat().get().places()) {
            words.add(berth.parts() == 1 ? berth.node() : berth.node() + "*" + berth.parts());
        }
        return (job.state() instanceof JobState.Stopping ? "stopping on " : "")
                + String.join(" ", words);
    }
}
