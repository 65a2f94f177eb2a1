package werkmeister.learning.table;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.IntFunction;
import java.util.stream.IntStream;

/**
 * The conditions that machines run under, such as flight levels or products, as clusters of the
 * rows (k-means; Lloyd 1982, seeded as Arthur and Vassilvitskii 2007). They are taken up only where
 * the clusters are tight: then nearly all that a signal does is to follow the condition, and what
 * it does within one is what counts.
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
public record OperatingModes(double[] means, double[] spreads, List<Mode> modes) {
    private static final int MODES_MAX = 8;

    /** So much of the variance at most is left within tight clusters. */
    private static final double WITHIN_MAX = 0.1;

    /** One more mode must leave no more than this of what was left. */
    private static final double WORTH_ONE_MORE = 0.4;

    /** How far a mode's mean place lies from the middle of the machines' time at most. */
    private static final double ONE_SIDED = 0.15;

    private static final int ROWS_MAX = 6_000;
    private static final int ROUNDS = 25;
    private static final int STARTS = 3;

    /** What is normal in a mode: a mean and a spread a signal, on the scale of the whole table. */
    public record Mode(double[] means, double[] spreads) {}

    /** Finds the modes of a table; a single one where none can be told apart. */
    public static OperatingModes find(Cases cases, long seed) {
        int signals = cases.columns().length;
        double[] means = new double[signals];
        double[] spreads = new double[signals];
        for (int c = 0; c < signals; c++) {
            means[c] = mean(cases.columns()[c]);
            spreads[c] = spread(cases.columns()[c], means[c]);
        }
        double[][] sample = sample(cases, means, spreads);
        double[][] centres = centres(sample, seed);
        var found = at(means, spreads, centres);
        var taken = found.comeAndGo(cases) ? found : at(means, spreads, alone(sample));
        return taken.measured(cases);
    }

    /** Modes at these centres whose spreads are yet to be measured. */
    private static OperatingModes at(double[] means, double[] spreads, double[][] centres) {
        double[] ones = new double[means.length];
        Arrays.fill(ones, 1);
        var modes = Arrays.stream(centres).map(centre -> new Mode(centre, ones)).toList();
        return new OperatingModes(means, spreads, modes);
    }

    /**
     * Whether each mode is met early and late in the machines' time alike. What is early only, or
     * late only, is no condition that the machine runs under but the way it goes.
     */
    private boolean comeAndGo(Cases cases) {
        double[] places = new double[modes.size()];
        double[] counts = new double[modes.size()];
        double[] row = new double[cases.columns().length];
        int[] starts = cases.starts();
        for (int m = 0; m < starts.length - 1; m++) {
            for (int r = starts[m]; r < starts[m + 1]; r++) {
                fill(cases, r, row);
                int mode = modeOf(row);
                counts[mode]++;
                places[mode] += (r - starts[m] + 0.5) / (starts[m + 1] - starts[m]);
            }
        }
        return IntStream.range(0, places.length)
                .filter(mode -> counts[mode] > 0)
                .allMatch(mode -> Math.abs(places[mode] / counts[mode] - 0.5) < ONE_SIDED);
    }

    /** The mode of a row of values. */
    private int modeOf(double[] row) {
        return nearest(row, modes.size(), mode -> modes.get(mode).means());
    }

    /** Each signal in spreads of its mode. */
    public Cases scaled(Cases cases) {
        int signals = cases.columns().length;
        double[][] scaled = new double[signals][cases.rows()];
        double[] row = new double[signals];
        for (int r = 0; r < cases.rows(); r++) {
            fill(cases, r, row);
            var mode = modes.get(modeOf(row));
            for (int c = 0; c < signals; c++) {
                scaled[c][r] = (row[c] - mode.means()[c]) / mode.spreads()[c];
            }
        }
        return cases.with(cases.names(), scaled);
    }

    private void fill(Cases cases, int r, double[] row) {
        for (int c = 0; c < row.length; c++) {
            row[c] = (cases.columns()[c][r] - means[c]) / spreads[c];
        }
    }

    private OperatingModes measured(Cases cases) {
        int signals = cases.columns().length;
        double[][] sums = new double[modes.size()][signals];
        double[][] squares = new double[modes.size()][signals];
        double[][] counts = new double[modes.size()][signals];
        double[] row = new double[signals];
        for (int r = 0; r < cases.rows(); r++) {
            fill(cases, r, row);
            int mode = modeOf(row);
            for (int c = 0; c < signals; c++) {
                if (!Double.isNaN(row[c])) {
                    counts[mode][c]++;
                    sums[mode][c] += row[c];
                    squares[mode][c] += row[c] * row[c];
                }
            }
        }
        var measured = new ArrayList<Mode>();
        for (int m = 0; m < modes.size(); m++) {
            double[] mean = new double[signals];
            double[] spread = new double[signals];
            for (int c = 0; c < signals; c++) {
                double n = Math.max(1, counts[m][c]);
                mean[c] = sums[m][c] / n;
                double variance = squares[m][c] / n - mean[c] * mean[c];
                spread[c] = variance > 1e-12 ? Math.sqrt(variance) : 1;
            }
            measured.add(new Mode(mean, spread));
        }
        return new OperatingModes(means, spreads, measured);
    }

    private static double[][] sample(Cases cases, double[] means, double[] spreads) {
        int stride = Math.max(1, cases.rows() / ROWS_MAX);
        return IntStream.iterate(0, r -> r < cases.rows(), r -> r + stride)
                .mapToObj(r -> {
                    double[] row = new double[means.length];
                    Arrays.setAll(row, c -> (cases.columns()[c][r] - means[c]) / spreads[c]);
                    return row;
                })
                .toArray(double[][]::new);
    }

    /**
     * The fewest centres whose clusters are tight, and more as long as one more parts what is far
     * apart; one where none are tight.
     */
    private static double[][] centres(double[][] rows, long seed) {
        double[][] one = alone(rows);
        double limit = WITHIN_MAX * within(rows, one);
        double[][] best = one;
        for (int k = 2; k <= MODES_MAX && k * 20 < rows.length; k++) {
            double[][] found = tightest(rows, k, seed);
            double left = within(rows, found);
            if (left <= limit) {
                best = found;
                limit = WORTH_ONE_MORE * left;
            } else if (best.length > 1) {
                break;
            }
        }
        return best;
    }

    /** The middle of all. */
    private static double[][] alone(double[][] rows) {
        return new double[][] {new double[rows.length == 0 ? 0 : rows[0].length]};
    }

    private static double[][] tightest(double[][] rows, int k, long seed) {
        return IntStream.range(0, STARTS)
                .mapToObj(start -> lloyd(rows, k, new Random(seed + 31L * start)))
                .min(Comparator.comparingDouble(found -> within(rows, found)))
                .orElseThrow();
    }

    private static double[][] lloyd(double[][] rows, int k, Random random) {
        double[][] centres = seeds(rows, k, random);
        for (int round = 0; round < ROUNDS; round++) {
            double[][] sums = new double[k][rows[0].length];
            double[][] counts = new double[k][rows[0].length];
            for (double[] row : rows) {
                int nearest = nearest(row, centres);
                for (int c = 0; c < row.length; c++) {
                    if (!Double.isNaN(row[c])) {
                        sums[nearest][c] += row[c];
                        counts[nearest][c]++;
                    }
                }
            }
            for (int m = 0; m < k; m++) {
                for (int c = 0; c < sums[m].length; c++) {
                    centres[m][c] = counts[m][c] == 0 ? centres[m][c] : sums[m][c] / counts[m][c];
                }
            }
        }
        return centres;
    }

    /** The first by chance, each further one rather far from those that are there. */
    private static double[][] seeds(double[][] rows, int k, Random random) {
        double[][] centres = new double[k][];
        centres[0] = zeroIfMissing(rows[random.nextInt(rows.length)]);
        double[] nearest = new double[rows.length];
        Arrays.fill(nearest, Double.POSITIVE_INFINITY);
        for (int m = 1; m < k; m++) {
            double sum = 0;
            for (int r = 0; r < rows.length; r++) {
                nearest[r] = Math.min(nearest[r], distance(rows[r], centres[m - 1]));
                sum += nearest[r];
            }
            double drawn = random.nextDouble() * sum;
            int at = 0;
            while (at < rows.length - 1 && drawn >= nearest[at]) {
                drawn -= nearest[at++];
            }
            centres[m] = zeroIfMissing(rows[at]);
        }
        return centres;
    }

    private static double[] zeroIfMissing(double[] row) {
        return Arrays.stream(row).map(x -> Double.isNaN(x) ? 0 : x).toArray();
    }

    private static int nearest(double[] row, double[][] centres) {
        return nearest(row, centres.length, m -> centres[m]);
    }

    /** The first of those whose distance is least. */
    private static int nearest(double[] row, int count, IntFunction<double[]> centre) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int m = 0; m < count; m++) {
            double distance = distance(row, centre.apply(m));
            if (distance < least) {
                least = distance;
                best = m;
            }
        }
        return best;
    }

    private static double within(double[][] rows, double[][] centres) {
        return Arrays.stream(rows)
                .mapToDouble(row -> distance(row, centres[nearest(row, centres)]))
                .sum();
    }

    /** Squared; missing values are not counted. */
    private static double distance(double[] row, double[] centre) {
        double sum = 0;
        for (int c = 0; c < row.length; c++) {
            double d = row[c] - centre[c];
            sum += Double.isNaN(d) ? 0 : d * d;
        }
        return sum;
    }

    private static double mean(double[] values) {
        return Arrays.stream(values).filter(x -> !Double.isNaN(x)).average().orElse(0);
    }

    private static double spread(double[] values, double mean) {
        double variance =
                Arrays.stream(values)
                        .filter(x -> !Double.isNaN(x))
                        .map(x -> (x - mean) * (x - mean))
                        .average()
                        .orElse(0);
        return variance > 0 ? Math.sqrt(variance) : 1;
    }
}
