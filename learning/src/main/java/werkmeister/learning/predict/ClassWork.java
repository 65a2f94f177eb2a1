package werkmeister.learning.predict;

import werkmeister.learning.classify.ClassModel;
import werkmeister.learning.classify.RecentRows;
import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.metric.ClassError;
import werkmeister.learning.order.Label;
import werkmeister.learning.order.Question;
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

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.LongSupplier;
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
    private record Part(SampleTable table, String[] truth) {}

    Predicted done() {
        Duration step = step();
        var parts = new ArrayList<Part>();
        parts.add(part(order.dataset(), order.labels(), step));
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
        List<String> common = common();
        Signals signals = signals(parts, common, codes);
        Cases bare =
                Lives.cases(
                        IntStream.range(0, parts.size()).mapToObj(String::valueOf).toList(),
                        parts.stream().map(part -> part.table().select(signals.used())).toList());
        Cases cases = RecentRows.beside(bare);
        int own = parts.getFirst().table().rows();
        Split split = split(parts.getFirst().table(), codes, own);
        var task =
                new ClassTrial.Task(
                        cases.names(),
                        cases.columns(),
                        classes,
                        codes,
                        split,
                        together(bare),
                        order.seed());
        ClassTrial.Report report = ClassTrial.run(task, nanoTime);
        ClassModel model =
                split.kind() == Split.Kind.TIME ? report.model() : ClassTrial.learned(task);
        return new Predicted(
                new ClassPredictor(
                        signals.used(), step, reach(step, parts.getFirst().table()), model),
                card(step, signals, split, report, cases.rows()));
    }

    private Duration step() {
        long rows = order.dataset().files().stream().mapToLong(SampleFile::rows).sum();
        double micros = order.dataset().span().length().toNanos() / 1e3;
        return rows <= ROWS_MAX ? Duration.ZERO : Steps.roundUp(micros / ROWS_MAX);
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
        return new Part(
                table,
                question.target()
                        .map(target -> codes(table.column(target)))
                        .orElseGet(() -> kinds(table, labels)));
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
    static String[] kinds(SampleTable table, List<Label> labels) {
        String[] kinds = new String[table.rows()];
        Arrays.fill(kinds, NORMAL);
        for (Label label : labels) {
            int from = table.rowAt(micros(label.span().from()));
            int to = table.rowAt(micros(label.span().to()));
            String kind =
                    switch (label.kind()) {
                        case FAULT -> label.note().isBlank() ? "fault" : label.note().strip();
                        case NORMAL -> NORMAL;
                        case KNOWN -> "";
                    };
            Arrays.fill(kinds, from, Math.max(from, to), kind);
        }
        return kinds;
    }

    private List<String> common() {
        return order.dataset().signals().stream()
                .filter(signal ->
                        order.sisters().stream()
                                .allMatch(sister -> sister.dataset().signals().contains(signal)))
                .toList();
    }

    private Signals signals(List<Part> parts, List<String> common, int[] codes) {
        SampleTable own = parts.getFirst().table();
        int[] known = Rows.where(own.rows(), row -> codes[row] >= 0);
        int[] truth = Rows.pick(codes, known);
        Signals signals =
                Signals.of(
                        own.select(common),
                        question.target(),
                        column -> Leaks.tells(codes(Rows.pick(column, known)), truth));
        if (signals.used().isEmpty()) {
            throw Refusal.invalid("No signal is left to tell the classes by.");
        }
        return signals;
    }

    /** By time where all classes occur before and after, else by blocks of neighbouring samples. */
    private Split split(SampleTable own, int[] codes, int rows) {
        int cut = own.rowAt(micros(order.trainUntil()));
        Set<Integer> before = seen(codes, 0, cut);
        before.addAll(seen(codes, rows, codes.length));
        Set<Integer> after = seen(codes, cut, rows);
        boolean byTime = after.size() > 1 && before.containsAll(after);
        int[] folds = new int[codes.length];
        Arrays.fill(folds, -1);
        if (byTime) {
            Arrays.fill(folds, cut, rows, 0);
            return new Split(Split.Kind.TIME, folds);
        }
        System.arraycopy(Split.byBlocks(rows).folds(), 0, folds, 0, rows);
        return new Split(Split.Kind.BLOCKS, folds);
    }

    private static Set<Integer> seen(int[] codes, int from, int to) {
        var seen = new HashSet<Integer>();
        for (int row = from; row < to; row++) {
            if (codes[row] >= 0) {
                seen.add(codes[row]);
            }
        }
        return seen;
    }

    private static int[] together(Cases cases) {
        int[] together = new int[cases.rows()];
        int[] starts = cases.starts();
        for (int m = 0; m < starts.length - 1; m++) {
            int block = Math.max(1, (starts[m + 1] - starts[m]) / BLOCKS);
            for (int row = starts[m]; row < starts[m + 1]; row++) {
                together[row] = m * (BLOCKS + 2) + Math.min(BLOCKS + 1, (row - starts[m]) / block);
            }
        }
        return together;
    }

    private PredictionCard card(
            Duration step, Signals signals, Split split, ClassTrial.Report report, int rows) {
        List<String> warnings =
                split.kind() == Split.Kind.BLOCKS
                        ? List.of(
                                "Not every class occurs both before and after %s: tried on blocks of neighbouring samples instead of on later time, which is easier."
                                        .formatted(order.trainUntil()))
                        : List.of();
        return new Learned(
                        order.dataset().span(),
                        rows,
                        split.kind(),
                        step,
                        signals,
                        board(report),
                        Optional.empty(),
                        List.of(),
                        details(report, "samples"),
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
