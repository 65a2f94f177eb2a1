package werkmeister.learning.detector;

import java.util.List;

/**
 * How soon cuts by chance part the window from those of normal time: the usual depth over this
 * window's, in the mean of many trees (Liu, Ting and Zhou, ICDM 2008). A window is told by its
 * newest point, the step to it, its mean, the logarithm of its spread, and how much higher its
 * later half is.
 *
 * @param forests a channel each
 * @param usualDepth mean depth where nothing stands out
 * @param points of a window
 */
public record IsolationForest(List<List<Tree>> forests, double usualDepth, int points)
        implements Measure {
    public static final int FEATURES = 5;

    /** A spread below this is none. */
    public static final double SMALL = 1e-3;

    /**
     * A tree; node 0 is its root.
     *
     * @param feature that a node looks at, -1: it is a leaf
     * @param cut what is below goes left; a leaf: the depth that it stands for
     * @param left where what is below goes on; what is not goes on one further
     */
    @SuppressWarnings("ArrayRecordComponent") // Columns are handed on, never compared as values.
    public record Tree(int[] feature, float[] cut, int[] left) {}

    public IsolationForest {
        forests = forests.stream().map(List::copyOf).toList();
    }

    @Override
    public double of(int channel, double[] state, int start) {
        List<Tree> trees = forests.get(channel);
        float[] features = features(state, start, points);
        double depth = 0;
        for (int i = 0; i < trees.size(); i++) {
            depth += depth(trees.get(i), features);
        }
        return usualDepth * trees.size() / depth;
    }

    private static double depth(Tree tree, float[] features) {
        int node = 0;
        while (tree.feature[node] >= 0) {
            boolean below = features[tree.feature[node]] < tree.cut[node];
            node = tree.left[node] + (below ? 0 : 1);
        }
        return tree.cut[node];
    }

    /** What tells a window from another. */
    public static float[] features(double[] state, int start, int points) {
        double sum = 0;
        double squares = 0;
        double rise = 0;
        for (int i = 0; i < points; i++) {
            double value = state[start + i];
            sum += value;
            squares += value * value;
            rise += i < points / 2 ? -value : value;
        }
        double mean = sum / points;
        double variance = Math.max(0, squares / points - mean * mean);
        double newest = state[start + points - 1];
        return new float[] {
            (float) newest,
            (float) (newest - state[start + points - 2]),
            (float) mean,
            (float) (0.5 * Math.log(variance + SMALL * SMALL)),
            (float) (rise / points)
        };
    }
}
