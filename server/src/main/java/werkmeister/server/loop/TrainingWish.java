package werkmeister.server.loop;

import werkmeister.factory.job.Resources;
import werkmeister.learning.control.LearningCommand;
import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.Brought;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.Sharer;
import werkmeister.learning.order.Sister;
import werkmeister.learning.predict.PredictorTraining;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.machine.Signal;
import werkmeister.plant.store.SampleFile;
import werkmeister.serving.feedback.NextOrder;
import werkmeister.serving.finding.Finding;
import werkmeister.units.CpuCount;
import werkmeister.units.GpuCount;
import werkmeister.units.Memory;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/**
 * What a person asks for when a machine is to be watched; the books know the rest. The dataset is
 * everything the machine has said, the labels are those given here, those of the machine's earlier
 * orders and the verdicts on its findings and on answers to the same question.
 *
 * @param trainUntil training sees nothing from here on; by default after four fifths of the
 *     history, for a later version where the earlier one ended or after the last judged finding, so
 *     that it learns from all verdicts
 */
public record TrainingWish(
        TenantId tenant,
        MachineId machine,
        AlertBudget budget,
        Optional<Instant> trainUntil,
        List<Label> labels,
        long seed,
        String software,
        Optional<Question> question,
        List<MachineId> sisters,
        Optional<Brought> brought) {
    private static final double TRAINING_SHARE = 0.8;

    /** What a training process gets on this machine: its work is done on one core. */
    static final Resources RESOURCES =
            new Resources(new CpuCount(1), new Memory(2L << 30), GpuCount.ZERO);

    public TrainingWish {
        labels = List.copyOf(labels);
        labels.stream()
                .filter(label -> label.kind().isOfAnswer())
                .findFirst()
                .ifPresent(label -> {
                    throw Refusal.invalid(
                            "A label (%s) comes of a verdict on an answer: give it there, or say FAULT, NORMAL or KNOWN."
                                    .formatted(label.kind()));
                });
        sisters = List.copyOf(sisters);
    }

    /** The command that fulfils the wish as the books stand. */
    public CloudCommand.Train command(Books books) {
        Dataset dataset = dataset(books, machine);
        TimeSpan span = dataset.span();
        question.flatMap(Question::target).ifPresent(target -> requireSignal(dataset, target));
        question.flatMap(Question::cycleSignal).ifPresent(group -> requireSignal(dataset, group));
        brought.ifPresent(one -> one.signals().forEach(signal -> requireSignal(dataset, signal)));
        List<Sister> known = sisters(books, sisters);
        Optional<ModelVersion> latest = latest(books);
        List<Finding> findings = books.serving().findings(tenant, machine);
        List<Label> told = labels(books, latest);
        Instant until =
                trainUntil.orElseGet(() ->
                        question.map(one -> PredictorTraining.trainUntil(dataset, one))
                                .orElseGet(() -> trainUntil(latest, span, findings)));
        question.ifPresent(one ->
                PredictorTraining.check(
                        one, List.of(new Sharer(dataset, told, until)), List.of(), known));
        return new CloudCommand.Train(
                order(new Sharer(dataset, told, until), latest, known), RESOURCES);
    }

    /**
     * The command that fulfils wishes of several machines with one training.
     *
     * @param wishes that ask the same of each machine
     */
    public static CloudCommand.TrainShared shared(List<TrainingWish> wishes, Books books) {
        var first = wishes.getFirst();
        Question question = first.question.orElseThrow();
        List<MachineId> machines = wishes.stream().map(TrainingWish::machine).toList();
        List<MachineId> named =
                wishes.stream().flatMap(wish -> wish.sisters.stream()).distinct().toList();
        List<MachineId> among = machines.stream().filter(named::contains).toList();
        List<Sister> beside =
                first.sisters(
                        books, named.stream().filter(one -> !machines.contains(one)).toList());
        List<Sharer> sharers = wishes.stream().map(wish -> wish.sharer(books, question)).toList();
        question.target()
                .ifPresent(target -> sharers.forEach(one -> requireSignal(one.dataset(), target)));
        PredictorTraining.check(question, sharers, among, beside);
        var orders = new ArrayList<LearningCommand.PlaceOrder>();
        for (int i = 0; i < wishes.size(); i++) {
            var wish = wishes.get(i);
            // What is learned from beside the machines stands in the order that is trained.
            List<Sister> sisters = i == 0 ? beside : List.of();
            orders.add(wish.order(sharers.get(i), wish.latest(books), sisters));
        }
        return new CloudCommand.TrainShared(
                new LearningCommand.PlaceShared(orders, among), RESOURCES);
    }

    private Sharer sharer(Books books, Question asked) {
        Dataset dataset = dataset(books, machine);
        return new Sharer(
                dataset,
                known(books, machine),
                trainUntil.orElseGet(() -> PredictorTraining.trainUntil(dataset, asked)));
    }

    /**
     * What a new machine may take over from its sisters.
     *
     * @param own what is known of the machine
     * @param versions of shared trainings that answer the same question, the latest first
     */
    public record Offer(Sharer own, List<ModelVersion> versions) {}

    /** Empty where the machine has a version of its own, or more is wished than a version. */
    public Optional<Offer> offered(Books books) {
        boolean plain = labels.isEmpty() && trainUntil.isEmpty();
        if (question.isEmpty() || !plain || latest(books).isPresent()) {
            return Optional.empty();
        }
        List<ModelVersion> versions =
                sisters.stream()
                        .distinct()
                        .filter(sister -> !sister.equals(machine))
                        .flatMap(sister -> answering(books, sister).stream())
                        .filter(version -> version.order().share().isPresent())
                        .filter(version -> version.order().question().equals(question))
                        .sorted(Comparator.comparing(ModelVersion::published).reversed())
                        .toList();
        return Optional.of(new Offer(sharer(books, question.get()), versions));
    }

    /** The command that fulfils the wish with a version of a sister, without a training. */
    public CloudCommand.TakeOver takeOver(Sharer own, ModelVersion version) {
        return new CloudCommand.TakeOver(
                new LearningCommand.TakeOver(
                        order(own, Optional.empty(), List.of()), version.id()));
    }

    /** The version that answers the question about a machine. */
    private Optional<ModelVersion> answering(Books books, MachineId id) {
        return books.serving().served(tenant, id).answering().stream()
                .filter(one -> one.topic().equals(question.orElseThrow().topic()))
                .flatMap(one -> books.learning().version(tenant, one.version()).stream())
                .findFirst();
    }

    private LearningCommand.PlaceOrder order(
            Sharer learned, Optional<ModelVersion> latest, List<Sister> known) {
        return new LearningCommand.PlaceOrder(
                learned.dataset(),
                learned.trainUntil(),
                budget,
                learned.labels(),
                latest.map(ModelVersion::id),
                seed,
                software,
                question,
                known,
                brought);
    }

    private Dataset dataset(Books books, MachineId id) {
        Machine known = books.plant().machine(tenant, id);
        List<SampleFile> files = books.plant().files(tenant, id);
        if (files.isEmpty()) {
            throw Refusal.conflict(
                    "Machine (%s) has no samples to learn from: import a file first."
                            .formatted(id));
        }
        List<String> signals = known.signals().stream().map(Signal::name).toList();
        return Dataset.of(tenant, id, files, signals, span(files));
    }

    private static void requireSignal(Dataset dataset, String signal) {
        if (!dataset.signals().contains(signal)) {
            throw Refusal.notFound(
                    "Machine (%s) has no signal (%s); it has: %s."
                            .formatted(
                                    dataset.machine(),
                                    signal,
                                    String.join(", ", dataset.signals())));
        }
    }

    private List<Sister> sisters(Books books, List<MachineId> named) {
        return named.stream()
                .filter(sister -> !sister.equals(machine))
                .distinct()
                .map(sister -> new Sister(dataset(books, sister), known(books, sister)))
                .toList();
    }

    private List<Label> known(Books books, MachineId id) {
        return books.known(tenant, id, question.map(Question::topic));
    }

    /** The latest version that answers the same question, or watches. */
    private Optional<ModelVersion> latest(Books books) {
        Optional<String> topic = question.map(Question::topic);
        return books.learning().versions(tenant, machine).stream()
                .filter(version -> version.order().question().map(Question::topic).equals(topic))
                .reduce((_, later) -> later);
    }

    private static Instant trainUntil(
            Optional<ModelVersion> latest, TimeSpan span, List<Finding> findings) {
        return latest.map(version -> version.order().trainUntil())
                .map(last -> NextOrder.trainUntil(last, span.to(), findings))
                .orElseGet(() -> share(span));
    }

    private List<Label> labels(Books books, Optional<ModelVersion> latest) {
        var earlier = new LinkedHashSet<Label>(labels);
        latest.ifPresent(version -> earlier.addAll(version.order().labels()));
        return books.labels(tenant, machine, earlier, question.map(Question::topic));
    }

    private static TimeSpan span(List<SampleFile> files) {
        Instant first =
                files.stream().map(SampleFile::first).min(Comparator.naturalOrder()).orElseThrow();
        Instant last =
                files.stream().map(SampleFile::last).max(Comparator.naturalOrder()).orElseThrow();
        return new TimeSpan(first, last.plusNanos(1000));
    }

    private static Instant share(TimeSpan span) {
        return span.from()
                .plus(Duration.ofSeconds((long) (span.length().toSeconds() * TRAINING_SHARE)));
    }
}
