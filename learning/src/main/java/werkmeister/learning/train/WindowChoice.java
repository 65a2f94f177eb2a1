package werkmeister.learning.train;

import werkmeister.learning.detector.Window;
import werkmeister.learning.model.Channel;

import java.util.ArrayList;
import java.util.List;

/**
 * Chooses the windows that courses are compared in: several of clearly different length, the period
 * of the signals among them where they have one. No rule finds the one right length.
 */
final class WindowChoice {
    /**
     * One signal has nothing but its course. With more of them it counts how they move together: on
     * eight signals of simulated presses windows made training four times as long and the ranking
     * of samples worse, for a window remembers a fault until it has passed.
     */
    private static final int CHANNELS_MAX = 2;

    private static final int POINTS = 32;
    private static final int[] LENGTHS = {32, 128};

    /** So many windows must fit into the history beside each other. */
    private static final int WINDOWS_MIN = 40;

    private static final int PERIOD_MIN = 8;
    private static final int PERIOD_MAX = 1_000;
    private static final int LOOK_ROWS = 20_000;

    /** An autocorrelation that is a period's. */
    private static final double PERIODIC = 0.5;

    /** Two lengths within this ratio tell the same. */
    private static final double ALIKE = 1.5;

    private WindowChoice() {}

    static List<Window> of(History history, List<Channel> channels) {
        if (channels.isEmpty() || channels.size() > CHANNELS_MAX) {
            return List.of();
        }
        var lengths = new ArrayList<Integer>();
        int period = period(history, channels);
        if (period > 0) {
            lengths.add(period);
        }
        for (int length : LENGTHS) {
            if (lengths.stream()
                    .noneMatch(
                            other -> Math.max(length, other) < ALIKE * Math.min(length, other))) {
                lengths.add(length);
            }
        }
        return lengths.stream()
                .filter(length -> (long) length * WINDOWS_MIN <= history.used())
                .sorted()
                .map(length -> window(length, channels.size()))
                .toList();
    }

    private static Window window(int length, int channels) {
        int stride = Math.ceilDiv(length, POINTS);
        return new Window(channels, Math.ceilDiv(length, stride), stride);
    }

    /** The lag of the highest hill of any channel's autocorrelation, in samples; 0 if none is. */
    private static int period(History history, List<Channel> channels) {
        int best = 0;
        double highest = PERIODIC;
        for (Channel channel : channels) {
            double[] values = values(history, channel);
            double[] correlation = autocorrelation(values);
            for (int lag = PERIOD_MIN; lag + 1 < correlation.length; lag++) {
                if (correlation[lag] > highest
                        && correlation[lag] >= correlation[lag - 1]
                        && correlation[lag] > correlation[lag + 1]) {
                    highest = correlation[lag];
                    best = lag;
                }
            }
        }
        return best;
    }

    /** The first values that count, less their mean. */
    private static double[] values(History history, Channel channel) {
        double[] column = history.table().columns()[channel.column()];
        double[] values = new double[Math.min(LOOK_ROWS, history.used())];
        int count = 0;
        double last = channel.usual();
        double sum = 0;
        for (int row = 0; row < column.length && count < values.length; row++) {
            if (history.use()[row]) {
                double value =
                        channel.change() && row > 0 ? column[row] - column[row - 1] : column[row];
                if (Double.isFinite(value)) {
                    last = Math.clamp(value, channel.low(), channel.high());
                }
                values[count++] = last;
                sum += last;
            }
        }
        for (int i = 0; i < count; i++) {
            values[i] -= sum / count;
        }
        return values;
    }

    private static double[] autocorrelation(double[] values) {
        int lags = Math.min(PERIOD_MAX, values.length / 3);
        double[] correlation = new double[Math.max(0, lags)];
        double power = 0;
        for (double value : values) {
            power += value * value;
        }
        for (int lag = 0; lag < correlation.length && power > 0; lag++) {
            double sum = 0;
            for (int i = lag; i < values.length; i++) {
                sum += values[i] * values[i - lag];
            }
            correlation[lag] = sum / power;
        }
        return correlation;
    }
}
