package werkmeister.learning.train;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.detector.Extrapolation;
import werkmeister.learning.detector.IsolationForest;
import werkmeister.learning.detector.IsolationForest.Tree;
import werkmeister.learning.detector.Measure;
import werkmeister.learning.detector.NearestShape;
import werkmeister.learning.detector.Sight;
import werkmeister.learning.detector.SpectralResidual;
import werkmeister.learning.detector.Window;
import werkmeister.learning.detector.WindowMeasure;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Fits what is measured about windows of normal time.
 *
 * @param states each holds a window a channel
 */
record MeasureFit(Window window, List<double[]> states) {
    private static final int DEGREE = 3;
    private static final int SHAPES = 400;
    private static final int TREES = 32;
    private static final int WINDOWS_A_TREE = 128;

    /** Trees need chance, but the same windows give the same trees. */
    private static final long SEED = 1;

    /** With norm 1 and weight 0. */
    List<Detector> detectors() {
        return List.of(
                detector(nearestShape()),
                detector(new Extrapolation(extrapolation(window.points()))),
                detector(SpectralResidual.of(window.points())),
                detector(isolationForest()));
    }

    private Detector detector(Measure measure) {
        double[] spread = new double[window.channels()];
        // Of each second window, so that what was taken up as usual does not make it too small.
        for (int channel = 0; channel < spread.length; channel++) {
            int count = 0;
            for (int i = 1; i < states.size(); i += 2) {
                double measured = measure.of(channel, states.get(i), window.start(channel));
                spread[channel] += measured * measured;
                count++;
            }
            spread[channel] = Math.max(1e-6, Math.sqrt(spread[channel] / count));
        }
        return new WindowMeasure(Sight.LEVEL, window, measure, spread, 1, 0);
    }

    private Measure nearestShape() {
        // An even stride keeps to every second window: the others tell how near is usual.
        int stride = 2 * Math.ceilDiv(states.size(), 2 * SHAPES);
        double[][][] shapes = new double[window.channels()][Math.ceilDiv(states.size(), stride)][];
        for (int channel = 0; channel < shapes.length; channel++) {
            for (int i = 0; i < shapes[channel].length; i++) {
                shapes[channel][i] =
                        NearestShape.shape(
                                states.get(i * stride), window.start(channel), window.points());
            }
        }
        return new NearestShape(shapes);
    }

    /**
     * The newest point less what the polynomial of least squares through the others makes of it.
     */
    static double[] extrapolation(int points) {
        double[][] powers = new double[points][DEGREE + 1];
        for (int i = 0; i < points; i++) {
            double place = 2.0 * i / (points - 1) - 1;
            for (int k = 0; k <= DEGREE; k++) {
                powers[i][k] = Math.pow(place, k);
            }
        }
        double[][] products = new double[DEGREE + 1][DEGREE + 1];
        for (int i = 0; i < points - 1; i++) {
            for (int k = 0; k <= DEGREE; k++) {
                for (int l = 0; l <= DEGREE; l++) {
                    products[k][l] += powers[i][k] * powers[i][l];
                }
            }
        }
        double[][] inverse = Symmetric.inverse(products);
        double[] filter = new double[points];
        for (int i = 0; i < points - 1; i++) {
            for (int k = 0; k <= DEGREE; k++) {
                for (int l = 0; l <= DEGREE; l++) {
                    filter[i] -= powers[points - 1][k] * inverse[k][l] * powers[i][l];
                }
            }
        }
        filter[points - 1] = 1;
        return filter;
    }

    private Measure isolationForest() {
        var random = new Random(SEED);
        var forests = new ArrayList<List<Tree>>();
        int size = Math.min(WINDOWS_A_TREE, states.size());
        for (int channel = 0; channel < window.channels(); channel++) {
            int start = window.start(channel);
            float[][] all =
                    states.stream()
                            .map(state -> IsolationForest.features(state, start, window.points()))
                            .toArray(float[][]::new);
            var trees = new ArrayList<Tree>();
            for (int i = 0; i < TREES; i++) {
                float[][] some = new float[size][];
                Arrays.setAll(some, _ -> all[random.nextInt(all.length)]);
                trees.add(new Growth(some.length, random).tree(some));
            }
            forests.add(trees);
        }
        return new IsolationForest(forests, usualDepth(size), window.points());
    }

    /** Mean depth at which a search in a binary tree of so many values fails. */
    private static double usualDepth(int count) {
        if (count < 2) {
            return 0;
        }
        double harmonic = 0;
        for (int i = 1; i < count; i++) {
            harmonic += 1.0 / i;
        }
        return 2 * harmonic - 2.0 * (count - 1) / count;
    }

    /** A tree on its way. */
    private static final class Growth {
        private final List<Integer> feature = new ArrayList<>();
        private final List<Float> cut = new ArrayList<>();
        private final List<Integer> left = new ArrayList<>();
        private final int depthMax;
        private final Random random;

        Growth(int size, Random random) {
            depthMax = 32 - Integer.numberOfLeadingZeros(Math.max(1, size - 1));
            this.random = random;
        }

        Tree tree(float[][] windows) {
            addNode();
            grow(0, windows, 0);
            float[] cuts = new float[cut.size()];
            for (int i = 0; i < cuts.length; i++) {
                cuts[i] = cut.get(i);
            }
            return new Tree(
                    feature.stream().mapToInt(Integer::intValue).toArray(),
                    cuts,
                    left.stream().mapToInt(Integer::intValue).toArray());
        }

        private void addNode() {
            feature.add(-1);
            cut.add(0F);
            left.add(-1);
        }

        private void grow(int node, float[][] windows, int depth) {
            int chosen = random.nextInt(IsolationForest.FEATURES);
            float low = Float.POSITIVE_INFINITY;
            float high = Float.NEGATIVE_INFINITY;
            for (float[] one : windows) {
                low = Math.min(low, one[chosen]);
                high = Math.max(high, one[chosen]);
            }
            float at = low + random.nextFloat() * (high - low);
            if (depth == depthMax || windows.length < 2 || at <= low) {
                cut.set(node, (float) (depth + usualDepth(windows.length)));
                return;
            }
            feature.set(node, chosen);
            cut.set(node, at);
            int next = feature.size();
            left.set(node, next);
            addNode();
            addNode();
            grow(next, parted(windows, chosen, at, true), depth + 1);
            grow(next + 1, parted(windows, chosen, at, false), depth + 1);
        }

        private static float[][] parted(float[][] windows, int chosen, float at, boolean below) {
            return Arrays.stream(windows)
                    .filter(one -> one[chosen] < at == below)
                    .toArray(float[][]::new);
        }
    }
}
