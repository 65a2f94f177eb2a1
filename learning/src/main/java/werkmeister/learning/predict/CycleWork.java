package werkmeister.learning.predict;

import werkmeister.learning.classify.ClassModel;
import werkmeister.learning.classify.CycleFeatures;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.Sister;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.predict.CycleBook.Cycle;
import werkmeister.learning.table.Split;
import werkmeister.learning.trial.ClassTrial;
import werkmeister.units.Refusal;

import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;

/**
 * Learns to tell the classes of a machine's whole cycles.
 *
 * @param group the signal that tells cycles apart
 * @param found whether it was found, not said
 */
record CycleWork(
        TrainingOrder order,
        Question question,
        String group,
        boolean found,
        Samples samples,
        LongSupplier nanoTime) {
    private static final int CYCLES_MIN = 10;

    /** More cycles than this, or more values of features, add time, not knowledge. */
    private static final int CYCLES_MAX = 20_000;

    private static final long VALUES_MAX = 8_000_000;

    private static final int FEATURES_A_SIGNAL = CycleFeatures.names(List.of("signal")).size();

    /** Where there is no later time to try on: blocks of neighbours, dealt to the folds in turn. */
    private static final int TRIED_BLOCKS = 20;

    private static final int FOLDS = 5;

    /** Where cycles are to be classed: empty where samples are. */
    static Optional<CycleWork> of(
            TrainingOrder order, Question question, Samples samples, LongSupplier nanoTime) {
        Optional<String> group =
                question.group().isPresent()
                        ? question.cycleSignal()
                        : CycleSignal.found(order, question, samples);
        return group.map(signal ->
                new CycleWork(
                        order, question, signal, question.group().isEmpty(), samples, nanoTime));
    }

    /** Refuses what can be refused without the samples. */
    static void check(String group, List<Sister> sisters) {
        for (Sister sister : sisters) {
            if (!sister.dataset().signals().contains(group)) {
                throw Refusal.invalid(
                        "Machine (%s) has no signal (%s) to tell its cycles apart by; it has: %s."
                                .formatted(
                                        sister.dataset().machine(),
                                        group,
                                        String.join(", ", sister.dataset().signals())));
            }
        }
    }

    Predicted done() {
        var books = new ArrayList<CycleBook>();
        books.add(CycleBook.of(samples, order.dataset(), order.labels(), question, group));
        for (Sister sister : order.sisters()) {
            books.add(CycleBook.of(samples, sister.dataset(), sister.labels(), question, group));
        }
        requireCycles(books.getFirst());
        String[] all = truths(books);
        List<String> classes = ClassTrial.classes(Arrays.stream(all));
        if (classes.size() < 2) {
            throw Refusal.invalid(
                    "To tell classes apart two are needed at least; the cycles of signal (%s) have: %s."
                            .formatted(group, classes));
        }
        Signals signals = CycleSignals.of(this, books.getFirst(), others(), classes);
        int every = every(books, signals.used().size());
        List<CycleBook> learned = books.stream().map(book -> book.every(every)).toList();
        return learned(books, learned, signals, classes);
    }

    private Predicted learned(
            List<CycleBook> books, List<CycleBook> learned, Signals signals, List<String> classes) {
        int[] codes = ClassTrial.codes(truths(learned), classes);
        Split split = split(learned.getFirst().cycles(), codes);
        var task =
                new ClassTrial.Task(
                        CycleFeatures.names(signals.used()),
                        features(learned, signals.used()),
                        classes,
                        codes,
                        split,
                        together(learned),
                        order.seed());
        ClassTrial.Report report = ClassTrial.run(task, nanoTime);
        if (report.error().isEmpty()) {
            throw Refusal.invalid(
                    "Of no cycle of machine (%s) the class is known: there is nothing to try the model on."
                            .formatted(order.dataset().machine()));
        }
        ClassModel model =
                split.kind() == Split.Kind.TIME ? report.model() : ClassTrial.learned(task);
        return new Predicted(
                new CyclePredictor(signals.used(), group, lookBack(books.getFirst()), model),
                card(books, learned, signals, split, report));
    }

    private void requireCycles(CycleBook book) {
        int cycles = book.cycles().size();
        if (cycles < CYCLES_MIN || book.rows() < (long) CycleSignal.ROWS_MIN * cycles) {
            throw Refusal.invalid(
                    "Signal (%s) tells %d finished cycles of machine (%s) apart, with %.1f samples on average; at least %d cycles with %d samples are needed. Maybe each sample is to be classed by itself (--no-group)."
                            .formatted(
                                    group,
                                    cycles,
                                    order.dataset().machine(),
                                    cycles == 0 ? 0 : (double) book.rows() / cycles,
                                    CYCLES_MIN,
                                    CycleSignal.ROWS_MIN));
        }
        if (2 * book.disputed() > cycles) {
            throw Refusal.invalid(
                    "In %d of %d cycles told apart by signal (%s) the class changes: maybe another signal counts the cycles, or each sample is to be classed by itself (--no-group)."
                            .formatted(book.disputed(), cycles, group));
        }
    }

    private static String[] truths(List<CycleBook> books) {
        return books.stream()
                .flatMap(book -> book.cycles().stream())
                .map(Cycle::truth)
                .toArray(String[]::new);
    }

    /** Signals that all machines have, but the one that tells cycles apart. */
    private List<String> others() {
        return order.commonSignals().stream().filter(signal -> !signal.equals(group)).toList();
    }

    private static int every(List<CycleBook> books, int signals) {
        long cycles = books.stream().mapToLong(book -> book.cycles().size()).sum();
        long most = Math.min(CYCLES_MAX, VALUES_MAX / ((long) FEATURES_A_SIGNAL * signals));
        return (int) Math.ceilDiv(cycles, Math.max(1, most));
    }

    /** One array a feature, an entry a cycle, machine by machine. */
    private double[][] features(List<CycleBook> learned, List<String> signals) {
        int count = learned.stream().mapToInt(book -> book.cycles().size()).sum();
        double[][] features = new double[FEATURES_A_SIGNAL * signals.size()][count];
        int before = 0;
        for (CycleBook book : learned) {
            int first = before;
            book.scan(
                    samples,
                    signals,
                    (cycle, number) -> {
                        double[][] seen =
                                CycleFeatures.of(cycle.columns(), new int[] {0, cycle.rows()});
                        for (int f = 0; f < features.length; f++) {
                            features[f][first + number] = seen[f][0];
                        }
                    });
            before += book.cycles().size();
        }
        return features;
    }

    /** By time where all classes occur before and after, else by blocks of neighbouring cycles. */
    private Split split(List<Cycle> own, int[] codes) {
        long cut = ClassWork.micros(order.trainUntil());
        int[] folds = new int[codes.length];
        Arrays.fill(folds, -1);
        Set<Integer> before = new HashSet<>();
        Set<Integer> after = new HashSet<>();
        for (int i = 0; i < codes.length; i++) {
            boolean later = i < own.size() && own.get(i).to() >= cut;
            folds[i] = later ? 0 : -1;
            if (codes[i] >= 0) {
                (later ? after : before).add(codes[i]);
            }
        }
        if (after.size() > 1 && before.containsAll(after)) {
            return new Split(Split.Kind.TIME, folds);
        }
        int block = Math.ceilDiv(own.size(), TRIED_BLOCKS);
        for (int i = 0; i < own.size(); i++) {
            folds[i] = i / block % FOLDS;
        }
        return new Split(Split.Kind.BLOCKS, folds);
    }

    private static int[] together(List<CycleBook> learned) {
        int[] starts = new int[learned.size() + 1];
        for (int m = 0; m < learned.size(); m++) {
            starts[m + 1] = starts[m] + learned.get(m).cycles().size();
        }
        return ClassWork.together(starts);
    }

    /** Usually as many cycles as are told, the one that still lasts and a cut one. */
    private static Duration lookBack(CycleBook book) {
        long micros = book.cycles().getLast().to() - book.cycles().getFirst().from();
        return Duration.of(
                (CyclePredictor.TOLD_MAX + 2L) * (micros / book.cycles().size() + 1),
                ChronoUnit.MICROS);
    }

    private PredictionCard card(
            List<CycleBook> books,
            List<CycleBook> learned,
            Signals signals,
            Split split,
            ClassTrial.Report report) {
        var details = new ArrayList<>(ClassWork.details(report, "cycles"));
        CycleBook own = books.getFirst();
        details.add(
                String.format(
                        Locale.ROOT,
                        "Signal (%s) tells %d finished cycles apart, with %.1f samples on average;"
                                + " it was %s.",
                        group,
                        own.cycles().size(),
                        (double) own.rows() / own.cycles().size(),
                        found ? "found by itself" : "said"));
        return new Learned(
                        order.dataset().span(),
                        learned.stream().mapToLong(book -> book.cycles().size()).sum(),
                        split.kind(),
                        Duration.ZERO,
                        signals,
                        ClassWork.board(report),
                        Optional.empty(),
                        List.of(),
                        details,
                        warnings(books, learned, split))
                .card(order, question);
    }

    private List<String> warnings(List<CycleBook> books, List<CycleBook> learned, Split split) {
        var warnings = new ArrayList<String>();
        if (split.kind() == Split.Kind.BLOCKS) {
            warnings.add(
                    "Not every class occurs both before and after %s: tried on blocks of neighbouring cycles instead of on later time, which is easier."
                            .formatted(order.trainUntil()));
        }
        long disputed = books.stream().mapToLong(CycleBook::disputed).sum();
        if (disputed > 0) {
            warnings.add(
                    "%d cycles were left out because their class changes within."
                            .formatted(disputed));
        }
        int all = books.stream().mapToInt(book -> book.cycles().size()).sum();
        int some = learned.stream().mapToInt(book -> book.cycles().size()).sum();
        if (some < all) {
            warnings.add(
                    "Of %d cycles %d, evenly spread, were learned from and tried on."
                            .formatted(all, some));
        }
        return List.copyOf(warnings);
    }
}
