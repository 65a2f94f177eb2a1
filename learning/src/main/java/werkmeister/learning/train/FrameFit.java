package werkmeister.learning.train;

import werkmeister.learning.detector.Window;
import werkmeister.learning.model.Channel;
import werkmeister.learning.model.Context;
import werkmeister.learning.model.Frame;
import werkmeister.learning.model.FrameReader;
import werkmeister.learning.model.ModeTree;
import werkmeister.learning.model.Regime;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/** Learns what is normal in each mode, and how deviations follow on deviations. */
final class FrameFit {
    /** Lagged deviations that predict the next ones, over all channels. */
    private static final int LAGGED = 48;

    private static final int LAGS_MAX = 24;
    private static final int LAGGED_MAX = 240;
    private static final double DYNAMICS_RIDGE = 0.05;

    /**
     * A mode's spread is at least this share of the whole spread: a quiet mode must not make a fly
     * an elephant.
     */
    private static final double SPREAD_SHARE_MIN = 0.02;

    private static final double BESIDE_RIDGE = 0.01;
    private static final int SETTLE_MAX = 6;
    private static final double SETTLED = 2;
    private static final double OFF_SPREAD = 0.15;

    private final History history;
    private final List<Channel> channels;
    private final ModeTree tree;
    private final Context context;
    private final int from;
    private final int to;

    private FrameFit(History history, Outline outline, int from, int to) {
        this.history = history;
        this.channels = outline.channels();
        this.tree = outline.tree();
        this.context = outline.context();
        this.from = from;
        this.to = to;
    }

    /**
     * What is decided once for a history, before anything is fitted.
     *
     * @param candidates are detectors of no weight fitted too, for confirmed faults to choose from?
     */
    record Outline(
            List<Channel> channels,
            ModeTree tree,
            Context context,
            long stepMicros,
            List<Window> windows,
            boolean candidates) {
        Outline withCandidates() {
            return new Outline(channels, tree, context, stepMicros, windows, true);
        }

        int modes() {
            return tree.splits().size() + 1;
        }

        /** A frame that judges everything and expects nothing. */
        Frame blank() {
            int d = channels.size();
            double[] ones = new double[d];
            Arrays.fill(ones, 1);
            var regime =
                    new Regime(
                            "", 0, true, 0, new double[d][context.size()], ones, new double[0][]);
            List<Regime> regimes = Collections.nCopies(modes(), regime);
            return new Frame(
                    channels, tree, regimes, context, stepMicros, 0, new double[0][], ones);
        }
    }

    static Frame fit(History history, Outline outline, int from, int to) {
        var fit = new FrameFit(history, outline, from, to);
        List<Regime> regimes = fit.regimes(moments(history, outline, from, to), outline);
        var steady =
                new Frame(
                        outline.channels(),
                        outline.tree(),
                        regimes,
                        outline.context(),
                        outline.stepMicros(),
                        0,
                        new double[0][],
                        outline.blank().surprise());
        var settled = fit.settled(steady);
        return fit.dynamic(settled);
    }

    /**
     * Sums over the rows of each mode: channels, less their medians, on the terms of the context.
     */
    static Moments[] moments(History history, Outline outline, int from, int to) {
        List<Channel> channels = outline.channels();
        Context context = outline.context();
        Moments[] byMode = new Moments[outline.modes()];
        Arrays.setAll(byMode, _ -> new Moments(context.size(), channels.size()));
        double[] terms = new double[context.size()];
        double[] values = new double[channels.size()];
        var reader = new FrameReader(outline.blank());
        history.walk(
                reader,
                from,
                to,
                (row, _) -> {
                    context.fill(history.table().times()[row], reader.since(), terms);
                    for (int i = 0; i < values.length; i++) {
                        values[i] = reader.values()[i] - channels.get(i).usual();
                    }
                    byMode[reader.mode()].add(terms, values);
                });
        return byMode;
    }

    private List<Regime> regimes(Moments[] byMode, Outline outline) {
        double[] whole = wholeSpread(byMode);
        double[] lowest = lowestMean(byMode);
        double rows = Arrays.stream(byMode).mapToDouble(m -> m.rows).sum();
        var regimes = new ArrayList<Regime>();
        for (int mode = 0; mode < byMode.length; mode++) {
            boolean off = outline.modes() > 1 && off(byMode[mode], whole, lowest);
            double share = rows == 0 ? 0 : byMode[mode].rows / rows;
            String name =
                    off
                            ? "off " + (mode + 1)
                            : outline.modes() == 1 ? "running" : "mode " + (mode + 1);
            regimes.add(regime(name, share, !off, byMode[mode], whole, outline.modes() > 1));
        }
        if (regimes.stream().noneMatch(Regime::judged)) {
            regimes.replaceAll(r ->
                    new Regime(
                            r.name(),
                            r.share(),
                            true,
                            r.settle(),
                            r.usual(),
                            r.spread(),
                            r.beside()));
        }
        return regimes;
    }

    private Regime regime(
            String name,
            double share,
            boolean judged,
            Moments moments,
            double[] whole,
            boolean beside) {
        int d = channels.size();
        double[][] beta = moments.coefficients();
        double[][] left = moments.residual(beta);
        double[][] usual = new double[d][beta.length];
        double[] spread = new double[d];
        for (int i = 0; i < d; i++) {
            for (int k = 0; k < beta.length; k++) {
                usual[i][k] = beta[k][i];
            }
            usual[i][0] += channels.get(i).usual();
            double least =
                    Math.max(SPREAD_SHARE_MIN * whole[i], 1e-9 * Math.abs(channels.get(i).usual()));
            spread[i] = Math.max(Math.sqrt(Math.max(0, left[i][i])), Math.max(least, 1e-12));
        }
        double[][] matrix =
                beside && moments.rows > 5.0 * d ? beside(left, spread) : new double[0][];
        return new Regime(
                name,
                share,
                judged,
                0,
                usual,
                spread,
                beside && matrix.length == 0 ? identity(d) : matrix);
    }

    /**
     * Turns deviations into how far each is from what the others let expect, each with variance
     * about 1.
     */
    private static double[][] beside(double[][] left, double[] spread) {
        int d = spread.length;
        double[][] correlation = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                correlation[i][j] = left[i][j] / (spread[i] * spread[j]);
            }
            correlation[i][i] += BESIDE_RIDGE;
        }
        double[][] inverse = Symmetric.inverse(correlation);
        for (int i = 0; i < d; i++) {
            double root = Math.sqrt(inverse[i][i]);
            for (int j = 0; j < d; j++) {
                inverse[i][j] /= root;
            }
        }
        return inverse;
    }

    private static double[][] identity(int d) {
        double[][] one = new double[d][d];
        for (int i = 0; i < d; i++) {
            one[i][i] = 1;
        }
        return one;
    }

    private double[] wholeSpread(Moments[] byMode) {
        double[] spread = new double[channels.size()];
        for (int i = 0; i < spread.length; i++) {
            double rows = 0;
            double sum = 0;
            double squares = 0;
            for (Moments moments : byMode) {
                rows += moments.rows;
                sum += moments.termChannel[0][i];
                squares += moments.channelChannel[i][i];
            }
            spread[i] =
                    rows == 0
                            ? 1
                            : Math.sqrt(Math.max(0, squares / rows - sum / rows * (sum / rows)));
        }
        return spread;
    }

    private double[] lowestMean(Moments[] byMode) {
        double[] lowest = new double[channels.size()];
        Arrays.fill(lowest, Double.POSITIVE_INFINITY);
        for (Moments moments : byMode) {
            for (int i = 0; i < lowest.length && moments.rows > 0; i++) {
                lowest[i] = Math.min(lowest[i], moments.termChannel[0][i] / moments.rows);
            }
        }
        return lowest;
    }

    /**
     * Off: most channels are at their lowest mean of all modes, and most of those that tell modes
     * apart stand still.
     */
    private static boolean off(Moments moments, double[] whole, double[] lowest) {
        int still = 0;
        int low = 0;
        for (int i = 0; i < whole.length; i++) {
            double mean = moments.rows == 0 ? 0 : moments.termChannel[0][i] / moments.rows;
            double square = moments.rows == 0 ? 0 : moments.channelChannel[i][i] / moments.rows;
            still += Math.sqrt(Math.max(0, square - mean * mean)) < OFF_SPREAD * whole[i] ? 1 : 0;
            low += mean <= lowest[i] + 0.02 * whole[i] ? 1 : 0;
        }
        return still >= 0.4 * whole.length && low >= 0.6 * whole.length && whole.length > 1;
    }

    /** Leaves out the samples after entering a mode in which deviations are usually much larger. */
    private Frame settled(Frame frame) {
        if (frame.regimes().size() == 1) {
            return frame;
        }
        double[][] squares = new double[frame.regimes().size()][SETTLE_MAX + 1];
        int[][] counts = new int[squares.length][SETTLE_MAX + 1];
        var reader = new FrameReader(frame);
        history.walk(
                reader,
                from,
                to,
                (_, _) -> {
                    int since = Math.min(reader.since(), SETTLE_MAX);
                    double sum = 0;
                    for (double each : reader.deviation()) {
                        sum += Math.min(each * each, 25);
                    }
                    squares[reader.mode()][since] += sum;
                    counts[reader.mode()][since]++;
                });
        var regimes = new ArrayList<Regime>();
        for (int mode = 0; mode < squares.length; mode++) {
            regimes.add(settle(frame.regimes().get(mode), squares[mode], counts[mode]));
        }
        return new Frame(
                channels,
                tree,
                regimes,
                context,
                frame.stepMicros(),
                0,
                frame.dynamics(),
                frame.surprise());
    }

    private static Regime settle(Regime regime, double[] squares, int[] counts) {
        double steady = squares[SETTLE_MAX] / Math.max(1, counts[SETTLE_MAX]);
        int settle = SETTLE_MAX;
        while (settle > 0 && squares[settle - 1] <= SETTLED * steady * counts[settle - 1]) {
            settle--;
        }
        int all = Arrays.stream(counts).sum();
        int lost = Arrays.stream(counts, 0, settle).sum();
        if (lost > 0.5 * all) {
            settle = 0;
        }
        return new Regime(
                regime.name(),
                regime.share(),
                regime.judged(),
                settle,
                regime.usual(),
                regime.spread(),
                regime.beside());
    }

    private Frame dynamic(Frame frame) {
        int d = channels.size();
        if (d == 0) {
            return frame;
        }
        int lags = Math.clamp(LAGGED / d, d > LAGGED_MAX / 2 ? 1 : 2, LAGS_MAX);
        if (d > LAGGED_MAX || to - from < 20 + 2 * lags) {
            return frame;
        }
        var reader = new FrameReader(frame);
        double[] past = new double[lags * d];
        var moments = new Moments(lags * d, d);
        int[] known = {0};
        int[] lastRow = {-2};
        history.walk(
                reader,
                from,
                to,
                (row, _) -> {
                    known[0] = lastRow[0] == row - 1 ? known[0] : 0;
                    lastRow[0] = row;
                    if (known[0] >= lags) {
                        moments.add(past, reader.deviation());
                    }
                    System.arraycopy(past, 0, past, d, past.length - d);
                    System.arraycopy(reader.deviation(), 0, past, 0, d);
                    known[0]++;
                });
        if (moments.rows < 20) {
            return frame;
        }
        return dynamic(frame, moments, lags);
    }

    private Frame dynamic(Frame frame, Moments moments, int lags) {
        int d = channels.size();
        int terms = lags * d;
        double[][] a = new double[terms][terms];
        for (int i = 0; i < terms; i++) {
            for (int j = 0; j <= i; j++) {
                a[i][j] = a[j][i] = moments.termTerm[i][j];
            }
            a[i][i] += DYNAMICS_RIDGE * moments.rows;
        }
        double[][] beta = Symmetric.solve(a, moments.termChannel);
        double[] left = moments.variance(beta);
        double[][] dynamics = new double[d][terms];
        double[] surprise = new double[d];
        for (int i = 0; i < d; i++) {
            for (int k = 0; k < terms; k++) {
                dynamics[i][k] = beta[k][i];
            }
            surprise[i] = Math.max(left[i], 1e-9);
        }
        return new Frame(
                channels,
                tree,
                frame.regimes(),
                context,
                frame.stepMicros(),
                lags,
                dynamics,
                surprise);
    }
}
