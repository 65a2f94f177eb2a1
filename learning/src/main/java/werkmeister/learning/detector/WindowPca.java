package werkmeister.learning.detector;

/**
 * Measures how far the latest stretch of each channel is from the usual courses, weighed by how
 * these usually vary: the distance in all principal components of the windows, each in units of its
 * own spread (Sub-PCA, see Paparrizos et al., TSB-UAD, VLDB 2022).
 *
 * @param mean per channel, the usual window
 * @param precision per channel, the inverse covariance of its windows
 */
@SuppressWarnings("ArrayRecordComponent") // Matrices are handed on, never compared as values.
public record WindowPca(
        Sight sight,
        Window window,
        double[][] mean,
        double[][][] precision,
        double norm,
        double weight)
        implements WindowDetector {
    @Override
    public WindowPca with(double otherNorm, double otherWeight) {
        return new WindowPca(sight, window, mean, precision, otherNorm, otherWeight);
    }

    @Override
    public WindowPca forgiving(double[] state, double allowed) {
        double share = allowed / window.distance(state);
        double[][][] wider = precision.clone();
        for (int channel = 0; channel < wider.length; channel++) {
            double distance = Math.sqrt(window.squaredDistance(channel, state));
            if (distance > 0) {
                wider[channel] =
                        Widening.of(precision[channel], away(channel, state), share * distance);
            }
        }
        return new WindowPca(sight, window, mean, wider, norm, weight);
    }

    private double[] away(int channel, double[] state) {
        double[] away = new double[window.points()];
        for (int i = 0; i < away.length; i++) {
            away[i] = state[window.start(channel) + i] - mean[channel][i];
        }
        return away;
    }

    @Override
    public double square(int channel, double[] state) {
        double[][] weights = precision[channel];
        double[] usual = mean[channel];
        int start = window.start(channel);
        double sum = 0;
        for (int i = 0; i < usual.length; i++) {
            double[] row = weights[i];
            double pull = 0.5 * row[i] * (state[start + i] - usual[i]);
            for (int j = 0; j < i; j++) {
                pull += row[j] * (state[start + j] - usual[j]);
            }
            sum += 2 * (state[start + i] - usual[i]) * pull;
        }
        return Math.max(0, sum) / usual.length;
    }
}
