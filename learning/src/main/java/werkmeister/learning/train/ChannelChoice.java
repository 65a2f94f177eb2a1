package werkmeister.learning.train;

import werkmeister.learning.model.Channel;
import werkmeister.learning.model.ModelCard.SignalUse;
import werkmeister.learning.model.ModelCard.Use;
import werkmeister.learning.model.Quantile;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Chooses which signals a model uses, and how. */
record ChannelChoice(List<Channel> channels, List<SignalUse> uses) {
    private static final int LOOK_ROWS = 20_000;
    private static final double MEASURED_SHARE_MIN = 0.05;
    private static final double LARGEST = 1e100;
    private static final double SAME = 0.999_999;

    static ChannelChoice of(History history) {
        var channels = new ArrayList<Channel>();
        var uses = new ArrayList<SignalUse>();
        List<String> signals = history.table().signals();
        int[] rows = look(history);
        for (int column = 0; column < signals.size(); column++) {
            double[] values = history.table().columns()[column];
            uses.add(judge(signals.get(column), column, values, rows, history, channels));
        }
        if (channels.isEmpty()) {
            takeConstants(history, rows, channels, uses);
        }
        return new ChannelChoice(channels, uses);
    }

    private static SignalUse judge(
            String signal,
            int column,
            double[] values,
            int[] rows,
            History history,
            List<Channel> channels) {
        double[] sorted = Quantile.sorted(pick(values, rows));
        if (sorted.length < Math.max(2, MEASURED_SHARE_MIN * rows.length)) {
            return new SignalUse(signal, Use.DROPPED, "Hardly ever measured.");
        }
        if (sorted[0] == sorted[sorted.length - 1]) {
            return new SignalUse(signal, Use.DROPPED, "Never changes (%s).".formatted(sorted[0]));
        }
        for (Channel other : channels) {
            if (same(values, history.table().columns()[other.column()], rows)) {
                String name = history.table().signals().get(other.column());
                return new SignalUse(signal, Use.DROPPED, "Says the same as %s.".formatted(name));
            }
        }
        double[] steps = steps(values, history);
        if (!counts(steps, sorted)) {
            channels.add(channel(column, false, sorted));
            return new SignalUse(
                    signal,
                    Use.LEVEL,
                    "Measured in %.0f %% of the rows."
                            .formatted(100.0 * sorted.length / rows.length));
        }
        double[] sortedSteps = Quantile.sorted(steps);
        if (sortedSteps[0] == sortedSteps[sortedSteps.length - 1]) {
            return new SignalUse(signal, Use.DROPPED, "Only counts on, always by the same step.");
        }
        channels.add(channel(column, true, sortedSteps));
        return new SignalUse(
                signal, Use.CHANGE, "Only ever rises, like a counter: judged by its steps.");
    }

    /** Where nothing ever changed, any change is worth a look. */
    private static void takeConstants(
            History history, int[] rows, List<Channel> channels, List<SignalUse> uses) {
        for (int column = 0; column < uses.size(); column++) {
            double[] sorted = Quantile.sorted(pick(history.table().columns()[column], rows));
            if (sorted.length < 2) {
                continue;
            }
            double room = Math.max(1e-6, Math.min(Math.abs(sorted[0]), 1e200));
            channels.add(bounded(column, false, sorted[0] - room, sorted[0] + room, sorted[0]));
            uses.set(
                    column,
                    new SignalUse(
                            uses.get(column).signal(),
                            Use.LEVEL,
                            "Never changed, so any change is unusual."));
        }
    }

    private static Channel channel(int column, boolean change, double[] sorted) {
        double low = Quantile.ofSorted(sorted, 0.001);
        double high = Quantile.ofSorted(sorted, 0.999);
        double room = Math.max(3 * Math.min(high - low, 1e200), Math.ulp(high) * 1e3);
        if (high == low) {
            room = Math.max(room, sorted[sorted.length - 1] - sorted[0]);
        }
        return bounded(column, change, low - room, high + room, Quantile.ofSorted(sorted, 0.5));
    }

    /** Squares of what lies beyond the largest number would overflow. */
    private static Channel bounded(
            int column, boolean change, double low, double high, double usual) {
        return new Channel(
                column,
                change,
                Math.clamp(low, -LARGEST, LARGEST),
                Math.clamp(high, -LARGEST, LARGEST),
                Math.clamp(usual, -LARGEST, LARGEST));
    }

    private static int[] look(History history) {
        int used = history.used();
        int stride = Math.max(1, used / LOOK_ROWS);
        int[] rows = new int[used];
        int count = 0;
        int at = 0;
        for (int row = 0; row < history.rows(); row++) {
            if (history.use()[row] && at++ % stride == 0) {
                rows[count++] = row;
            }
        }
        return Arrays.copyOf(rows, count);
    }

    private static double[] pick(double[] values, int[] rows) {
        double[] picked = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            picked[i] = values[rows[i]];
        }
        return picked;
    }

    private static double[] steps(double[] values, History history) {
        int stride = Math.max(1, history.rows() / LOOK_ROWS);
        double[] steps = new double[Math.max(0, (history.rows() - 1) / stride)];
        for (int i = 0; i < steps.length; i++) {
            int row = i * stride;
            boolean both = history.use()[row] && history.use()[row + 1];
            steps[i] = both ? values[row + 1] - values[row] : Double.NaN;
        }
        return steps;
    }

    /** Does it only rise, but for a few resets? */
    private static boolean counts(double[] steps, double[] sorted) {
        double range = sorted[sorted.length - 1] - sorted[0];
        int down = 0;
        int up = 0;
        int all = 0;
        double risen = 0;
        for (double step : steps) {
            if (Double.isFinite(step)) {
                all++;
                down += step < 0 ? 1 : 0;
                up += step > 0 ? 1 : 0;
                risen += Math.max(0, step);
            }
        }
        return all >= 20 && down <= 0.002 * all && up >= 0.05 * all && risen / all * 20 < range;
    }

    private static boolean same(double[] one, double[] other, int[] rows) {
        double n = 0;
        double sumX = 0;
        double sumY = 0;
        for (int row : rows) {
            if (Double.isFinite(one[row]) && Double.isFinite(other[row])) {
                n++;
                sumX += one[row];
                sumY += other[row];
            }
        }
        double xx = 0;
        double yy = 0;
        double xy = 0;
        for (int row : rows) {
            if (Double.isFinite(one[row]) && Double.isFinite(other[row])) {
                double x = one[row] - sumX / n;
                double y = other[row] - sumY / n;
                xx += x * x;
                yy += y * y;
                xy += x * y;
            }
        }
        return n > 2 && xx > 0 && yy > 0 && Math.abs(xy) >= SAME * Math.sqrt(xx) * Math.sqrt(yy);
    }
}
