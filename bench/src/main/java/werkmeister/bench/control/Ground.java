package werkmeister.bench.control;

import werkmeister.bench.harness.Bench;
import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.control.FactoryEvent;
import werkmeister.factory.fleet.Site;
import werkmeister.factory.job.JobSpec;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.run.Run;
import werkmeister.factory.tenant.Tenant;
import werkmeister.server.journal.Journal;
import werkmeister.server.journal.Journals;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.server.loop.CloudEvent;
import werkmeister.units.CpuTime;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A control plane with its journal on the disk, and an engine that has nothing to do: what starts
 * runs until it is told to end, what is interrupted has ended at once.
 */
final class Ground implements AutoCloseable {
    private static final Caller CALLER = Caller.own("bench");
    private static final String NONCE = "0123456789abcdef";
    private static final int DECISIONS_PER_COMMIT = 512;

    private final Path folder;
    private final Journal journal;
    private final Cloud cloud;
    private final Map<String, Run> running = new LinkedHashMap<>();
    private volatile Duration ahead = Duration.ZERO;

    Ground(Bench bench, Site site, List<Tenant> tenants) throws IOException {
        folder = Files.createTempDirectory(bench.folder(), "control-");
        InstantSource steady = bench.clock();
        InstantSource clock = () -> steady.instant().plus(ahead);
        journal = Journals.open(folder, Optional.empty(), clock);
        cloud = Cloud.open(journal, clock);
        tell(new FactoryCommand.ApplySite(site));
        tenants.forEach(tenant -> tell(new FactoryCommand.AddTenant(tenant)));
    }

    /** Lets time pass: what has just started is not interrupted. */
    void pass(Duration time) {
        ahead = ahead.plus(time);
    }

    void tell(FactoryCommand command) {
        cloud.perform(CALLER, new CloudCommand.ToFactory(command));
    }

    /** Each job is a command of its own; returns how many. */
    int submit(List<JobSpec> jobs) {
        all(jobs.stream().<FactoryCommand>map(FactoryCommand.SubmitJob::new).toList());
        return jobs.size();
    }

    /** One commit of decisions; what it started runs from now on. */
    Made decide(int most) {
        var started = new ArrayList<Run>();
        var stopped = new ArrayList<Run>();
        List<CloudEvent> events = cloud.perform(CALLER, new CloudCommand.Dispatch(NONCE, most));
        for (CloudEvent event : events) {
            if (event instanceof CloudEvent.OfFactory(FactoryEvent.RunStarted(var _, var run))) {
                running.put(run.job(), run);
                started.add(run);
            } else if (event
                    instanceof CloudEvent.OfFactory(FactoryEvent.EvictionRequested evicted)) {
                stopped.add(running.get(evicted.job()));
            }
        }
        return new Made(started, stopped, events.size());
    }

    /** What one commit of decisions made. */
    record Made(List<Run> started, List<Run> stopped, int events) {}

    /** Decides until nothing more is to be done; returns what was started, in that order. */
    List<Run> settle() {
        var started = new ArrayList<Run>();
        Made made = step(DECISIONS_PER_COMMIT);
        while (made.events() > 0) {
            started.addAll(made.started());
            made = step(DECISIONS_PER_COMMIT);
        }
        return started;
    }

    /** One commit of decisions; what is to be interrupted has ended when it returns. */
    Made step(int most) {
        Made made = decide(most);
        stop(made.stopped());
        return made;
    }

    void stop(List<Run> runs) {
        end(runs, new Outcome.Failed("The run was told to stop."));
    }

    void end(List<Run> runs, Outcome outcome) {
        runs.forEach(run -> running.remove(run.job()));
        all(
                runs.stream()
                        .<FactoryCommand>map(run ->
                                new FactoryCommand.EndRun(
                                        run.job(),
                                        run.attempt(),
                                        run.token(),
                                        outcome,
                                        CpuTime.ZERO))
                        .toList());
    }

    private void all(List<FactoryCommand> commands) {
        cloud.performAll(
                CALLER, commands.stream().<CloudCommand>map(CloudCommand.ToFactory::new).toList());
    }

    /** What runs now, the longest first. */
    List<Run> running() {
        return List.copyOf(running.values());
    }

    Cloud cloud() {
        return cloud;
    }

    @Override
    public void close() throws IOException {
        cloud.close();
        journal.close();
        Bench.remove(folder);
    }
}
