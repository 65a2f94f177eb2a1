package werkmeister.server.worker;

import werkmeister.factory.run.AttemptFolder;
import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.model.ModelFile;
import werkmeister.learning.model.ModelFormat;
import werkmeister.learning.onnx.Onnx;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.Sister;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.predict.Predicted;
import werkmeister.learning.predict.PredictorFormat;
import werkmeister.learning.predict.PredictorTraining;
import werkmeister.learning.train.Trained;
import werkmeister.learning.train.Training;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.server.json.Json;
import werkmeister.serving.release.Appraisal;
import werkmeister.serving.release.Gate;
import werkmeister.serving.release.GateReport;
import werkmeister.serving.release.Judgement;
import werkmeister.serving.release.Replay;
import werkmeister.serving.score.LiveWatch;
import werkmeister.units.CpuTime;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

/**
 * Fulfils one training order in its attempt's folder: reads the samples (each file checked by its
 * hash), trains, replays the held-out history, judges, and publishes everything with one rename.
 */
public final class Worker {
    private final AttemptFolder attempt;
    private final LongSupplier nanoTime;
    private final SequencedMap<String, byte[]> results = new LinkedHashMap<>();

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
        Judgement judgement =
                order.question()
                        .map(question -> answer(order, question, store))
                        .orElseGet(() -> watch(order, store));
        publish(order, judgement, Duration.ofNanos(nanoTime.getAsLong() - start));
    }

    private Judgement answer(TrainingOrder order, Question question, SampleStore store) {
        Predicted predicted =
                PredictorTraining.train(
                        order,
                        question,
                        (dataset, signals, span, batch) ->
                                store.scan(dataset.files(), signals, span, batch),
                        nanoTime);
        results.put("model.json", PredictorFormat.write(predicted.predictor()));
        results.put("model.onnx", Onnx.write(predicted.predictor()));
        results.put("card.json", Json.bytes(predicted.card()));
        return new Judgement.OfAnswer(Appraisal.of(predicted.card()));
    }

    private Judgement watch(TrainingOrder order, SampleStore store) {
        SampleTable history =
                store.read(
                        order.dataset().files(), order.dataset().signals(), order.dataset().span());
        List<SampleTable> sisters =
                order.sisters().stream().map(sister -> read(store, order, sister)).toList();
        Trained trained = Training.train(order, history, sisters);
        SampleTable warm = from(history, order.trainUntil().minus(LiveWatch.WARM_UP));
        Replay replay = Replay.of(trained.model(), warm, order.trainUntil());
        GateReport report = Gate.judge("", replay, order.budget(), order.labels());
        results.put("model.json", ModelFormat.write(trained.model()));
        results.put("card.json", Json.bytes(trained.card()));
        results.put("replay.bin", replay.bytes());
        return new Judgement.OfWatch(report);
    }

    /** What the machine does not measure is not read; what the sister does not is missing. */
    private static SampleTable read(SampleStore store, TrainingOrder order, Sister sister) {
        Dataset dataset = sister.dataset();
        return store.read(dataset.files(), order.dataset().signals(), dataset.span());
    }

    private static SampleTable from(SampleTable history, Instant start) {
        return history.slice(history.rowAt(micros(start)), history.rows());
    }

    private void publish(TrainingOrder order, Judgement report, Duration trained) {
        List<ModelFile> files = new ArrayList<>();
        for (var result : results.entrySet()) {
            attempt.keep(result.getKey(), result.getValue());
            files.add(
                    new ModelFile(
                            result.getKey(),
                            result.getValue().length,
                            Sha256.of(result.getValue())));
        }
        attempt.publish(Json.bytes(new TrainingManifest(order.id(), files, report, trained)));
    }

    private static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
