package werkmeister.learning.classify;

import werkmeister.learning.table.Rows;
import werkmeister.learning.trees.Goal;
import werkmeister.learning.trees.Matrix;
import werkmeister.learning.trees.Settings;
import werkmeister.learning.trees.Trees;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Learns classes from cases. Whether pairs of features help, and where a rare class begins, is
 * chosen on cases that were left out, by the folds that the caller gives: whoever knows which cases
 * belong together deals them.
 */
public final class ClassTraining {
    private static final List<Settings> GROWN =
            List.of(
                    new Settings(200, 5, 0.08, 0.8, 0.5, 1, 0),
                    new Settings(300, 3, 0.08, 0.8, 0.5, 1, 0),
                    new Settings(250, 7, 0.05, 0.7, 0.4, 2, 0));

    /** A tree sees so many columns at most: of the many of a cycle most say the same. */
    private static final int COLUMNS_MAX = 60;

    /** A class rarer than this among two is found by a limit of its own. */
    private static final double RARE = 0.25;

    /** A limit is taken up if it gains more than chance would. */
    private static final double GAIN_MIN = 0.005;

    private final Examples examples;
    private final long seed;

    private ClassTraining(Examples examples, long seed) {
        this.examples = examples;
        this.seed = seed;
    }

    /**
     * Cases whose class is known.
     *
     * @param columns one array a feature
     * @param truth the number of each case's class
     * @param folds the fold in which each case is left out
     */
    @SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
    public record Examples(
            List<String> features,
            double[][] columns,
            List<String> classes,
            int[] truth,
            int[] folds) {
        public int rows() {
            return truth.length;
        }
    }

    /** One way to do it, and how it did on cases that were left out. */
    @SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
    private record Tried(Pairs pairs, double[][] said, double loss) {}

    public static ClassModel train(Examples examples, long seed) {
        return new ClassTraining(examples, seed).train();
    }

    private ClassModel train() {
        var pairs = Pairs.of(examples.columns());
        // Where nothing is to be chosen, nothing is tried.
        Optional<Tried> best =
                pairs.equals(Pairs.NONE) && rare().isEmpty()
                        ? Optional.empty()
                        : Optional.of(tried(Pairs.NONE));
        if (best.isPresent() && !pairs.equals(Pairs.NONE)) {
            best = best.map(plain -> better(plain, tried(pairs)));
        }
        var chosen = best.map(Tried::pairs).orElse(Pairs.NONE);
        Matrix features = chosen.matrix(examples.columns(), examples.rows());
        return new ClassModel(
                examples.features(),
                examples.classes(),
                chosen,
                weights(best.map(Tried::said)),
                grown(features, examples.truth()));
    }

    private static Tried better(Tried a, Tried b) {
        return b.loss() < a.loss() ? b : a;
    }

    private Tried tried(Pairs pairs) {
        Matrix features = pairs.matrix(examples.columns(), examples.rows());
        double[][] said = new double[examples.rows()][];
        int folds = 1 + Arrays.stream(examples.folds()).max().orElse(0);
        IntStream.range(0, folds).parallel().forEach(fold -> tellFold(fold, features, said));
        return new Tried(pairs, said, loss(said));
    }

    /** Each fold has rows of its own: they may be told side by side. */
    private void tellFold(int fold, Matrix features, double[][] said) {
        int[] in = Rows.where(said.length, row -> examples.folds()[row] != fold);
        int[] out = Rows.where(said.length, row -> examples.folds()[row] == fold);
        int[] truth = Rows.pick(examples.truth(), in);
        double[][] answers =
                ClassModel.probabilities(
                        grown(features.pick(in), truth),
                        features.pick(out),
                        examples.classes().size());
        for (int i = 0; i < out.length; i++) {
            said[out[i]] = answers[i];
        }
    }

    /** Mean negative logarithm of the probability that the true class was given. */
    private double loss(double[][] said) {
        double sum = 0;
        for (int row = 0; row < said.length; row++) {
            sum -= Math.log(Math.max(1e-6, said[row][examples.truth()[row]]));
        }
        return sum / said.length;
    }

    /** Shallow trees, usual ones and deep ones: their mean is better than any choice of one. */
    private List<Trees> grown(Matrix features, int[] truth) {
        double share = (double) COLUMNS_MAX / features.columns();
        return IntStream.range(0, GROWN.size())
                .parallel()
                .mapToObj(i ->
                        fit(features, truth, GROWN.get(i).withColumnShare(share).seeded(seed + i)))
                .toList();
    }

    private Trees fit(Matrix features, int[] truth, Settings settings) {
        float[] targets = new float[truth.length];
        for (int i = 0; i < targets.length; i++) {
            targets[i] = truth[i];
        }
        return Trees.fit(new Goal.Classes(examples.classes().size()), features, targets, settings);
    }

    /** Of two classes a rare one gets the weight with which its F1 was best. */
    private double[] weights(Optional<double[][]> said) {
        double[] weights = new double[examples.classes().size()];
        Arrays.fill(weights, 1);
        if (said.isPresent() && rare().isPresent()) {
            weights[rare().get()] = weight(said.get(), rare().get());
        }
        return weights;
    }

    /** The rare one of two classes, if it is rare. */
    private Optional<Integer> rare() {
        if (examples.classes().size() != 2) {
            return Optional.empty();
        }
        long ones = Arrays.stream(examples.truth()).filter(c -> c == 1).count();
        int rare = 2 * ones < examples.rows() ? 1 : 0;
        double share = (rare == 1 ? ones : examples.rows() - ones) / (double) examples.rows();
        return share < RARE ? Optional.of(rare) : Optional.empty();
    }

    private double weight(double[][] said, int rare) {
        double best = 1;
        double most = f1(said, rare, 1) + GAIN_MIN;
        for (double limit = 0.1; limit < 0.9; limit += 0.02) {
            double weight = (1 - limit) / limit;
            double found = f1(said, rare, weight);
            if (found > most) {
                most = found;
                best = weight;
            }
        }
        return best;
    }

    private double f1(double[][] said, int rare, double weight) {
        double hits = 0;
        double misses = 0;
        for (int row = 0; row < said.length; row++) {
            boolean told = said[row][rare] * weight > said[row][1 - rare];
            boolean is = examples.truth()[row] == rare;
            hits += told && is ? 1 : 0;
            misses += told == is ? 0 : 1;
        }
        return hits == 0 ? 0 : 2 * hits / (2 * hits + misses);
    }
}
