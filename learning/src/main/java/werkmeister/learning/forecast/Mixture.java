package werkmeister.learning.forecast;

import java.util.Arrays;

/**
 * The weights, none below zero and one in all, with which forecasts were best together, from the
 * mean products of their errors (Bates and Granger, OR Quarterly 20, 1969; found by the Frank-Wolfe
 * method).
 */
final class Mixture {
    private static final int ROUNDS = 400;

    /** What is lighter is not worth its time. */
    private static final double WEIGHT_MIN = 0.03;

    private Mixture() {}

    /**
     * @param products entry (i, j): mean product of the errors of i and j
     */
    static double[] weights(double[][] products) {
        int n = products.length;
        double[] weights = new double[n];
        weights[best(products)] = 1;
        for (int round = 0; round < ROUNDS; round++) {
            double[] slope = times(products, weights);
            int toward = 0;
            for (int i = 1; i < n; i++) {
                toward = slope[i] < slope[toward] ? i : toward;
            }
            step(products, weights, slope, toward);
        }
        Arrays.setAll(weights, i -> weights[i] < WEIGHT_MIN ? 0 : weights[i]);
        double sum = Arrays.stream(weights).sum();
        Arrays.setAll(weights, i -> weights[i] / sum);
        return weights;
    }

    private static int best(double[][] products) {
        int best = 0;
        for (int i = 1; i < products.length; i++) {
            best = products[i][i] < products[best][best] ? i : best;
        }
        return best;
    }

    /** As far toward one of them as helps most. */
    private static void step(double[][] products, double[] weights, double[] slope, int toward) {
        double[] way = new double[weights.length];
        Arrays.setAll(way, i -> (i == toward ? 1 : 0) - weights[i]);
        double down = -dot(slope, way);
        double bend = dot(times(products, way), way);
        double share = bend > 0 ? Math.clamp(down / bend, 0, 1) : 0;
        Arrays.setAll(weights, i -> weights[i] + share * way[i]);
    }

    private static double[] times(double[][] products, double[] weights) {
        double[] times = new double[weights.length];
        Arrays.setAll(times, i -> dot(products[i], weights));
        return times;
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }
}
