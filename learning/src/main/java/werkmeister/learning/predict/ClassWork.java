package werkmeister.learning.predict;

import werkmeister.learning.classify.ClassModel;
import werkmeister.learning.classify.RecentRows;
import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.metric.ClassError;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
import werkmeister.learning.order.Sharer;
import werkmeister.learning.order.Sister;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.learning.table.Cases;
import werkmeister.learning.table.Leaks;
import werkmeister.learning.table.Rows;
import werkmeister.learning.table.Split;
import werkmeister.learning.trial.ClassTrial;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Learns to tell a machine's classes, sample by sample. */
record ClassWork(TrainingOrder order, Question question, Samples samples, LongSupplier nanoTime) {
    /** More samples of a machine than this add time, not knowledge. */
    private static final int ROWS_MAX = 20_000;

    /** The longest means of latest samples, twice. */
    private static final int REACH_STEPS = 40;

    private static final String NORMAL = "normal";

    /** What is kept together when training chooses: such a share of a machine's samples. */
    private static final int BLOCKS = 60;

    /** A machine's samples and what each is, where somebody knows. */
    private record Part(SampleTable table, String[] truth) {
        int rows() {
            return table.rows();
        }
    }

    Predicted done() {
        Duration step = step();
        var parts = new ArrayList<Part>();
        for (Sharer one : order.sharers()) {
            parts.add(part(one.dataset(), one.labels(), step));
        }
        List<Part> tried = List.copyOf(parts);
        for (Sister sister : order.sisters()) {
            parts.add(part(sister.dataset(), sister.labels(), step));
        }
        String[] truth =
                parts.stream().flatMap(part -> Arrays.stream(part.truth())).toArray(String[]::new);
        List<String> classes = ClassTrial.classes(Arrays.stream(truth));
        int[] codes = ClassTrial.codes(truth, classes);
        if (classes.size() < 2) {
            throw Refusal.invalid(
                    "To tell classes apart two are needed at least; %s gives: %s."
                            .formatted(
                                    question.target()
                                            .map("signal (%s)"::formatted)
                                            .orElse("the labels' notes"),
                                    classes));
        }
        requireKnown(tried);
        List<String> common = order.commonSignals();
        Signals signals = signals(tried, common, codes);
        Cases bare =
                Lives.cases(
                        IntStream.range(0, parts.size()).mapToObj(String::valueOf).toList(),
                        parts.stream().map(part -> part.table().select(signals.used())).toList());
        Cases cases = RecentRows.beside(bare);
        Split split = split(tried, codes);
        var task =
                new ClassTrial.Task(
                        cases.names(),
                        cases.columns(),
                        classes,
                        codes,
                        split,
                        together(bare.starts()),
                        order.seed());
        ClassTrial.Report report = ClassTrial.run(task, nanoTime);
        ClassModel model =
                split.kind() == Split.Kind.TIME ? report.model() : ClassTrial.learned(task);
        return new Predicted(
                new ClassPredictor(signals.used(), step, reach(step, tried), model),
                card(step, signals, report, cases.rows(), byMachine(tried, codes, report)));
    }

    /** Sisters may know the classes, but it is on the machines asked about that one tries. */
    private void requireKnown(List<Part> tried) {
        boolean known =
                tried.stream()
                        .flatMap(part -> Arrays.stream(part.truth()))
                        .anyMatch(truth -> !truth.isEmpty());
        if (!known) {
            throw Refusal.invalid(
                    "Of no sample of machine (%s) the class is known: there is nothing to try the model on. %s"
                            .formatted(
                                    order.sharers().stream()
                                            .map(one -> one.dataset().machine().value())
                                            .collect(Collectors.joining(", ")),
                                    question.target()
                                            .map(target ->
                                                    "Import samples in which signal (%s) has values."
                                                            .formatted(target))
                                            .orElse(
                                                    "Label some of its time as FAULT or NORMAL: all"
                                                            + " of it is KNOWN.")));
        }
    }

    /** Where each part's rows begin, and where the last one's end. */
    private static int[] starts(List<Part> parts) {
        int[] starts = new int[parts.size() + 1];
        for (int m = 0; m < parts.size(); m++) {
            starts[m + 1] = starts[m] + parts.get(m).rows();
        }
        return starts;
    }

    /** The longest that one of the machines needs. */
    private Duration step() {
        return order.sharers().stream()
                .map(one -> step(one.dataset()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Duration step(Dataset dataset) {
        long rows = dataset.files().stream().mapToLong(SampleFile::rows).sum();
        double micros = dataset.span().length().toNanos() / 1e3;
        return rows <= ROWS_MAX ? Duration.ZERO : Steps.roundUp(micros / ROWS_MAX);
    }

    private static Duration reach(Duration step, List<Part> parts) {
        return parts.stream()
                .map(part -> reach(step, part.table()))
                .max(Comparator.naturalOrder())
                .orElseThrow();
    }

    private static Duration reach(Duration step, SampleTable table) {
        if (!step.isZero()) {
            return step.multipliedBy(REACH_STEPS);
        }
        long micros = table.times()[table.rows() - 1] - table.times()[0];
        return Duration.of(
                REACH_STEPS * (micros / Math.max(1, table.rows() - 1) + 1), ChronoUnit.MICROS);
    }

    private Part part(Dataset dataset, List<Label> labels, Duration step) {
        Set<String> codes = question.target().map(Set::of).orElse(Set.of());
        var steps = new Steps(dataset.signals(), codes, step);
        SampleTable table = steps.table(samples, dataset, dataset.span());
        if (table.rows() == 0) {
            throw Refusal.invalid("Machine (%s) has no samples.".formatted(dataset.machine()));
        }
        return new Part(table, truths(table, question, labels));
    }

    /** What each sample is: by a person's word, else by the target or the labels. */
    static String[] truths(SampleTable table, Question question, List<Label> labels) {
        String[] truths =
                question.target()
                        .map(target -> codes(table.column(target)))
                        .orElseGet(() -> kinds(table, labels));
        labels.stream()
                .filter(label -> label.kind() == Label.Kind.CLASS)
                .forEach(label -> fill(truths, table, label.span(), label.note()));
        return truths;
    }

    private static void fill(String[] truths, SampleTable table, TimeSpan span, String truth) {
        int from = table.rowAt(micros(span.from()));
        int to = table.rowAt(micros(span.to()));
        Arrays.fill(truths, from, Math.max(from, to), truth);
    }

    /** Numbers as classes; nothing where nothing was said. */
    static String[] codes(double[] column) {
        return Arrays.stream(column)
                .mapToObj(code ->
                        Double.isNaN(code)
                                ? ""
                                : code == Math.rint(code)
                                        ? String.valueOf((long) code)
                                        : String.valueOf(code))
                .toArray(String[]::new);
    }

    /** The notes of known faults; what is known and expected is nothing of either. */
    private static String[] kinds(SampleTable table, List<Label> labels) {
        String[] kinds = new String[table.rows()];
        Arrays.fill(kinds, NORMAL);
        for (Label label : labels) {
            kind(label).ifPresent(kind -> fill(kinds, table, label.span(), kind));
        }
        return kinds;
    }

    private static Optional<String> kind(Label label) {
        return switch (label.kind()) {
            case FAULT -> Optional.of(label.note().isBlank() ? "fault" : label.note().strip());
            case NORMAL -> Optional.of(NORMAL);
            case KNOWN -> Optional.of("");
            case CLASS, END -> Optional.empty();
        };
    }

    private Signals signals(List<Part> tried, List<String> common, int[] codes) {
        Cases own =
                Lives.cases(
                        IntStream.range(0, tried.size()).mapToObj(String::valueOf).toList(),
                        tried.stream().map(part -> part.table().select(common)).toList());
        int[] known = Rows.where(own.rows(), row -> codes[row] >= 0);
        int[] truth = Rows.pick(codes, known);
        Signals signals =
                Signals.of(
                        new SampleTable(new long[own.rows()], common, own.columns()),
                        question.target(),
                        column -> Leaks.tells(codes(Rows.pick(column, known)), truth));
        if (signals.used().isEmpty()) {
            throw Refusal.invalid("No signal is left to tell the classes by.");
        }
        return signals;
    }

    /** By time where all classes occur before and after, else by blocks of neighbouring samples. */
    private Split split(List<Part> tried, int[] codes) {
        int[] starts = starts(tried);
        int[] byTime = new int[codes.length];
        int[] byBlocks = new int[codes.length];
        Arrays.fill(byTime, -1);
        Arrays.fill(byBlocks, -1);
        for (int m = 0; m < tried.size(); m++) {
            Part part = tried.get(m);
            int cut = part.table().rowAt(micros(order.sharers().get(m).trainUntil()));
            Arrays.fill(byTime, starts[m] + cut, starts[m + 1], 0);
            int[] blocks = Split.byBlocks(part.rows()).folds();
            System.arraycopy(blocks, 0, byBlocks, starts[m], part.rows());
        }
        Set<Integer> before = seen(codes, byTime, -1);
        Set<Integer> after = seen(codes, byTime, 0);
        return after.size() > 1 && before.containsAll(after)
                ? new Split(Split.Kind.TIME, byTime)
                : new Split(Split.Kind.BLOCKS, byBlocks);
    }

    private static Set<Integer> seen(int[] codes, int[] folds, int fold) {
        var seen = new HashSet<Integer>();
        for (int row = 0; row < codes.length; row++) {
            if (codes[row] >= 0 && folds[row] == fold) {
                seen.add(codes[row]);
            }
        }
        return seen;
    }

    /**
     * What is kept together when training chooses: neighbours of one machine.
     *
     * @param starts where each machine's cases begin, and where the last one's end
     */
    static int[] together(int[] starts) {
        int[] together = new int[starts[starts.length - 1]];
        for (int m = 0; m < starts.length - 1; m++) {
            int block = Math.max(1, (starts[m + 1] - starts[m]) / BLOCKS);
            for (int row = starts[m]; row < starts[m + 1]; row++) {
                together[row] = m * (BLOCKS + 2) + Math.min(BLOCKS + 1, (row - starts[m]) / block);
            }
        }
        return together;
    }

    private ByMachine byMachine(List<Part> tried, int[] codes, ClassTrial.Report report) {
        return ByMachine.of(
                order.sharers().stream().map(one -> one.dataset().machine().value()).toList(),
                starts(tried),
                codes,
                report);
    }

    private PredictionCard card(
            Duration step,
            Signals signals,
            ClassTrial.Report report,
            int rows,
            ByMachine machines) {
        var details = new ArrayList<>(details(report, "samples"));
        var warnings = new ArrayList<String>();
        if (report.split().kind() == Split.Kind.BLOCKS) {
            warnings.add(
                    "Not every class occurs both before and after %s: tried on blocks of neighbouring samples instead of on later time, which is easier."
                            .formatted(
                                    order.sharers().size() == 1
                                            ? order.trainUntil()
                                            : "the end of training"));
        }
        if (order.sharers().size() > 1) {
            details.addAll(machines.details());
            warnings.addAll(machines.warnings());
        }
        return new Learned(
                        Learned.span(order),
                        rows,
                        report.split().kind(),
                        step,
                        signals,
                        board(report),
                        Optional.empty(),
                        List.of(),
                        details,
                        warnings)
                .card(order, question);
    }

    static Leaderboard board(ClassTrial.Report report) {
        ClassError error = report.error().orElseThrow();
        var rivals = new ArrayList<Leaderboard.Entry>();
        report.rivals()
                .forEach((name, rival) -> rivals.add(new Leaderboard.Entry(name, rival.macroF1())));
        return new Leaderboard(
                Leaderboard.Metric.MACRO_F1,
                false,
                error.count(),
                error.macroF1(),
                rivals,
                Optional.empty());
    }

    /**
     * How well each class was told.
     *
     * @param cases what was told, such as samples
     */
    static List<String> details(ClassTrial.Report report, String cases) {
        ClassError error = report.error().orElseThrow();
        var details = new ArrayList<String>();
        details.add(
                "%.1f %% of %d %s were told rightly."
                        .formatted(100 * error.accuracy(), error.count(), cases));
        for (ClassError.OfClass one : error.byClass()) {
            details.add(
                    "%s: %d %s, precision %.3f, recall %.3f, F1 %.3f."
                            .formatted(
                                    one.name(),
                                    one.cases(),
                                    cases,
                                    one.precision(),
                                    one.recall(),
                                    one.f1()));
        }
        return List.copyOf(details);
    }

    static long micros(Instant instant) {
        return ChronoUnit.MICROS.between(Instant.EPOCH, instant);
    }
}
