package werkmeister.learning.life;

import werkmeister.learning.life.LifeModel.Member;
import werkmeister.learning.table.Cases;
import werkmeister.learning.table.OperatingModes;
import werkmeister.learning.table.Rows;
import werkmeister.learning.trees.Goal;
import werkmeister.learning.trees.Matrix;
import werkmeister.learning.trees.Settings;
import werkmeister.learning.trees.Trees;
import werkmeister.units.Refusal;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * Learns from whole lives how long a machine will go on. Over how many rows to look back is chosen
 * by leaving machines out; the errors on machines that were left out give the interval.
 */
public final class LifeTraining {
    /** How far is looked back, in rows: shortly and longer. */
    private static final List<int[]> WINDOWS =
            List.of(new int[] {5, 10}, new int[] {5, 15}, new int[] {5, 20}, new int[] {5, 40});

    /** Of so many windows, the best ones, the mean is taken. */
    private static final int BEST = 2;

    /**
     * From this share of the median life on a machine's end begins to show; before, nothing is to
     * be seen and a prediction would be a guess. The share, and the habit of taking a round number,
     * are those of the literature on NASA's turbofans (125 cycles of lives of 200; Heimes, PHM
     * 2008).
     */
    private static final double LIMIT_SHARE = 0.575;

    private static final double[] ROUND = {1, 1.25, 1.5, 2, 2.5, 3, 4, 5, 6, 8, 10};

    private static final int FOLDS = 5;

    /** Rows beyond these are much like their neighbours. */
    private static final int ROWS_MAX = 24_000;

    private static final int ROWS_TO_CHOOSE = 8_000;
    private static final Settings FINAL = new Settings(300, 4, 0.05, 0.5, 0.3, 20, 0);
    private static final Settings QUICK = new Settings(120, 4, 0.1, 0.5, 0.3, 10, 0);
    private static final int SEEDS = 3;

    private final Cases scaled;
    private final double[] remaining;
    private final long seed;
    private final int[] folds;

    private LifeTraining(Cases scaled, double[] remaining, long seed) {
        this.scaled = scaled;
        this.remaining = remaining;
        this.seed = seed;
        this.folds = folds(scaled);
    }

    /**
     * Learns from lives that are known.
     *
     * @param remaining the true remaining life at each row; empty where each machine's last row is
     *     its end
     * @param limit from which remaining life on nothing is to be seen; empty: it is found out
     */
    public static LifeModel train(
            Cases lives, Optional<double[]> remaining, Optional<Double> limit, long seed) {
        if (lives.starts().length < 4) {
            throw Refusal.invalid(
                    "To learn how long machines live, the lives of three are needed at least; there"
                            + " are %d. Maybe the column that tells machines apart must be named."
                                    .formatted(lives.starts().length - 1));
        }
        Cases informative = informative(lives);
        var modes = OperatingModes.find(informative, seed);
        var training =
                new LifeTraining(
                        modes.scaled(informative),
                        remaining.orElseGet(() -> untilLast(lives)),
                        seed);
        return training.train(informative.names(), modes, limit);
    }

    /** The time from each row to its machine's last. */
    public static double[] untilLast(Cases lives) {
        double[] remaining = new double[lives.rows()];
        int[] starts = lives.starts();
        for (int m = 0; m < starts.length - 1; m++) {
            for (int row = starts[m]; row < starts[m + 1]; row++) {
                remaining[row] = lives.clock()[starts[m + 1] - 1] - lives.clock()[row];
            }
        }
        return remaining;
    }

    private LifeModel train(List<String> signals, OperatingModes modes, Optional<Double> given) {
        double life = medianLife();
        double limit = given.orElseGet(() -> limit(life));
        List<Look> looks = looks(limit);
        double[] unseen = new double[scaled.rows()];
        for (Look look : looks) {
            double[] said = leftOut(look.features(), limit, FINAL, ROWS_MAX);
            Arrays.setAll(unseen, row -> unseen[row] + said[row] / looks.size());
        }
        int[] all = thinned(ROWS_MAX, _ -> true);
        var members = looks.stream().map(look -> member(look, all, limit)).toList();
        var interval = Interval.of(unseen, remaining, scaled.starts().length - 1);
        return new LifeModel(signals, modes, limit, life, members, interval);
    }

    private Member member(Look look, int[] rows, double limit) {
        Matrix features = look.features().pick(rows);
        return new Member(
                look.windows(),
                IntStream.range(0, SEEDS)
                        .parallel()
                        .mapToObj(s -> fit(features, rows, limit, FINAL.seeded(seed + s)))
                        .toList());
    }

    /** The round number that is nearest to the usual share of the median life. */
    private static double limit(double life) {
        double usual = LIMIT_SHARE * life;
        double unit = Math.pow(10, Math.floor(Math.log10(usual)));
        return Arrays.stream(ROUND)
                .map(round -> round * unit)
                .boxed()
                .min(Comparator.comparingDouble(round -> Math.abs(Math.log(round / usual))))
                .orElse(usual);
    }

    /** What is seen by looking back over windows, and how well quick models did with it. */
    @SuppressWarnings("ArrayRecordComponent") // Windows are handed on, never compared as a value.
    private record Look(int[] windows, Matrix features, double error) {}

    /** The best ones. */
    private List<Look> looks(double limit) {
        return WINDOWS.stream()
                .map(windows -> {
                    Matrix features = LifeFeatures.of(scaled, windows);
                    double[] said = leftOut(features, limit, QUICK, ROWS_TO_CHOOSE);
                    return new Look(windows, features, squares(said, limit));
                })
                .sorted(Comparator.comparingDouble(Look::error))
                .limit(BEST)
                .toList();
    }

    private double squares(double[] said, double limit) {
        double sum = 0;
        for (int row = 0; row < said.length; row++) {
            double d = said[row] - Math.min(remaining[row], limit);
            sum += d * d;
        }
        return sum;
    }

    /** What models say of each row that were fitted on other machines only. */
    private double[] leftOut(Matrix features, double limit, Settings settings, int rowsMax) {
        double[] said = new double[scaled.rows()];
        IntStream.range(0, FOLDS)
                .parallel()
                .forEach(fold -> {
                    int[] in = thinned(rowsMax, row -> folds[scaled.machines()[row]] != fold);
                    int[] out =
                            Rows.where(said.length, row -> folds[scaled.machines()[row]] == fold);
                    tell(features, limit, settings, in, out, said);
                });
        return said;
    }

    /** Each fold has rows of its own: they may be told side by side. */
    private void tell(
            Matrix features, double limit, Settings settings, int[] in, int[] out, double[] said) {
        if (out.length == 0) {
            return;
        }
        float[][] answers =
                fit(features.pick(in), in, limit, settings.seeded(seed))
                        .predict(features.pick(out));
        for (int i = 0; i < out.length; i++) {
            said[out[i]] = Math.clamp(answers[i][0], 0, limit);
        }
    }

    private Trees fit(Matrix features, int[] rows, double limit, Settings settings) {
        float[] targets = new float[rows.length];
        for (int i = 0; i < rows.length; i++) {
            targets[i] = (float) Math.min(remaining[rows[i]], limit);
        }
        return Trees.fit(new Goal.Number(), features, targets, settings);
    }

    /** Rows of some machines, evenly thinned. */
    private int[] thinned(int rowsMax, IntPredicate kept) {
        int[] rows = Rows.where(scaled.rows(), kept);
        int stride = (rows.length + rowsMax - 1) / rowsMax;
        return stride < 2 ? rows : Rows.pick(rows, Rows.where(rows.length, i -> i % stride == 0));
    }

    private double medianLife() {
        int[] starts = scaled.starts();
        double[] lives =
                IntStream.range(0, starts.length - 1)
                        .mapToDouble(m ->
                                scaled.clock()[starts[m + 1] - 1]
                                        - scaled.clock()[starts[m]]
                                        + remaining[starts[m + 1] - 1])
                        .sorted()
                        .toArray();
        return lives[lives.length / 2];
    }

    private static int[] folds(Cases cases) {
        int[] folds = new int[cases.machineNames().size()];
        Arrays.setAll(folds, m -> m % FOLDS);
        return folds;
    }

    private static Cases informative(Cases lives) {
        int[] kept =
                IntStream.range(0, lives.columns().length)
                        .filter(c -> varies(lives.columns()[c]))
                        .toArray();
        return lives.with(
                Arrays.stream(kept).mapToObj(c -> lives.names().get(c)).toList(),
                Arrays.stream(kept).mapToObj(c -> lives.columns()[c]).toArray(double[][]::new));
    }

    private static boolean varies(double[] column) {
        double first = Double.NaN;
        for (double value : column) {
            if (Double.isNaN(first)) {
                first = value;
            } else if (!Double.isNaN(value) && value != first) {
                return true;
            }
        }
        return false;
    }
}
