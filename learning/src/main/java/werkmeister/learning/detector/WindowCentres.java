package werkmeister.learning.detector;

import java.util.Arrays;

/**
 * Measures how far the latest stretch of each channel is from the nearest of its usual courses:
 * k-means on windows (KMeansAD, see Schmidl, Wenig and Papenbrock, VLDB 2022).
 *
 * @param centres per channel, the usual windows
 */
@SuppressWarnings("ArrayRecordComponent") // Matrices are handed on, never compared as values.
public record WindowCentres(
        Sight sight, Window window, double[][][] centres, double norm, double weight)
        implements WindowDetector {
    @Override
    public WindowCentres with(double otherNorm, double otherWeight) {
        return new WindowCentres(sight, window, centres, otherNorm, otherWeight);
    }

    /** The course becomes one that is nearly usual: one as far from it as allowed is usual now. */
    @Override
    public WindowCentres forgiving(double[] state, double allowed) {
        double share = allowed / window.distance(state);
        double[][][] more = centres.clone();
        for (int channel = 0; channel < more.length; channel++) {
            double[] nearest = nearest(channel, state);
            double[] between = new double[nearest.length];
            for (int i = 0; i < between.length; i++) {
                double here = state[window.start(channel) + i];
                between[i] = here + share * (nearest[i] - here);
            }
            more[channel] = Arrays.copyOf(centres[channel], centres[channel].length + 1);
            more[channel][centres[channel].length] = between;
        }
        return new WindowCentres(sight, window, more, norm, weight);
    }

    @Override
    public double square(int channel, double[] state) {
        return square(nearest(channel, state), state, window.start(channel));
    }

    private double[] nearest(int channel, double[] state) {
        int start = window.start(channel);
        double[] best = centres[channel][0];
        double least = Double.POSITIVE_INFINITY;
        for (double[] centre : centres[channel]) {
            double square = square(centre, state, start);
            if (square < least) {
                least = square;
                best = centre;
            }
        }
        return best;
    }

    private static double square(double[] centre, double[] state, int start) {
        double sum = 0;
        for (int i = 0; i < centre.length; i++) {
            double away = state[start + i] - centre[i];
            sum += away * away;
        }
        return sum / centre.length;
    }
}
