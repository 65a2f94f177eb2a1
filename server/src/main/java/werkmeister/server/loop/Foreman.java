package werkmeister.server.loop;

import org.jspecify.annotations.Nullable;

import werkmeister.factory.control.FactoryCommand;
import werkmeister.factory.job.Job;
import werkmeister.factory.job.JobState;
import werkmeister.factory.job.Outcome;
import werkmeister.factory.run.Run;
import werkmeister.learning.control.LearningCommand;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.server.engine.hold.Holds;
import werkmeister.server.engine.local.LocalEngine;
import werkmeister.server.engine.local.Observation;
import werkmeister.server.json.Json;
import werkmeister.server.worker.TrainingManifest;
import werkmeister.server.worker.WorkOrder;
import werkmeister.units.CpuTime;
import werkmeister.units.Refusal;

import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Brings the engine to where the books say it should be, and the books to what the engine has seen:
 * observe, decide, act, over and over. Every step may be repeated, so a crash between two of them
 * loses and doubles nothing: a run is in the journal before its process starts, and a process that
 * was started for it is found again by the run's token.
 */
public final class Foreman implements AutoCloseable {
    private static final Caller ENGINE = Caller.own("engine");
    private static final Caller SCHEDULER = Caller.own("scheduler");
    private static final long ROUND_MILLIS = 200;
    private static final String NONCE_LETTERS = "abcdefghijklmnopqrstuvwxyz0123456789";
    private static final int NONCE_LENGTH = 16;
    private static final int DECISIONS_PER_COMMIT = 512;

    private final Cloud cloud;
    private final LocalEngine engine;
    private final Path data;
    private final SecureRandom random;
    private final Holds holds = new Holds();
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closing;
    private volatile @Nullable RuntimeException lastTrouble;

    /**
     * @param data the server's folder: samples are in {@code samples}, attempts in {@code jobs}
     */
    public Foreman(Cloud cloud, LocalEngine engine, Path data, SecureRandom random) {
        this.cloud = cloud;
        this.engine = engine;
        this.data = data;
        this.random = random;
        this.thread = Thread.ofPlatform().name("foreman").daemon().unstarted(this::run);
    }

    public void start() {
        thread.start();
        cloud.listen(_ -> bell.release());
    }

    /** What went wrong in the last round, for the health report; empty when it went well. */
    public Optional<RuntimeException> lastTrouble() {
        return Optional.ofNullable(lastTrouble);
    }

    @Override
    public void close() {
        closing = true;
        bell.release();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        while (!closing && !cloud.failure().isDone()) {
            try {
                round();
                lastTrouble = null;
            } catch (RuntimeException e) {
                // The next round starts from what is true then; a trouble that stays is shown in
                // the health report.
                lastTrouble = e;
            }
            waitForWork();
        }
    }

    private void waitForWork() {
        try {
            if (bell.tryAcquire(untilNextRound(), TimeUnit.MILLISECONDS)) {
                bell.drainPermits();
            }
        } catch (InterruptedException e) {
            closing = true;
        }
    }

    /** At the latest when a hold is over: it should not take longer than it was asked for. */
    private long untilNextRound() {
        return holds.next()
                .map(end -> Duration.between(cloud.now(), end).toMillis() + 1)
                .map(left -> Math.clamp(left, 0, ROUND_MILLIS))
                .orElse(ROUND_MILLIS);
    }

    void round() {
        engine.observe().forEach(this::record);
        endHolds();
        dispatch();
        for (Job job : cloud.read(books -> books.factory().seatedJobs())) {
            drive(job);
        }
    }

    private void dispatch() {
        int events;
        do {
            var command = new CloudCommand.Dispatch(nonce(), DECISIONS_PER_COMMIT);
            events = cloud.perform(SCHEDULER, command).size();
        } while (events >= DECISIONS_PER_COMMIT);
    }

    private void endHolds() {
        var ended = new ArrayList<CloudCommand>();
        for (Holds.Ended one : holds.ended(cloud.now())) {
            Run run = one.run();
            Outcome outcome =
                    one.stopped()
                            ? new Outcome.Failed("The run was told to stop.")
                            : new Outcome.Succeeded();
            ended.add(
                    new CloudCommand.ToFactory(
                            new FactoryCommand.EndRun(
                                    run.job(), run.attempt(), run.token(), outcome, CpuTime.ZERO)));
        }
        cloud.performAll(ENGINE, ended);
    }

    /** Makes sure that a job which holds a seat has its process, or loses it. */
    private void drive(Job job) {
        if (Holds.holds(job)) {
            holds.drive(job, cloud.now());
            return;
        }
        switch (job.state()) {
            case JobState.Starting _ -> startProcess(job);
            case JobState.Stopping _ -> Run.of(job).ifPresent(engine::cancel);
            case JobState.Running _ -> Run.of(job).ifPresent(engine::reattach);
            case JobState.Queued _, JobState.Ended _ -> {}
        }
    }

    private void startProcess(Job job) {
        Run run = Run.of(job).orElseThrow();
        try {
            engine.start(run, Json.bytes(workOrder(job)), job.spec().resources());
        } catch (Refusal refusal) {
            end(run, job, new Outcome.Failed(refusal.getMessage()), CpuTime.ZERO, Optional.empty());
        }
    }

    private WorkOrder workOrder(Job job) {
        var order =
                cloud.read(books ->
                                books.learning()
                                        .order(job.tenant(), job.spec().payload().reference()))
                        .orElseThrow(() ->
                                Refusal.notFound(
                                        "The order (%s) of %s is not in the books."
                                                .formatted(
                                                        job.spec().payload().reference(),
                                                        job.id())));
        TrainingOrder training = order.order();
        return new WorkOrder(
                training,
                data.resolve("samples").toAbsolutePath().toString(),
                training.brought()
                        .map(one -> one.path(training.dataset()))
                        .map(path -> data.resolve(path).toAbsolutePath().toString()));
    }

    private void record(Observation seen) {
        Optional<Job> job =
                cloud.read(books ->
                        books.factory()
                                .find(seen.run().job())
                                .filter(open ->
                                        Run.of(open).map(seen.run()::equals).orElse(false)));
        if (job.isEmpty()) {
            engine.forget(
                    seen.run()); // A ghost of an attempt that was given up, or already recorded
            // before a crash.
            return;
        }
        switch (seen) {
            case Observation.Running(var run, var _) -> confirm(run, job.get());
            case Observation.Finished(var run, var manifest, var cpuTime) ->
                    finish(run, job.get(), manifest, cpuTime);
            case Observation.Failed(var run, var sentence, var cpuTime) ->
                    end(
                            run,
                            job.get(),
                            failure(job.get(), new Outcome.Failed(sentence)),
                            cpuTime,
                            Optional.empty());
            case Observation.Refused(var run, var sentence, var cpuTime) ->
                    end(
                            run,
                            job.get(),
                            failure(job.get(), new Outcome.Refused(sentence)),
                            cpuTime,
                            Optional.empty());
            case Observation.Lost(var run, var cpuTime) ->
                    end(
                            run,
                            job.get(),
                            failure(
                                    job.get(),
                                    new Outcome.Failed(
                                            "The process of attempt %d ended without a word."
                                                    .formatted(run.attempt()))),
                            cpuTime,
                            Optional.empty());
        }
    }

    private void confirm(Run run, Job job) {
        if (job.state() instanceof JobState.Starting) {
            cloud.perform(
                    ENGINE,
                    new CloudCommand.ToFactory(
                            new FactoryCommand.ConfirmRunning(
                                    run.job(), run.attempt(), run.token())));
        }
    }

    private void finish(Run run, Job job, String manifest, CpuTime cpuTime) {
        if (job.state() instanceof JobState.Stopping(var _, var _, var by, var _)) {
            end(run, job, new Outcome.Cancelled(by), cpuTime, Optional.empty());
            return;
        }
        try {
            var published = Json.read(manifest, TrainingManifest.class);
            String folder = "jobs/%s/attempt-%d".formatted(run.job(), run.attempt());
            var version =
                    new LearningCommand.PublishVersion(
                            job.tenant(),
                            published.order(),
                            run.job(),
                            published.filesIn(folder),
                            published.trained());
            var result = new CloudCommand.TrainingResult(version, published.report());
            end(run, job, new Outcome.Succeeded(), cpuTime, Optional.of(result));
        } catch (Refusal refusal) {
            end(run, job, new Outcome.Failed(refusal.getMessage()), cpuTime, Optional.empty());
        }
    }

    private void end(
            Run run,
            Job job,
            Outcome outcome,
            CpuTime cpuTime,
            Optional<CloudCommand.TrainingResult> result) {
        cloud.perform(ENGINE, new CloudCommand.EndRun(job.tenant(), run, outcome, cpuTime, result));
        engine.forget(run);
    }

    private static Outcome failure(Job job, Outcome outcome) {
        return job.state() instanceof JobState.Stopping(var _, var _, var by, var _)
                ? new Outcome.Cancelled(by)
                : outcome;
    }

    private String nonce() {
        return random.ints(NONCE_LENGTH, 0, NONCE_LETTERS.length())
                .mapToObj(NONCE_LETTERS::charAt)
                .collect(StringBuilder::new, StringBuilder::append, StringBuilder::append)
                .toString();
    }
}
