package werkmeister.learning.trial;

import werkmeister.learning.classify.ClassModel;
import werkmeister.learning.classify.ClassTraining;
import werkmeister.learning.classify.ClassTraining.Examples;
import werkmeister.learning.metric.ClassError;
import werkmeister.learning.table.Rows;
import werkmeister.learning.table.Split;
import werkmeister.learning.trees.Matrix;
import werkmeister.units.Refusal;

import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Tries how well classes are told of cases that training never saw. */
public final class ClassTrial {
    private static final int INNER_FOLDS = 3;
    private static final List<String> RIVALS =
            List.of("majority", "random", "nearestMean", "ridge");

    private final Task task;
    private final Effort effort;
    private final ClassModel.Told[] told;
    private final int[][] rivals;

    private ClassTrial(Task task, Effort effort) {
        this.task = task;
        this.effort = effort;
        this.told = new ClassModel.Told[task.truth().length];
        this.rivals = new int[RIVALS.size()][task.truth().length];
    }

    /**
     * What is to be tried.
     *
     * @param columns one array a feature
     * @param truth the number of each case's class; -1 where nobody knows
     * @param split which cases are left out when
     * @param together numbers of what must not be parted when training chooses, one a case
     */
    @SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
    public record Task(
            List<String> features,
            double[][] columns,
            List<String> classes,
            int[] truth,
            Split split,
            int[] together,
            long seed) {}

    /**
     * How it went.
     *
     * @param told of each case, empty where it was only trained on
     * @param error empty where nobody knows the truth
     * @param model that was tried last
     */
    public record Report(
            Split split,
            int trained,
            List<Optional<ClassModel.Told>> told,
            Optional<ClassError> error,
            Map<String, ClassError> rivals,
            double trainSeconds,
            double tellSeconds,
            ClassModel model) {
        public long modelBytes() {
            return model.size();
        }
    }

    /** The classes of a column, in order; an empty cell is none. */
    public static List<String> classes(Stream<String> texts) {
        return texts.filter(text -> !text.isEmpty()).distinct().sorted().toList();
    }

    /** The number of each text's class; -1 where it is none. */
    public static int[] codes(String[] texts, List<String> classes) {
        Map<String, Integer> numbers = new HashMap<>();
        classes.forEach(name -> numbers.put(name, numbers.size()));
        return Arrays.stream(texts).mapToInt(text -> numbers.getOrDefault(text, -1)).toArray();
    }

    public static Report run(Task task, LongSupplier nanoTime) {
        return new ClassTrial(task, new Effort(nanoTime)).run();
    }

    private Report run() {
        long known = Arrays.stream(task.truth()).filter(c -> c >= 0).distinct().count();
        if (known < 2) {
            throw Refusal.invalid(
                    "To tell classes apart two are needed at least; there are: %s."
                            .formatted(task.classes()));
        }
        var tries = IntStream.range(0, task.split().count()).mapToObj(this::tryOn).toList();
        int[] judged =
                Rows.where(
                        told.length,
                        row -> task.split().folds()[row] >= 0 && task.truth()[row] >= 0);
        int[] truth = Rows.pick(task.truth(), judged);
        int[] said = Arrays.stream(judged).map(row -> told[row].number()).toArray();
        var beside = new LinkedHashMap<String, ClassError>();
        for (int r = 0; r < RIVALS.size() && judged.length > 0; r++) {
            beside.put(
                    RIVALS.get(r),
                    ClassError.of(task.classes(), Rows.pick(rivals[r], judged), truth));
        }
        return new Report(
                task.split(),
                tries.stream().mapToInt(Try::trained).max().orElse(0),
                Arrays.stream(told).map(Optional::ofNullable).toList(),
                judged.length == 0
                        ? Optional.empty()
                        : Optional.of(ClassError.of(task.classes(), said, truth)),
                beside,
                effort.trainSeconds(),
                effort.tellSeconds(),
                tries.getLast().model());
    }

    /** A model, and on how many cases it was trained. */
    private record Try(ClassModel model, int trained) {}

    /** The model of all cases whose class is known. */
    public static ClassModel learned(Task task) {
        int[] known = Rows.where(task.truth().length, row -> task.truth()[row] >= 0);
        return ClassTraining.train(examples(task, known), task.seed());
    }

    private static Examples examples(Task task, int[] in) {
        return new Examples(
                task.features(),
                Rows.pick(task.columns(), in),
                task.classes(),
                Rows.pick(task.truth(), in),
                innerFolds(task, in));
    }

    /** Trains on all but one fold, which is told. */
    private Try tryOn(int fold) {
        int[] folds = task.split().folds();
        int[] in = Rows.where(folds.length, row -> folds[row] != fold && task.truth()[row] >= 0);
        int[] out = Rows.where(folds.length, row -> folds[row] == fold);
        var examples = examples(task, in);
        int[] truth = examples.truth();
        double[][] seen = examples.columns();
        ClassModel model = effort.training(() -> ClassTraining.train(examples, task.seed()));
        double[][] unseen = Rows.pick(task.columns(), out);
        ClassModel.Told[] answers = effort.telling(() -> model.tell(unseen, out.length));
        var trivial = new TrivialClasses(seen, truth, task.classes().size());
        var random = new Random(task.seed() + fold);
        int[] linear = linear(seen, truth, unseen, out.length);
        for (int i = 0; i < out.length; i++) {
            told[out[i]] = answers[i];
            rivals[0][out[i]] = trivial.majority();
            rivals[1][out[i]] = trivial.drawn(random);
            rivals[2][out[i]] = trivial.nearestMean(unseen, i);
            rivals[3][out[i]] = linear[i];
        }
        return new Try(model, in.length);
    }

    /** The class whose membership ridge regression tells most. */
    private int[] linear(double[][] seen, int[] truth, double[][] unseen, int rows) {
        double[][] members = new double[truth.length][task.classes().size()];
        for (int i = 0; i < truth.length; i++) {
            members[i][truth[i]] = 1;
        }
        double[][] told =
                new Ridge(Matrix.of(seen, truth.length), members).tell(Matrix.of(unseen, rows));
        int[] linear = new int[rows];
        for (int i = 0; i < rows; i++) {
            for (int c = 1; c < told[i].length; c++) {
                linear[i] = told[i][c] > told[i][linear[i]] ? c : linear[i];
            }
        }
        return linear;
    }

    /** What belongs together stays together when training chooses, too. */
    private static int[] innerFolds(Task task, int[] in) {
        int[] together = Rows.pick(task.together(), in);
        int[] numbers = Arrays.stream(together).distinct().toArray();
        if (numbers.length < INNER_FOLDS) {
            int block = Math.max(1, in.length / 60);
            return IntStream.range(0, in.length).map(i -> i / block % INNER_FOLDS).toArray();
        }
        Map<Integer, Integer> folds = new LinkedHashMap<>();
        for (int number : numbers) {
            folds.put(number, folds.size() % INNER_FOLDS);
        }
        return Arrays.stream(together).map(number -> folds.getOrDefault(number, 0)).toArray();
    }
}
