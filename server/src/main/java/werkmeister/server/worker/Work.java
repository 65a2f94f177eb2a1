package werkmeister.server.worker;

import werkmeister.learning.dataset.Samples;
import werkmeister.learning.foreign.ForeignFormat;
import werkmeister.learning.foreign.ForeignModel;
import werkmeister.learning.foreign.ForeignTraining;
import werkmeister.learning.model.ModelFormat;
import werkmeister.learning.model.WatchModel;
import werkmeister.learning.onnx.Onnx;
import werkmeister.learning.order.Brought;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.predict.Predicted;
import werkmeister.learning.predict.PredictorFormat;
import werkmeister.learning.predict.PredictorTraining;
import werkmeister.learning.train.Trained;
import werkmeister.learning.train.Training;
import werkmeister.server.json.Json;
import werkmeister.serving.release.Appraisal;
import werkmeister.serving.release.Gate;
import werkmeister.serving.release.GateReport;
import werkmeister.serving.release.Judgement;
import werkmeister.serving.release.Replay;
import werkmeister.serving.score.LiveWatch;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.function.LongSupplier;

/**
 * What becomes of a training order: files by their names, and what is said of the version.
 *
 * @param results in the order in which they are kept
 */
public record Work(SequencedMap<String, byte[]> results, Judgement judgement) {
    /**
     * Trains, replays the held-out history and judges.
     *
     * @param brought the file that the order brings, if it brings one
     */
    public static Work of(
            TrainingOrder order, Samples samples, Optional<Path> brought, LongSupplier nanoTime) {
        if (order.brought().isPresent()) {
            return foreign(order, order.brought().get(), samples, brought.orElseThrow());
        }
        return order.question()
                .map(question -> answer(order, question, samples, nanoTime))
                .orElseGet(() -> watch(order, samples));
    }

    private static Work foreign(TrainingOrder order, Brought brought, Samples samples, Path file) {
        byte[] onnx = bytes(file);
        if (!Sha256.of(onnx).equals(brought.sha256())) {
            throw Refusal.corrupt(
                    "The file (%s) is not the one that was brought: bring it again."
                            .formatted(file));
        }
        Trained trained = ForeignTraining.train(order, brought, onnx, samples);
        var results = new LinkedHashMap<String, byte[]>();
        results.put("model.json", ForeignFormat.write((ForeignModel) trained.model()));
        results.put("model.onnx", onnx);
        return judged(order, trained, samples, results);
    }

    private static byte[] bytes(Path file) {
        try {
            return Files.readAllBytes(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Work answer(
            TrainingOrder order, Question question, Samples samples, LongSupplier nanoTime) {
        Predicted predicted = PredictorTraining.train(order, question, samples, nanoTime);
        var results = new LinkedHashMap<String, byte[]>();
        results.put("model.json", PredictorFormat.write(predicted.predictor()));
        results.put("model.onnx", Onnx.write(predicted.predictor()));
        results.put("card.json", Json.bytes(predicted.card()));
        return new Work(results, new Judgement.OfAnswer(Appraisal.of(predicted.card())));
    }

    private static Work watch(TrainingOrder order, Samples samples) {
        Trained trained = Training.train(order, samples);
        var results = new LinkedHashMap<String, byte[]>();
        results.put("model.json", ModelFormat.write(trained.model()));
        Onnx.write(trained.model()).ifPresent(onnx -> results.put("model.onnx", onnx));
        return judged(order, trained, samples, results);
    }

    private static Work judged(
            TrainingOrder order,
            Trained trained,
            Samples samples,
            SequencedMap<String, byte[]> results) {
        Replay replay = replay(order, trained.model(), samples);
        GateReport report = Gate.judge("", replay, order.budget(), order.labels());
        results.put("card.json", Json.bytes(trained.card()));
        results.put("replay.bin", replay.bytes());
        return new Work(results, new Judgement.OfWatch(report));
    }

    private static Replay replay(TrainingOrder order, WatchModel model, Samples samples) {
        var recorder = new Replay.Recorder(model, order.trainUntil());
        TimeSpan all = order.dataset().span();
        Instant warm = order.trainUntil().minus(LiveWatch.WARM_UP);
        Instant from = warm.isBefore(all.from()) ? all.from() : warm;
        if (from.isBefore(all.to())) {
            samples.scan(
                    order.dataset(), model.signals(), new TimeSpan(from, all.to()), recorder::add);
        }
        return recorder.replay();
    }
}
