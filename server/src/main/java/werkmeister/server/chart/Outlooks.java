package werkmeister.server.chart;

import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.predict.Lives;
import werkmeister.learning.predict.Outlook;
import werkmeister.learning.predict.Predictor;
import werkmeister.learning.predict.Steps;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.machine.Signal;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.server.intake.Models;
import werkmeister.server.loop.Cloud;
import werkmeister.serving.control.Served;
import werkmeister.serving.feedback.NextOrder;
import werkmeister.serving.finding.Finding;
import werkmeister.serving.score.OutlookWords;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Answers the questions about a machine with the versions that were released for them, as of its
 * latest sample. Answers are not kept: they follow from the samples and the version, so the same
 * question about the same samples is answered the same way.
 */
public final class Outlooks {
    /** An answer that needs more samples than this is given up. */
    private static final int RECENT_ROWS_MAX = 500_000;

    private final Cloud cloud;
    private final SampleStore store;
    private final Models models;

    public Outlooks(Cloud cloud, SampleStore store, Models models) {
        this.cloud = cloud;
        this.store = store;
        this.models = models;
    }

    /**
     * What a version answers.
     *
     * @param topic such as {@code forecast oil}
     * @param outlook empty where it cannot be answered now
     * @param words the answer as a sentence, or why there is none
     */
    public record Answered(
            String topic, String version, Optional<Outlook> outlook, Finding.Sentence words) {}

    /** An answer a question, in the order in which the questions were first answered. */
    public List<Answered> of(TenantId tenant, MachineId id) {
        Machine machine = cloud.read(books -> books.plant().machine(tenant, id));
        Served served = cloud.read(books -> books.serving().served(tenant, id));
        return served.answering().stream().map(one -> answered(machine, one)).toList();
    }

    private Answered answered(Machine machine, Served.Answering one) {
        ModelVersion version =
                cloud.read(books -> books.learning().version(machine.tenant(), one.version()))
                        .orElseThrow();
        try {
            Outlook outlook = outlook(machine, version);
            Map<String, String> units = new HashMap<>();
            for (Signal signal : machine.signals()) {
                units.put(signal.name(), signal.unit());
            }
            return new Answered(
                    one.topic(),
                    one.version(),
                    Optional.of(outlook),
                    OutlookWords.of(outlook, units));
        } catch (Refusal refusal) {
            return new Answered(
                    one.topic(),
                    one.version(),
                    Optional.empty(),
                    new Finding.Sentence(
                            "Zurzeit keine Antwort: " + refusal.getMessage(),
                            "No answer now: " + refusal.getMessage()));
        }
    }

    private Outlook outlook(Machine machine, ModelVersion version) {
        Predictor predictor = models.predictor(version);
        List<SampleFile> files =
                cloud.read(books -> books.plant().files(machine.tenant(), machine.id()));
        TimeSpan span = span(machine, version, predictor, files);
        SampleTable recent = recent(predictor, files, span);
        if (recent.rows() == 0) {
            throw Refusal.conflict(
                    "Machine (%s) has said nothing since its last fault.".formatted(machine.id()));
        }
        return predictor.predict(recent);
    }

    /** Further back where the machine has stood still, as far as there is something. */
    private SampleTable recent(Predictor predictor, List<SampleFile> files, TimeSpan span) {
        SampleTable recent = samples(predictor, files, span);
        boolean more =
                predictor.reach().isPresent()
                        && recent.rows() < RECENT_ROWS_MAX
                        && files.stream().anyMatch(file -> file.first().isBefore(span.from()));
        return predictor.isEnough(recent) || !more
                ? recent
                : recent(
                        predictor,
                        files,
                        new TimeSpan(span.from().minus(span.length()), span.to()));
    }

    private SampleTable samples(Predictor predictor, List<SampleFile> files, TimeSpan span) {
        var steps = new Steps(predictor.signals(), predictor.step());
        store.scan(files, predictor.signals(), span, steps::add);
        return steps.table();
    }

    /** What the predictor looks back over. */
    private TimeSpan span(
            Machine machine, ModelVersion version, Predictor predictor, List<SampleFile> files) {
        Instant end =
                files.stream()
                        .map(SampleFile::last)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(() ->
                                Refusal.conflict(
                                        "Machine (%s) has no samples.".formatted(machine.id())))
                        .plus(Duration.ofNanos(1000));
        Instant from =
                predictor.reach().map(end::minus).orElseGet(() -> born(machine, version, files));
        return new TimeSpan(from.isAfter(end) ? end : from, end);
    }

    private Instant born(Machine machine, ModelVersion version, List<SampleFile> files) {
        List<Finding> findings =
                cloud.read(books -> books.serving().findings(machine.tenant(), machine.id()));
        return Lives.presentFrom(NextOrder.labels(version.order().labels(), findings))
                .orElseGet(() ->
                        files.stream()
                                .map(SampleFile::first)
                                .min(Comparator.naturalOrder())
                                .orElseThrow());
    }
}
