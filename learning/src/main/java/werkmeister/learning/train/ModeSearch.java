package werkmeister.learning.train;

import werkmeister.learning.model.Channel;
import werkmeister.learning.model.ModeTree;
import werkmeister.learning.model.Quantile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Finds operating modes: where a signal's distribution has two hills with a deep valley between
 * them, and the machine goes from one to the other often and stays there, the valley's floor parts
 * two modes; then again within each.
 */
final class ModeSearch {
    private static final int ROWS_MIN = 1_500;

    /** A signal alone cannot tell a mode from a fault: its own level would excuse itself. */
    private static final int CHANNELS_MIN = 3;

    private static final int MODE_ROWS_MIN = 150;
    private static final double MODE_SHARE_MIN = 0.01;
    private static final int MODES_MAX = 12;
    private static final int BINS = 60;
    private static final double VALLEY_DEPTH = 0.1;
    private static final int CROSSINGS_MIN = 10;
    private static final double STAY_MIN = 3;
    private static final int STRETCHES = 20;
    private static final int LOOK_ROWS = 60_000;

    private final double[][] values;
    private final List<ModeTree.Split> splits = new ArrayList<>();
    private int modes;

    private ModeSearch(double[][] values) {
        this.values = values;
    }

    static ModeTree find(History history, List<Channel> channels) {
        int[] rows = stretches(history);
        if (rows.length < ROWS_MIN || channels.size() < CHANNELS_MIN) {
            return ModeTree.NONE;
        }
        double[][] values = new double[channels.size()][];
        for (int i = 0; i < values.length; i++) {
            values[i] =
                    held(
                            channels.get(i),
                            history.table().columns()[channels.get(i).column()],
                            rows);
        }
        var search = new ModeSearch(values);
        boolean[] all = new boolean[rows.length];
        Arrays.fill(all, true);
        search.split(all, rows.length);
        return search.splits.isEmpty() ? ModeTree.NONE : new ModeTree(search.splits);
    }

    /** Splits these rows; answers what stands for them in the tree. */
    private int split(boolean[] rows, int count) {
        Optional<Valley> valley =
                modes + splits.size() + 1 < MODES_MAX ? deepest(rows, count) : Optional.empty();
        if (valley.isEmpty()) {
            return -1 - modes++;
        }
        int channel = valley.get().channel;
        double limit = valley.get().limit;
        int at = splits.size();
        splits.add(new ModeTree.Split(channel, limit, -1, -1));
        boolean[] below = new boolean[rows.length];
        boolean[] above = new boolean[rows.length];
        int belowCount = 0;
        for (int i = 0; i < rows.length; i++) {
            below[i] = rows[i] && values[channel][i] < limit;
            above[i] = rows[i] && !below[i];
            belowCount += below[i] ? 1 : 0;
        }
        int under = split(below, belowCount);
        int over = split(above, count - belowCount);
        splits.set(at, new ModeTree.Split(channel, limit, under, over));
        return at;
    }

    private record Valley(int channel, double limit, double depth) {}

    private Optional<Valley> deepest(boolean[] rows, int count) {
        Optional<Valley> best = Optional.empty();
        if (count < 2 * MODE_ROWS_MIN) {
            return best;
        }
        for (int channel = 0; channel < values.length; channel++) {
            Optional<Valley> found = valley(channel, rows, count);
            if (found.isPresent() && (best.isEmpty() || found.get().depth < best.get().depth)) {
                best = found;
            }
        }
        return best;
    }

    private Optional<Valley> valley(int channel, boolean[] rows, int count) {
        double[] column = values[channel];
        double[] sorted = new double[count];
        int n = 0;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i]) {
                sorted[n++] = column[i];
            }
        }
        Arrays.sort(sorted);
        double low = Quantile.ofSorted(sorted, 0.002);
        double high = Quantile.ofSorted(sorted, 0.998);
        if (!(high - low > 1e-9 * Math.max(Math.abs(high), Math.abs(low)))) {
            return Optional.empty();
        }
        double[] hills = smoothed(histogram(sorted, low, high));
        int rowsMin = (int) Math.max(MODE_ROWS_MIN, MODE_SHARE_MIN * rows.length);
        double depth = VALLEY_DEPTH;
        int floor = -1;
        for (int bin = 1; bin < BINS - 1; bin++) {
            double ratio = hills[bin] / Math.min(top(hills, 0, bin), top(hills, bin + 1, BINS));
            if (ratio < depth) {
                depth = ratio;
                floor = bin;
            }
        }
        if (floor < 0) {
            return Optional.empty();
        }
        double limit = low + (middleOf(hills, floor) + 0.5) * (high - low) / BINS;
        int below = insertion(sorted, limit);
        boolean enough = below >= rowsMin && count - below >= rowsMin;
        return enough && livesThere(column, rows, limit)
                ? Optional.of(new Valley(channel, limit, depth))
                : Optional.empty();
    }

    /** The middle of the flat part around a valley's floor. */
    private static double middleOf(double[] hills, int floor) {
        int from = floor;
        int to = floor;
        while (from > 1 && hills[from - 1] <= hills[floor] * 1.05) {
            from--;
        }
        while (to < BINS - 2 && hills[to + 1] <= hills[floor] * 1.05) {
            to++;
        }
        return (from + to) / 2.0;
    }

    private static int insertion(double[] sorted, double limit) {
        int at = Arrays.binarySearch(sorted, limit);
        return at < 0 ? -at - 1 : at;
    }

    /** Does the machine cross the limit often, and stay for a while on either side? */
    private static boolean livesThere(double[] column, boolean[] rows, double limit) {
        int crossings = 0;
        int count = 0;
        int last = -1;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i]) {
                count++;
                if (last >= 0 && column[i] < limit != column[last] < limit) {
                    crossings++;
                }
                last = i;
            }
        }
        return crossings >= CROSSINGS_MIN && (double) count / crossings >= STAY_MIN;
    }

    private static double[] histogram(double[] sorted, double low, double high) {
        double[] bins = new double[BINS];
        for (double value : sorted) {
            if (value >= low && value <= high) {
                bins[Math.min(BINS - 1, (int) ((value - low) / (high - low) * BINS))]++;
            }
        }
        return bins;
    }

    private static double[] smoothed(double[] bins) {
        double[] smooth = new double[bins.length];
        for (int i = 0; i < bins.length; i++) {
            double before = i > 0 ? bins[i - 1] : bins[i];
            double after = i < bins.length - 1 ? bins[i + 1] : bins[i];
            smooth[i] = (before + 2 * bins[i] + after) / 4;
        }
        return smooth;
    }

    private static double top(double[] hills, int from, int to) {
        double top = 1e-9;
        for (int i = from; i < to; i++) {
            top = Math.max(top, hills[i]);
        }
        return top;
    }

    /** Whole stretches spread over the history, so that staying and crossing can be seen. */
    private static int[] stretches(History history) {
        int[] rows = new int[Math.min(history.rows(), LOOK_ROWS + STRETCHES)];
        int count = 0;
        double stretch = (double) history.rows() / STRETCHES;
        double share = Math.min(1, (double) LOOK_ROWS / history.rows());
        for (int row = 0; row < history.rows() && count < rows.length; row++) {
            double within = row / stretch - Math.floor(row / stretch);
            if (history.use()[row] && within < share) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    private static double[] held(Channel channel, double[] column, int[] rows) {
        double[] held = new double[rows.length];
        double last = channel.usual();
        for (int i = 0; i < rows.length; i++) {
            int row = rows[i];
            double value =
                    channel.change()
                            ? (row > 0 ? column[row] - column[row - 1] : Double.NaN)
                            : column[row];
            if (Double.isFinite(value)) {
                last = Math.clamp(value, channel.low(), channel.high());
            }
            held[i] = last;
        }
        return held;
    }
}
