package werkmeister.learning.model;

import java.util.Arrays;

/**
 * Smooths what it looks at and measures its distance from normal, weighed by how the channels
 * usually move together: a multivariate exponentially weighted moving average chart (Lowry,
 * Woodall, Champ and Rigdon, Technometrics 34, 1992).
 *
 * @param memory weight of the newest sample in the smoothing, 1 = no smoothing
 * @param centre per channel, the mean of what it looks at; {@code spread} its standard deviation
 * @param precision inverse covariance of the smoothed, scaled channels
 * @param norm the distance that is rare in normal time
 * @param weight its part in the score
 */
@SuppressWarnings("ArrayRecordComponent") // Matrices are handed on, never compared as values.
public record Detector(
        Sight sight,
        double memory,
        double[] centre,
        double[] spread,
        double[][] precision,
        double norm,
        double weight) {
    /** Scaled deviations beyond this count as this. */
    public static final double CLIP = 30;

    /** A detector with less memory of the newest sample than this is slow. */
    private static final double SLOW = 0.1;

    /** A slow detector holds no more than this many norms. */
    private static final double FULL = 1.5;

    public Detector with(double otherNorm, double otherWeight) {
        return new Detector(sight, memory, centre, spread, precision, otherNorm, otherWeight);
    }

    public Detector with(double[][] otherPrecision) {
        return new Detector(sight, memory, centre, spread, otherPrecision, norm, weight);
    }

    /** Takes the newest values into the smoothed ones. */
    public void smooth(double[] newest, double[] smoothed) {
        for (int i = 0; i < smoothed.length; i++) {
            double scaled = Math.clamp((newest[i] - centre[i]) / spread[i], -CLIP, CLIP);
            smoothed[i] += memory * (scaled - smoothed[i]);
        }
    }

    /**
     * Root mean square distance of smoothed values from normal, not yet divided by the norm.
     *
     * @param pulls room for as many values
     */
    public double distance(double[] smoothed, double[] pulls) {
        // Half of the symmetric matrix is enough; sums that do not wait for each other are fast.
        Arrays.fill(pulls, 0);
        for (int i = 0; i < smoothed.length; i++) {
            double[] row = precision[i];
            double factor = smoothed[i];
            for (int j = 0; j < i; j++) {
                pulls[j] += row[j] * factor;
            }
        }
        double sum = 0;
        for (int i = 0; i < smoothed.length; i++) {
            sum += smoothed[i] * (2 * pulls[i] + precision[i][i] * smoothed[i]);
        }
        return Math.sqrt(Math.max(0, sum) / smoothed.length);
    }

    /**
     * Distance in norms. A slow detector that is full is cut back first: it would otherwise
     * remember a repaired fault for weeks, and whatever came next would belong to the same finding.
     */
    double distanceInNorms(double[] smoothed, double[] pulls) {
        double distance = distance(smoothed, pulls) / norm;
        if (memory >= SLOW || distance <= FULL) {
            return distance;
        }
        for (int i = 0; i < smoothed.length; i++) {
            smoothed[i] *= FULL / distance;
        }
        return FULL;
    }

    /** The precision's row times the smoothed values: how a channel is pulled. */
    double pull(int channel, double[] smoothed) {
        double[] row = precision[channel];
        double sum = 0;
        for (int j = 0; j < smoothed.length; j++) {
            sum += row[j] * smoothed[j];
        }
        return sum;
    }
}
