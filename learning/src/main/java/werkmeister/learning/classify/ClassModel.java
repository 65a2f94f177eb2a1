package werkmeister.learning.classify;

import werkmeister.learning.trees.Matrix;
import werkmeister.learning.trees.Trees;

import java.util.Arrays;
import java.util.List;

/**
 * What was learned of classes.
 *
 * @param classes by number
 * @param pairs which features are also multiplied, divided and subtracted, see {@link Pairs}
 * @param weights what each class' probability is multiplied with before the greatest one counts
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
public record ClassModel(
        List<String> features,
        List<String> classes,
        Pairs pairs,
        double[] weights,
        List<Trees> members) {
    public ClassModel {
        features = List.copyOf(features);
        classes = List.copyOf(classes);
        members = List.copyOf(members);
    }

    /**
     * What is said of a case.
     *
     * @param number of the class
     * @param probability that the model gives it
     */
    public record Told(int number, double probability) {}

    /** The probability of each class, row by row. */
    public double[][] probabilities(double[][] columns, int rows) {
        return probabilities(members, pairs.matrix(columns, rows), classes.size());
    }

    /** The class of every row. */
    public Told[] tell(double[][] columns, int rows) {
        double[][] probabilities = probabilities(columns, rows);
        Told[] told = new Told[rows];
        Arrays.setAll(
                told,
                row -> {
                    int number = heaviest(probabilities[row], weights);
                    return new Told(number, probabilities[row][number]);
                });
        return told;
    }

    /** Bytes of the trees. */
    public long size() {
        return members.stream().mapToLong(trees -> trees.bytes().length).sum();
    }

    /** What each feature has to do with the class that is told of the last row. */
    public double[] contributions(double[][] columns, int rows, int told) {
        Matrix last = pairs.matrix(columns, rows).pick(new int[] {rows - 1});
        double[] sums = new double[features.size()];
        for (Trees trees : members) {
            float[] said = trees.contributions(last, told);
            for (int f = 0; f < sums.length; f++) {
                sums[f] += said[f];
            }
            pairs.share(said, sums);
        }
        return sums;
    }

    static double[][] probabilities(List<Trees> members, Matrix features, int classes) {
        double[][] mean = new double[features.rows()][classes];
        for (Trees trees : members) {
            float[][] said = trees.predict(features);
            for (int row = 0; row < mean.length; row++) {
                for (int c = 0; c < classes; c++) {
                    mean[row][c] += said[row][c] / (double) members.size();
                }
            }
        }
        return mean;
    }

    private static int heaviest(double[] probabilities, double[] weights) {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            if (probabilities[c] * weights[c] > probabilities[best] * weights[best]) {
                best = c;
            }
        }
        return best;
    }
}
