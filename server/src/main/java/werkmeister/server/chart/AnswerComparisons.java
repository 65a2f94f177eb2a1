package werkmeister.server.chart;

import tools.jackson.databind.JsonNode;

import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
import werkmeister.learning.predict.LaterTrial;
import werkmeister.learning.table.Split;
import werkmeister.plant.machine.Signal;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;
import werkmeister.server.intake.Models;
import werkmeister.server.json.Json;
import werkmeister.server.loop.Books;
import werkmeister.server.loop.Cloud;
import werkmeister.serving.control.Served;
import werkmeister.serving.feedback.AnswerComparison;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Compares a version that answers a question with the one whose shadow it is, on what the machine
 * has said since either learned.
 */
public final class AnswerComparisons {
    /** Of longer times the latest part counts: it must be read and answered while people wait. */
    private static final long ROWS_MAX = 200_000;

    private final Cloud cloud;
    private final SampleStore store;
    private final Models models;

    public AnswerComparisons(Cloud cloud, SampleStore store, Models models) {
        this.cloud = cloud;
        this.store = store;
        this.models = models;
    }

    /** The two versions, and what is known of their machine. */
    private record Known(
            Question question, ModelVersion live, Dataset dataset, List<Label> labels) {}

    /** Refuses a version that is in the shadow of none. */
    public AnswerComparison of(ModelVersion shadow) {
        Known known = cloud.read(books -> known(books, shadow));
        Instant end = known.dataset().span().to();
        Instant from = latest(known, unseen(known.live()), unseen(shadow));
        var pair =
                new AnswerComparison.Pair(known.question().topic(), known.live().id(), shadow.id());
        Samples samples =
                (dataset, signals, span, batch) ->
                        store.scan(dataset.files(), signals, span, batch);
        LaterTrial.Outcome outcome =
                LaterTrial.run(
                        models.predictor(known.live()),
                        models.predictor(shadow),
                        new LaterTrial.Later(
                                known.question(), known.dataset(), samples, known.labels(), from));
        return AnswerComparison.of(pair, new TimeSpan(from, end), outcome);
    }

    private static Known known(Books books, ModelVersion shadow) {
        var dataset = shadow.order().dataset();
        Question question = shadow.order().question().orElseThrow();
        Served served = books.serving().served(dataset.tenant(), dataset.machine());
        boolean shadowing =
                served.shadowing().stream().anyMatch(one -> one.version().equals(shadow.id()));
        ModelVersion live =
                served.answering(question.topic())
                        .filter(_ -> shadowing)
                        .flatMap(one -> books.learning().version(dataset.tenant(), one.version()))
                        .orElseThrow(() ->
                                Refusal.conflict(
                                        "Version (%s) is not in the shadow of one that answers (%s)."
                                                .formatted(shadow.id(), question.topic())));
        List<Label> known =
                books.known(dataset.tenant(), dataset.machine(), Optional.of(question.topic()));
        return new Known(question, live, all(books, dataset), known);
    }

    /** Everything the machine has said. */
    private static Dataset all(Books books, Dataset learned) {
        List<SampleFile> files = books.plant().files(learned.tenant(), learned.machine());
        Instant first =
                files.stream()
                        .map(SampleFile::first)
                        .min(Comparator.naturalOrder())
                        .orElseThrow(() ->
                                Refusal.conflict(
                                        "Machine (%s) has no samples."
                                                .formatted(learned.machine())));
        Instant last =
                files.stream().map(SampleFile::last).max(Comparator.naturalOrder()).orElseThrow();
        List<String> signals =
                books.plant().machine(learned.tenant(), learned.machine()).signals().stream()
                        .map(Signal::name)
                        .toList();
        return Dataset.of(
                learned.tenant(),
                learned.machine(),
                files,
                signals,
                new TimeSpan(first, last.plusNanos(1000)));
    }

    /** A version that was tried on later time has learned from nothing after its training. */
    private Instant unseen(ModelVersion version) {
        JsonNode card =
                Json.tree(new String(models.bytes(version, "card.json"), StandardCharsets.UTF_8));
        return card.path("split").asString("").equals(Split.Kind.TIME.name())
                ? version.order().trainUntil()
                : version.order().dataset().span().to();
    }

    private static Instant latest(Known known, Instant... times) {
        Instant from = known.dataset().span().from();
        for (Instant time : times) {
            from = time.isAfter(from) ? time : from;
        }
        long rows = 0;
        List<SampleFile> latestFirst =
                known.dataset().files().stream()
                        .sorted(Comparator.comparing(SampleFile::first).reversed())
                        .toList();
        for (SampleFile file : latestFirst) {
            rows += file.rows();
            if (rows > ROWS_MAX && file.last().isAfter(from)) {
                from = file.last();
            }
        }
        Instant end = known.dataset().span().to();
        return from.isBefore(end) ? from : end.minusNanos(1000);
    }
}
