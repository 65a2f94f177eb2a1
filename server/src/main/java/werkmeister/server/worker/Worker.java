package werkmeister.server.worker;

import werkmeister.factory.run.AttemptFolder;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.model.ModelFile;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.plant.store.SampleStore;
import werkmeister.server.json.Json;
import werkmeister.units.CpuTime;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Fulfils one training order in its attempt's folder: reads the samples (each file checked by its
 * hash), trains, replays the held-out history, judges, and publishes everything with one rename.
 */
public final class Worker {
    private final AttemptFolder attempt;
    private final LongSupplier nanoTime;

    private Worker(AttemptFolder attempt, LongSupplier nanoTime) {
        this.attempt = attempt;
        this.nanoTime = nanoTime;
    }

    /**
     * Works on the attempt in this folder. Who started this process has claimed the attempt for it:
     * of two processes started for one attempt, only one comes here.
     */
    public static void run(Path folder, LongSupplier nanoTime) {
        var attempt = AttemptFolder.at(folder);
        requireClaimed(attempt);
        try {
            new Worker(attempt, nanoTime).fulfil(Json.read(attempt.order(), WorkOrder.class));
        } catch (Refusal refusal) {
            attempt.fail(refusal.getMessage());
            throw refusal;
        } finally {
            cpuTime().ifPresent(attempt::recordUsage);
        }
    }

    private static void requireClaimed(AttemptFolder attempt) {
        String token =
                attempt.token()
                        .orElseThrow(() ->
                                Refusal.notFound(
                                        "The folder (%s) is not one of an attempt."
                                                .formatted(attempt.path())));
        boolean claimed =
                attempt.claimed()
                        .filter(claim -> claim.pid() != 0 && claim.token().equals(token))
                        .isPresent();
        if (!claimed) {
            throw Refusal.conflict(
                    "The attempt in (%s) is not claimed for a process. Maybe the engine withdrew it."
                            .formatted(attempt.path()));
        }
    }

    private static Optional<CpuTime> cpuTime() {
        return ProcessHandle.current()
                .info()
                .totalCpuDuration()
                .map(used -> new CpuTime(used.toMillis()));
    }

    private void fulfil(WorkOrder work) {
        TrainingOrder order = work.order();
        long start = nanoTime.getAsLong();
        var store = new SampleStore(Path.of(work.samples()));
        Samples samples =
                (dataset, signals, span, batch) ->
                        store.scan(dataset.files(), signals, span, batch);
        Work done = Work.of(order, samples, work.brought().map(Path::of), nanoTime);
        publish(order, done, Duration.ofNanos(nanoTime.getAsLong() - start));
    }

    private void publish(TrainingOrder order, Work done, Duration trained) {
        List<ModelFile> files = new ArrayList<>();
        for (var result : done.results().entrySet()) {
            attempt.keep(result.getKey(), result.getValue());
            files.add(
                    new ModelFile(
                            result.getKey(),
                            result.getValue().length,
                            Sha256.of(result.getValue())));
        }
        attempt.publish(
                Json.bytes(new TrainingManifest(order.id(), files, done.judgement(), trained)));
    }
}
