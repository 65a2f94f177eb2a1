package werkmeister.learning.detector;

import com.fasterxml.jackson.annotation.JsonIgnore;

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
public record Mewma(
        Sight sight,
        double memory,
        double[] centre,
        double[] spread,
        double[][] precision,
        double norm,
        double weight)
        implements Detector {
    /** Scaled deviations beyond this count as this. */
    public static final double CLIP = 30;

    /** A detector with less memory of the newest sample than this is slow. */
    private static final double SLOW = 0.1;

    /** A slow detector holds no more than this many norms. */
    public static final double FULL = 1.5;

    /** Whether it would remember a fault for long. */
    @JsonIgnore
    public boolean isSlow() {
        return memory < SLOW;
    }

    @Override
    public Mewma with(double otherNorm, double otherWeight) {
        return new Mewma(sight, memory, centre, spread, precision, otherNorm, otherWeight);
    }

    @Override
    public int stateSize() {
        return centre.length;
    }

    @Override
    public void take(double[] newest, double[] smoothed) {
        for (int i = 0; i < smoothed.length; i++) {
            double scaled = Math.clamp((newest[i] - centre[i]) / spread[i], -CLIP, CLIP);
            smoothed[i] += memory * (scaled - smoothed[i]);
        }
    }

    /** Root mean square distance of the smoothed values. */
    @Override
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
    @Override
    public double distanceInNorms(double[] smoothed, double[] pulls) {
        double distance = distance(smoothed, pulls) / norm;
        if (!isSlow() || distance <= FULL) {
            return distance;
        }
        for (int i = 0; i < smoothed.length; i++) {
            smoothed[i] *= FULL / distance;
        }
        return FULL;
    }

    @Override
    public double part(int channel, double[] smoothed) {
        return smoothed[channel] * pull(channel, smoothed) / smoothed.length;
    }

    @Override
    public Mewma forgiving(double[] smoothed, double allowed) {
        return new Mewma(
                sight,
                memory,
                centre,
                spread,
                Widening.of(precision, smoothed, allowed),
                norm,
                weight);
    }

    /** How far a channel is from what the others let expect, in its own deviations. */
    public double beside(int channel, double[] smoothed) {
        return pull(channel, smoothed) / precision[channel][channel] * spread[channel];
    }

    /** The precision's row times the smoothed values: how a channel is pulled. */
    private double pull(int channel, double[] smoothed) {
        double[] row = precision[channel];
        double sum = 0;
        for (int j = 0; j < smoothed.length; j++) {
            sum += row[j] * smoothed[j];
        }
        return sum;
    }
}
