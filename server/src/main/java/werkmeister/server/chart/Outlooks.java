package werkmeister.server.chart;

import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
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
import werkmeister.serving.finding.AnswerVerdict;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;

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
     * @param classes that the version can tell; none of other answers
     * @param verdicts what people said of what is answered, of cycles of any of them
     */
    public record Answered(
            String topic,
            String version,
            Optional<Outlook> outlook,
            Finding.Sentence words,
            List<String> classes,
            List<AnswerVerdict> verdicts) {
        public Answered {
            classes = List.copyOf(classes);
            verdicts = List.copyOf(verdicts);
        }
    }

    /** An answer as of a time, and the version that gives it. */
    public record AsOf(String topic, String version, Outlook outlook) {}

    /**
     * The answer to a question as of a time: it follows from the samples up to then.
     *
     * @param topic may be left out where one question alone is answered
     * @param asOf empty: as of the latest sample
     */
    public AsOf answer(
            TenantId tenant, MachineId id, Optional<String> topic, Optional<Instant> asOf) {
        Machine machine = cloud.read(books -> books.plant().machine(tenant, id));
        Served served = cloud.read(books -> books.serving().served(tenant, id));
        Served.Answering one = answering(served, topic);
        ModelVersion version =
                cloud.read(books -> books.learning().version(tenant, one.version())).orElseThrow();
        return new AsOf(one.topic(), one.version(), outlook(machine, version, asOf));
    }

    private static Served.Answering answering(Served served, Optional<String> topic) {
        List<Served.Answering> all = served.answering();
        String topics = all.stream().map(Served.Answering::topic).collect(Collectors.joining(", "));
        if (topic.isEmpty() && all.size() > 1) {
            throw Refusal.invalid(
                    "Several questions about machine (%s) are answered (%s): name the topic."
                            .formatted(served.machine(), topics));
        }
        return all.stream()
                .filter(one -> topic.map(one.topic()::equals).orElse(true))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.notFound(
                                "No version answers (%s) about machine (%s); answered are: (%s)."
                                        .formatted(
                                                topic.orElse("a question"),
                                                served.machine(),
                                                topics)));
    }

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
            Outlook outlook = outlook(machine, version, Optional.empty());
            Map<String, String> units = new HashMap<>();
            for (Signal signal : machine.signals()) {
                units.put(signal.name(), signal.unit());
            }
            return new Answered(
                    one.topic(),
                    one.version(),
                    Optional.of(outlook),
                    OutlookWords.of(outlook, units),
                    models.predictor(version).classes(),
                    verdicts(machine, one.topic(), outlook));
        } catch (Refusal refusal) {
            return new Answered(
                    one.topic(),
                    one.version(),
                    Optional.empty(),
                    new Finding.Sentence(
                            "Zurzeit keine Antwort: " + refusal.inGerman(),
                            "No answer now: " + refusal.getMessage()),
                    List.of(),
                    List.of());
        }
    }

    private List<AnswerVerdict> verdicts(Machine machine, String topic, Outlook outlook) {
        Predicate<AnswerVerdict> isShown =
                outlook instanceof Outlook.Cycles cycles
                        ? said ->
                                cycles.cycles().stream()
                                        .anyMatch(one -> one.from().equals(said.from()))
                        : said -> said.to().equals(outlook.asOf());
        return cloud
                .read(books -> books.serving().answerVerdicts(machine.tenant(), machine.id()))
                .stream()
                .filter(said -> said.topic().equals(topic))
                .filter(isShown)
                .toList();
    }

    private Outlook outlook(Machine machine, ModelVersion version, Optional<Instant> asOf) {
        Predictor predictor = models.predictor(version);
        List<SampleFile> files =
                cloud.read(books -> books.plant().files(machine.tenant(), machine.id()));
        TimeSpan span = span(machine, version, predictor, files, asOf);
        SampleTable recent = recent(predictor, files, span);
        if (recent.rows() == 0) {
            throw Refusal.conflict(
                            "Machine (%s) has said nothing since its last fault."
                                    .formatted(machine.id()))
                    .german(
                            "Die Maschine (%s) hat seit ihrem letzten Ausfall nichts gemeldet."
                                    .formatted(machine.id()));
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
            Machine machine,
            ModelVersion version,
            Predictor predictor,
            List<SampleFile> files,
            Optional<Instant> asOf) {
        Instant last =
                files.stream()
                        .map(SampleFile::last)
                        .max(Comparator.naturalOrder())
                        .orElseThrow(() ->
                                Refusal.conflict(
                                                "Machine (%s) has no samples."
                                                        .formatted(machine.id()))
                                        .german(
                                                "Die Maschine (%s) hat keine Messwerte."
                                                        .formatted(machine.id())));
        Instant end =
                asOf.map(then -> seenUntil(then, predictor.step()))
                        .filter(last::isAfter)
                        .orElse(last)
                        .plus(Duration.ofNanos(1000));
        Instant from =
                predictor
                        .reach()
                        .map(end::minus)
                        .orElseGet(() -> born(machine, version, files, asOf));
        return new TimeSpan(from.isAfter(end) ? end : from, end);
    }

    /**
     * The last moment that an answer as of then has seen: one that looks at steps is told as of the
     * start of the last step, so that the same time must lead to the same answer.
     */
    private static Instant seenUntil(Instant then, Duration step) {
        boolean startsStep = !step.isZero() && then.equals(Steps.start(then, step));
        return startsStep ? then.plus(step).minusNanos(1000) : then;
    }

    /** What has ended since an earlier time has nothing to do with an answer as of then. */
    private Instant born(
            Machine machine, ModelVersion version, List<SampleFile> files, Optional<Instant> asOf) {
        List<Label> labels =
                cloud.read(books ->
                        books.labels(
                                machine.tenant(),
                                machine.id(),
                                version.order().labels(),
                                version.order().question().map(Question::topic)));
        return Lives.presentFrom(
                        labels.stream()
                                .filter(label ->
                                        asOf.map(then -> !label.span().to().isAfter(then))
                                                .orElse(true))
                                .toList())
                .orElseGet(() ->
                        files.stream()
                                .map(SampleFile::first)
                                .min(Comparator.naturalOrder())
                                .orElseThrow());
    }
}
