package werkmeister.learning.train;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.model.Quantile;
import werkmeister.learning.train.FrameFit.Outline;

import java.util.ArrayList;
import java.util.List;

/**
 * Leaves the most unusual spans out of what is learned as normal: a history without labels may hold
 * faults. Spans are left out only where they stand far out of the bulk, and only while they are
 * few.
 */
final class Trimming {
    private static final int ROUNDS = 2;
    private static final int ROWS_MIN = 1_000;
    private static final double FAR = 4;
    private static final double SHARE_MAX = 0.05;

    /**
     * With the rows around what is far out; more than this is another way of running, not a fault.
     */
    private static final double LEFT_OUT_MAX = 0.1;

    private static final int MARGIN_ROWS = 10;

    private Trimming() {}

    static History trimmed(History history, Outline outline, Lessons lessons) {
        var trimmed = history;
        for (int round = 0; round < ROUNDS && trimmed.used() >= ROWS_MIN; round++) {
            var next = once(trimmed, outline, lessons);
            if (next.used() == trimmed.used()
                    || next.used() < (1 - LEFT_OUT_MAX) * history.used()) {
                return trimmed;
            }
            trimmed = next;
        }
        return trimmed;
    }

    private static History once(History history, Outline outline, Lessons lessons) {
        var normal = Normal.fit(history, outline, 0, history.rows());
        if (normal.detectors().isEmpty()) {
            return history;
        }
        var distances = normal.distances(history, 0, history.rows(), Integer.MAX_VALUE);
        double[] combined = distances.combined(byBulk(normal.detectors(), distances));
        double[] sorted = Quantile.sorted(combined);
        double middle = Quantile.ofSorted(sorted, 0.5);
        double limit = middle + FAR * (Quantile.ofSorted(sorted, 0.9) - middle);
        boolean[] use = history.use().clone();
        int far = 0;
        for (int i = 0; i < combined.length; i++) {
            if (combined[i] > limit) {
                far++;
                leaveOut(use, distances.rows()[i], lessons);
            }
        }
        return far > SHARE_MAX * combined.length ? history : new History(history.table(), use);
    }

    private static List<Detector> byBulk(List<Detector> detectors, Normal.Distances distances) {
        var normed = new ArrayList<Detector>();
        for (int k = 0; k < detectors.size(); k++) {
            double bulk = Quantile.of(distances.byDetector()[k], 0.9);
            normed.add(detectors.get(k).with(bulk > 1e-9 ? bulk : 1, 1));
        }
        return normed;
    }

    private static void leaveOut(boolean[] use, int row, Lessons lessons) {
        for (int near = Math.max(0, row - MARGIN_ROWS);
                near <= Math.min(use.length - 1, row + MARGIN_ROWS);
                near++) {
            if (use[near] && !lessons.normal(near)) {
                use[near] = false;
            }
        }
    }
}
