package werkmeister.learning.trial;

import werkmeister.learning.classify.ClassModel;
import werkmeister.learning.classify.ClassTraining;
import werkmeister.learning.classify.ClassTraining.Examples;
import werkmeister.learning.metric.ClassError;
import werkmeister.learning.table.Split;
import werkmeister.units.Refusal;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** Tries how well classes are told of cases that training never saw. */
public final class ClassTrial {
    private static final int INNER_FOLDS = 3;

    private final Task task;
    private final Effort effort;
    private final ClassModel.Told[] told;
    private final int[][] rivals;
    private long modelBytes;

    private ClassTrial(Task task, Effort effort) {
        this.task = task;
        this.effort = effort;
        this.told = new ClassModel.Told[task.truth().length];
        this.rivals = new int[RIVALS.size()][task.truth().length];
    }

    private static final List<String> RIVALS = List.of("majority", "random", "nearestMean");

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
     */
    public record Report(
            Split split,
            int trained,
            List<Optional<ClassModel.Told>> told,
            Optional<ClassError> error,
            Map<String, ClassError> rivals,
            double trainSeconds,
            double tellSeconds,
            long modelBytes) {}

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
        int trained = 0;
        for (int fold = 0; fold < task.split().count(); fold++) {
            trained = Math.max(trained, tryOn(fold));
        }
        int[] judged =
                IntStream.range(0, told.length)
                        .filter(row -> task.split().folds()[row] >= 0 && task.truth()[row] >= 0)
                        .toArray();
        int[] truth = pick(task.truth(), judged);
        int[] said = Arrays.stream(judged).map(row -> told[row].number()).toArray();
        var beside = new LinkedHashMap<String, ClassError>();
        for (int r = 0; r < RIVALS.size() && judged.length > 0; r++) {
            beside.put(
                    RIVALS.get(r), ClassError.of(task.classes(), pick(rivals[r], judged), truth));
        }
        return new Report(
                task.split(),
                trained,
                Arrays.stream(told).map(Optional::ofNullable).toList(),
                judged.length == 0
                        ? Optional.empty()
                        : Optional.of(ClassError.of(task.classes(), said, truth)),
                beside,
                effort.trainSeconds(),
                effort.tellSeconds(),
                modelBytes);
    }

    /** Trains on all but one fold, which is told; says on how many cases. */
    private int tryOn(int fold) {
        int[] folds = task.split().folds();
        int[] in =
                IntStream.range(0, folds.length)
                        .filter(row -> folds[row] != fold && task.truth()[row] >= 0)
                        .filter(row -> task.split().kind() != Split.Kind.FILES || folds[row] < 0)
                        .toArray();
        int[] out = IntStream.range(0, folds.length).filter(row -> folds[row] == fold).toArray();
        int[] truth = pick(task.truth(), in);
        double[][] seen = pick(task.columns(), in);
        var examples = new Examples(task.features(), seen, task.classes(), truth, innerFolds(in));
        ClassModel model = effort.training(() -> ClassTraining.train(examples, task.seed()));
        double[][] unseen = pick(task.columns(), out);
        ClassModel.Told[] answers = effort.telling(() -> model.tell(unseen, out.length));
        modelBytes = model.size();
        var trivial = new TrivialClasses(seen, truth, task.classes().size());
        var random = new Random(task.seed() + fold);
        for (int i = 0; i < out.length; i++) {
            told[out[i]] = answers[i];
            rivals[0][out[i]] = trivial.majority();
            rivals[1][out[i]] = trivial.drawn(random);
            rivals[2][out[i]] = trivial.nearestMean(unseen, i);
        }
        return in.length;
    }

    /** What belongs together stays together when training chooses, too. */
    private int[] innerFolds(int[] in) {
        int[] together = pick(task.together(), in);
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

    private static int[] pick(int[] values, int[] rows) {
        return Arrays.stream(rows).map(row -> values[row]).toArray();
    }

    private static double[][] pick(double[][] columns, int[] rows) {
        double[][] picked = new double[columns.length][];
        for (int c = 0; c < columns.length; c++) {
            double[] column = columns[c];
            picked[c] = Arrays.stream(rows).mapToDouble(row -> column[row]).toArray();
        }
        return picked;
    }
}
