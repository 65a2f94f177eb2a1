package werkmeister.learning.model;

import werkmeister.learning.detector.Sight;

import java.util.Arrays;

/** Reads a stream of samples through a {@link Frame}; training and scoring see the same numbers. */
public final class FrameReader {
    /** Deviations beyond this many standard deviations count as this. */
    public static final double CLIP = 30;

    /** A pause longer than this many usual steps cuts the thread of the dynamics. */
    public static final int PAUSE_STEPS = 10;

    /** Weight of the newest squared surprise in the liveliness. */
    public static final double LIVELY_MEMORY = 0.05;

    /** No more samples than these are counted since a mode began. */
    public static final int SINCE_MAX = 1_000_000;

    /**
     * Liveliness has a floor at this share of the usual variance: a stuck signal is far below
     * normal, not infinitely.
     */
    private static final double LIVELY_FLOOR = 1e-4;

    private final Frame frame;
    private final double[] raw;
    private final double[] values;
    private final double[] terms;
    private final double[] deviation;
    private final double[] level;
    private final double[] surprise;
    private final double[] power;
    private final double[] liveliness;
    private final double[] past;
    private final double[][] dynamics;
    private final double[][][] besides;
    private int known;
    private int mode = -1;
    private int since;
    private long lastTime;
    private boolean started;

    public FrameReader(Frame frame) {
        this.frame = frame;
        int d = frame.size();
        raw = new double[d];
        values = new double[d];
        terms = new double[frame.context().size()];
        deviation = new double[d];
        level = new double[d];
        surprise = new double[d];
        power = frame.surprise().clone();
        liveliness = new double[d];
        past = new double[d * Math.max(1, frame.lags())];
        dynamics = columns(frame.dynamics());
        besides =
                frame.regimes().stream()
                        .map(regime -> columns(regime.beside()))
                        .toArray(double[][][]::new);
        Arrays.fill(raw, Double.NaN);
        for (int i = 0; i < d; i++) {
            values[i] = frame.channels().get(i).usual();
        }
    }

    /** Takes a sample; false where it is not to be judged, and then nothing else has changed. */
    public boolean next(long time, double[] sample) {
        boolean seen = measure(sample);
        long step = started ? time - lastTime : 0;
        if (step < 0 || step > PAUSE_STEPS * frame.stepMicros()) {
            cut();
        }
        lastTime = time;
        started = true;
        if (!seen) {
            return false;
        }
        enter(frame.modes().mode(values));
        Regime regime = frame.regimes().get(mode);
        if (!regime.judged() || since < regime.settle()) {
            known = 0;
            return false;
        }
        deviate(regime, time);
        wonder();
        return true;
    }

    /** What is added to a smoothed squared surprise, given its usual variance. */
    public static double livelyFloor(double usual) {
        return LIVELY_FLOOR * usual + 1e-12;
    }

    /** Says that samples were left out here. */
    public void cut() {
        known = 0;
    }

    /** What a detector of this sight looks at after the last judged sample. */
    public double[] view(Sight sight) {
        return switch (sight) {
            case LEVEL -> level;
            case SURPRISE -> surprise;
            case LIVELINESS -> liveliness;
        };
    }

    /** Deviations from normal in standard deviations, one a channel. */
    public double[] deviation() {
        return deviation;
    }

    /** Values after cleaning, one a channel. */
    public double[] values() {
        return values;
    }

    public int mode() {
        return mode;
    }

    /** Samples since the mode was entered. */
    public int since() {
        return since;
    }

    private boolean measure(double[] sample) {
        boolean seen = false;
        for (int i = 0; i < values.length; i++) {
            Channel channel = frame.channels().get(i);
            double now = sample[channel.column()];
            if (!Double.isFinite(now)) {
                raw[i] = Double.NaN;
                continue;
            }
            double before = raw[i];
            raw[i] = now;
            double value = channel.change() ? now - before : now;
            if (!Double.isNaN(value)) {
                values[i] = Math.clamp(value, channel.low(), channel.high());
            }
            seen = true;
        }
        return seen;
    }

    private void enter(int next) {
        since = next == mode ? Math.min(since + 1, SINCE_MAX) : 0;
        mode = next;
    }

    private void deviate(Regime regime, long time) {
        frame.context().fill(time, since, terms);
        for (int i = 0; i < deviation.length; i++) {
            if (Double.isNaN(raw[i])) {
                deviation[i] = 0; // Not measured: as expected.
                continue;
            }
            double[] usual = regime.usual()[i];
            double expected = 0;
            for (int k = 0; k < terms.length; k++) {
                expected += usual[k] * terms[k];
            }
            deviation[i] = Math.clamp((values[i] - expected) / regime.spread()[i], -CLIP, CLIP);
        }
        double[][] beside = besides[mode];
        if (beside.length == 0) {
            System.arraycopy(deviation, 0, level, 0, level.length);
        } else {
            multiply(beside, deviation, level);
        }
    }

    /** Compares the deviations with what the latest ones let expect, then remembers them. */
    private void wonder() {
        int d = deviation.length;
        if (known >= frame.lags() && frame.lags() > 0) {
            multiply(dynamics, past, surprise);
            for (int i = 0; i < d; i++) {
                surprise[i] = deviation[i] - surprise[i];
                power[i] += LIVELY_MEMORY * (surprise[i] * surprise[i] - power[i]);
            }
        } else {
            Arrays.fill(surprise, 0);
        }
        for (int i = 0; i < d; i++) {
            liveliness[i] = StrictMath.log(power[i] + livelyFloor(frame.surprise()[i]));
        }
        System.arraycopy(past, 0, past, d, past.length - d);
        System.arraycopy(deviation, 0, past, 0, d);
        known++;
    }

    /**
     * Column by column: sums that do not wait for each other are what a processor does several of
     * at a time.
     *
     * @param columns of the matrix
     */
    private static void multiply(double[][] columns, double[] vector, double[] result) {
        Arrays.fill(result, 0);
        for (int j = 0; j < columns.length; j++) {
            double[] column = columns[j];
            double factor = vector[j];
            for (int i = 0; i < result.length; i++) {
                result[i] += column[i] * factor;
            }
        }
    }

    private static double[][] columns(double[][] rows) {
        double[][] columns = new double[rows.length == 0 ? 0 : rows[0].length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                columns[j][i] = rows[i][j];
            }
        }
        return columns;
    }
}
