package werkmeister.learning.train;

import werkmeister.learning.model.Context;

/**
 * Takes up the time of day, week or year, or the time since a mode began, where it predicts time
 * not yet seen.
 */
final class ContextChoice {
    private static final double DAY_MICROS = 86_400e6;
    private static final double LEARN_SHARE = 0.6;

    /**
     * The share of the left variance that must stay at most, over all channels, or in the best one.
     */
    private static final double GAIN_ALL = 0.95;

    private static final double GAIN_ONE = 0.8;

    private ContextChoice() {}

    static Context of(History history, FrameFit.Outline bare) {
        int rows = history.rows();
        if (rows < 200) {
            return Context.NONE;
        }
        double days = (history.table().times()[rows - 1] - history.table().times()[0]) / DAY_MICROS;
        double stepDays = bare.stepMicros() / DAY_MICROS;
        Context best = Context.NONE;
        double[] left = left(history, bare, best);
        for (Context candidate :
                new Context[] {
                    new Context(bare.modes() > 1, false, false, false),
                    new Context(false, days >= 5 && stepDays <= 0.13, false, false),
                    new Context(false, false, days >= 25 && stepDays <= 1, false),
                    new Context(false, false, false, days >= 620 && stepDays <= 30)
                }) {
            Context more = join(best, candidate);
            if (more.equals(best)) {
                continue;
            }
            double[] then = left(history, bare, more);
            if (better(left, then)) {
                best = more;
                left = then;
            }
        }
        return best;
    }

    private static Context join(Context one, Context other) {
        return new Context(
                one.entry() || other.entry(),
                one.day() || other.day(),
                one.week() || other.week(),
                one.year() || other.year());
    }

    private static boolean better(double[] before, double[] after) {
        double logs = 0;
        double best = 1;
        for (int i = 0; i < before.length; i++) {
            double ratio = (after[i] + 1e-12) / (before[i] + 1e-12);
            logs += Math.log(ratio);
            best = Math.min(best, ratio);
        }
        double mean = Math.exp(logs / before.length);
        return mean < GAIN_ALL || mean < 1 && best < GAIN_ONE;
    }

    /**
     * Mean squared deviation of later time from what earlier time lets expect, one a channel, modes
     * weighed by rows.
     */
    private static double[] left(History history, FrameFit.Outline bare, Context context) {
        var outline =
                new FrameFit.Outline(
                        bare.channels(),
                        bare.tree(),
                        context,
                        bare.stepMicros(),
                        bare.windows(),
                        false);
        int cut = (int) (history.rows() * LEARN_SHARE);
        int d = bare.channels().size();
        Moments[] learned = FrameFit.moments(history, outline, 0, cut);
        Moments[] later = FrameFit.moments(history, outline, cut, history.rows());
        double[] left = new double[d];
        double rows = 0;
        for (int mode = 0; mode < learned.length; mode++) {
            double[] variance = later[mode].variance(learned[mode].coefficients());
            for (int i = 0; i < d; i++) {
                left[i] += variance[i] * later[mode].rows;
            }
            rows += later[mode].rows;
        }
        for (int i = 0; i < d; i++) {
            left[i] = Math.max(0, left[i]) / Math.max(1, rows);
        }
        return left;
    }
}
