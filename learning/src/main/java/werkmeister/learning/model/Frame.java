package werkmeister.learning.model;

import java.util.List;

/**
 * Turns samples into deviations from normal: channels, operating modes, context and dynamics.
 *
 * @param stepMicros usual time from sample to sample
 * @param dynamics per channel, the weights of all channels' latest deviations (the youngest first)
 *     that predict its next one; each row has {@code lags * channels} weights
 * @param surprise per channel, the variance of what is left of that prediction
 */
@SuppressWarnings("ArrayRecordComponent") // Matrices are handed on, never compared as values.
public record Frame(
        List<Channel> channels,
        ModeTree modes,
        List<Regime> regimes,
        Context context,
        long stepMicros,
        int lags,
        double[][] dynamics,
        double[] surprise) {
    public Frame {
        channels = List.copyOf(channels);
        regimes = List.copyOf(regimes);
    }

    public int size() {
        return channels.size();
    }
}
