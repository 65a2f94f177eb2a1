package werkmeister.bench.journal;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Callers;
import werkmeister.cli.terminal.Progress;
import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.control.FactoryEvent;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.job.Payload;
import werkmeister.factory.job.Resources;
import werkmeister.factory.run.Run;
import werkmeister.factory.schedule.Placement;
import werkmeister.factory.tenant.Quota;
import werkmeister.factory.tenant.Tenant;
import werkmeister.server.journal.Journal;
import werkmeister.server.journal.Journals;
import werkmeister.server.loop.Answer;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.server.loop.CloudEvent;
import werkmeister.units.CpuCount;
import werkmeister.units.CpuTime;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * A journal that has become long: an AI factory's jobs from submission to bill, seven events a job,
 * written by the control loop itself.
 *
 * @param events at least so many
 */
record LongJournal(Path folder, long events) implements AutoCloseable {
    private static final int CALLERS = 256;
    private static final TenantId TENANT = new TenantId("demo");
    private static final Resources ASKED =
            new Resources(new CpuCount(1), new Memory(1L << 30), GpuCount.ZERO);
    private static final String NONCE = "k3j9x0q2w8e7";

    static LongJournal write(Bench bench) throws Exception {
        var folder = Files.createTempDirectory(bench.folder(), "long");
        long wanted = bench.size().of(1_000_000, 700);
        try (var progress = bench.progress("writing a long journal", wanted)) {
            return new LongJournal(folder, write(bench, folder, wanted, progress));
        }
    }

    private static long write(Bench bench, Path folder, long wanted, Progress progress)
            throws Exception {
        try (var journal = Journals.open(folder, Optional.empty(), bench.shell().clock());
                var cloud = Cloud.open(journal, bench.shell().clock())) {
            furnish(cloud);
            Callers.inParallel(CALLERS, caller -> jobs(cloud, journal, caller, wanted, progress));
            return journal.size();
        }
    }

    private static void furnish(Cloud cloud) {
        var quota = new Quota(CpuCount.ZERO, GpuCount.ZERO, CALLERS, CALLERS);
        perform(cloud, new FactoryCommand.AddTenant(new Tenant(TENANT, "Demo", quota, 1)));
        perform(
                cloud,
                new FactoryCommand.ApplySite(
                        Site.thisMachine(
                                new CpuCount(CALLERS),
                                new Memory((long) CALLERS << 30),
                                GpuCount.ZERO)));
    }

    private static long jobs(
            Cloud cloud, Journal journal, int caller, long wanted, Progress progress) {
        int jobs = 0;
        while (journal.size() < wanted) {
            job(cloud, "%d-%d".formatted(caller, jobs++));
            progress.at(journal.size());
        }
        return jobs;
    }

    /** One job from submission to bill. */
    private static void job(Cloud cloud, String key) {
        var job = submitted(cloud, key);
        var run = started(cloud, job);
        perform(cloud, new FactoryCommand.ConfirmRunning(job, run.attempt(), run.token()));
        perform(
                cloud,
                new FactoryCommand.EndRun(
                        job,
                        run.attempt(),
                        run.token(),
                        new Outcome.Succeeded(),
                        new CpuTime(61_000)));
    }

    /** As a client does, with an idempotency key. */
    private static String submitted(Cloud cloud, String key) {
        var spec =
                new JobSpec(
                        TENANT,
                        "train press-1",
                        ASKED,
                        new Payload("train", "order-" + key),
                        2,
                        0,
                        Optional.empty());
        var once = new Caller.Once(TENANT, key, Sha256.of(key));
        var jobs = new ArrayList<String>();
        cloud.perform(
                new Caller("key:bench", Optional.of(once)),
                new CloudCommand.ToFactory(new FactoryCommand.SubmitJob(spec)),
                events -> {
                    if (factoryEvent(events) instanceof FactoryEvent.JobQueued queued) {
                        jobs.add(queued.job());
                    }
                    return new Answer(202, "{\"job\":\"" + jobs.getFirst() + "\"}");
                });
        return jobs.getFirst();
    }

    private static Run started(Cloud cloud, String job) {
        var start = new FactoryCommand.StartRun(new Placement(job, "node-1"), NONCE);
        if (factoryEvent(perform(cloud, start)) instanceof FactoryEvent.RunStarted started) {
            return started.run();
        }
        throw new IllegalStateException("The job (%s) did not start.".formatted(job));
    }

    private static FactoryEvent factoryEvent(List<CloudEvent> events) {
        if (events.getFirst() instanceof CloudEvent.OfFactory(var event)) {
            return event;
        }
        throw new IllegalStateException("The factory did not answer: " + events);
    }

    private static List<CloudEvent> perform(Cloud cloud, FactoryCommand command) {
        return cloud.perform(Caller.own("bench"), new CloudCommand.ToFactory(command));
    }

    /** Leaves only the entries: the next start must replay them all. */
    void forgetSnapshots() throws IOException {
        var snapshots = folder.resolve("snapshots");
        if (Files.isDirectory(snapshots)) {
            try (var files = Files.list(snapshots)) {
                for (var file : files.toList()) {
                    Files.delete(file);
                }
            }
        }
    }

    Path file() {
        return folder.resolve("journal.db");
    }

    @Override
    public void close() throws IOException {
        Bench.remove(folder);
    }
}
