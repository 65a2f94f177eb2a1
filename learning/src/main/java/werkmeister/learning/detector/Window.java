package werkmeister.learning.detector;

/**
 * The latest stretch of each channel: so many points, the youngest last, each the mean of so many
 * samples.
 *
 * <p>Its state: samples in the point that is being filled; their sums, one a channel; the squared
 * distances of the channels' windows from normal; the windows, channel by channel.
 *
 * @param channels how many
 * @param points of a window
 * @param stride samples of a point
 */
public record Window(int channels, int points, int stride) {
    /** Values beyond this count as this. */
    public static final double CLIP = 30;

    public int stateSize() {
        return 1 + channels * (2 + points);
    }

    /** Samples that a window covers. */
    public int samples() {
        return points * stride;
    }

    /**
     * Takes the newest value of each channel; true when a point was filled and windows moved on.
     */
    public boolean take(double[] newest, double[] state) {
        state[0]++;
        boolean filled = state[0] >= stride;
        for (int channel = 0; channel < channels; channel++) {
            double sum = state[1 + channel] + Math.clamp(newest[channel], -CLIP, CLIP);
            if (filled) {
                int start = start(channel);
                System.arraycopy(state, start + 1, state, start, points - 1);
                state[start + points - 1] = sum / stride;
                sum = 0;
            }
            state[1 + channel] = sum;
        }
        if (filled) {
            state[0] = 0;
        }
        return filled;
    }

    /** Where a channel's window begins in the state. */
    public int start(int channel) {
        return 1 + 2 * channels + channel * points;
    }

    /** What the last filled point came to. */
    double squaredDistance(int channel, double[] state) {
        return state[1 + channels + channel];
    }

    void keepSquaredDistance(int channel, double[] state, double square) {
        state[1 + channels + channel] = square;
    }

    /** Root mean square over the channels. */
    double distance(double[] state) {
        double sum = 0;
        for (int channel = 0; channel < channels; channel++) {
            sum += squaredDistance(channel, state);
        }
        return Math.sqrt(sum / channels);
    }
}
