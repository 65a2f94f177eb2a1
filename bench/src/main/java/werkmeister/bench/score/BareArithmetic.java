package werkmeister.bench.score;

import werkmeister.learning.detector.Mewma;
import werkmeister.learning.model.NormalModel;
import werkmeister.learning.model.Regime;

import java.util.Comparator;

/**
 * The floor of scoring: the matrix-vector products of a model in its most frequent mode, over the
 * same rows, and nothing else. No mode is looked for, nothing is cleaned, clipped, smoothed or
 * remembered.
 */
final class BareArithmetic {
    private final int[] columns;
    private final double[][] usual;
    private final double[] terms;
    private final double[][] beside;
    private final double[][] dynamics;
    private final double[][][] precisions;
    private final double[] deviation;
    private final double[] product;
    private final double[] past;

    private BareArithmetic(NormalModel model, Regime regime) {
        var frame = model.frame();
        columns = frame.channels().stream().mapToInt(channel -> channel.column()).toArray();
        usual = regime.usual();
        terms = new double[frame.context().size()];
        terms[0] = 1;
        beside = regime.beside();
        dynamics = frame.lags() == 0 ? new double[0][] : frame.dynamics();
        // The press has too many signals for windows.
        precisions =
                model.detectors().stream()
                        .filter(Mewma.class::isInstance)
                        .map(detector -> ((Mewma) detector).precision())
                        .toArray(double[][][]::new);
        deviation = new double[frame.size()];
        product = new double[frame.size()];
        past = new double[frame.size() * Math.max(1, frame.lags())];
    }

    static BareArithmetic of(NormalModel model) {
        var most =
                model.frame().regimes().stream()
                        .filter(Regime::judged)
                        .max(Comparator.comparingDouble(Regime::share))
                        .orElseThrow();
        return new BareArithmetic(model, most);
    }

    /** The products of so many rows; returns something that follows from all of them. */
    double over(double[][] rows, int count) {
        double sum = 0;
        for (int row = 0; row < count; row++) {
            sum += products(rows[row]);
        }
        return sum;
    }

    private double products(double[] sample) {
        for (int i = 0; i < deviation.length; i++) {
            double value = sample[columns[i]];
            deviation[i] = Double.isNaN(value) ? 0 : value - dot(usual[i], terms);
        }
        double sum = total(beside, deviation) + total(dynamics, past);
        for (double[][] precision : precisions) {
            multiply(precision, deviation, product);
            sum += dot(product, deviation);
        }
        return sum;
    }

    private double total(double[][] matrix, double[] vector) {
        if (matrix.length == 0) {
            return 0;
        }
        multiply(matrix, vector, product);
        double sum = 0;
        for (double part : product) {
            sum += part;
        }
        return sum;
    }

    private static void multiply(double[][] matrix, double[] vector, double[] result) {
        for (int i = 0; i < result.length; i++) {
            result[i] = dot(matrix[i], vector);
        }
    }

    private static double dot(double[] one, double[] other) {
        double sum = 0;
        for (int i = 0; i < one.length; i++) {
            sum += one[i] * other[i];
        }
        return sum;
    }
}
