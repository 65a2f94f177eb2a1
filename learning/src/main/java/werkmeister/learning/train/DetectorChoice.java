package werkmeister.learning.train;

import werkmeister.learning.detector.Detector;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Chooses detectors by how well they tell confirmed faults from normal time: from those that watch
 * on the first day one is put aside, or a candidate taken up, at a time, the one that helps most,
 * as long as it helps clearly.
 *
 * @param squares squared distances in units of each detector's norm, a column a detector
 * @param faults per row the number of the fault that it belongs to, or {@link #NORMAL}
 */
@SuppressWarnings("ArrayRecordComponent") // Columns are handed on, never compared as values.
record DetectorChoice(double[][] squares, int[] faults) {
    static final int NORMAL = -1;

    /** Rows of normal time weigh so much more than all those of faults. */
    private static final double NORMAL_WEIGHT = 10;

    /** What one fault says may be chance: a step must help by this share over their number. */
    private static final double CLEARLY = 0.05;

    /** The detectors with weight 1 where they are chosen, and else 0. */
    List<Detector> of(List<Detector> detectors) {
        boolean[] chosen = chosen(detectors);
        return IntStream.range(0, squares.length)
                .mapToObj(k -> {
                    Detector detector = detectors.get(k);
                    return detector.with(detector.norm(), chosen[k] ? 1 : 0);
                })
                .toList();
    }

    private boolean[] chosen(List<Detector> detectors) {
        boolean[] chosen = new boolean[squares.length];
        for (int k = 0; k < chosen.length; k++) {
            chosen[k] = detectors.get(k).weight() > 0;
        }
        double clearly = 1 + CLEARLY / Math.max(1, count());
        double best = precision(chosen);
        for (int step = 0; step < chosen.length; step++) {
            int change = -1;
            double most = best * clearly;
            for (int k = 0; k < chosen.length; k++) {
                chosen[k] = !chosen[k];
                double changed = precision(chosen);
                chosen[k] = !chosen[k];
                if (changed > most) {
                    change = k;
                    most = changed;
                }
            }
            if (change < 0) {
                break;
            }
            chosen[change] = !chosen[change];
            best = most;
        }
        return chosen;
    }

    private int count() {
        return Arrays.stream(faults).max().orElse(NORMAL) + 1;
    }

    /** Average precision; each fault counts as much as any other, however long it is. */
    private double precision(boolean[] chosen) {
        double[] scores = new double[faults.length];
        for (int k = 0; k < squares.length; k++) {
            for (int i = 0; chosen[k] && i < scores.length; i++) {
                scores[i] += squares[k][i];
            }
        }
        int[] lengths = new int[count()];
        for (int fault : faults) {
            if (fault != NORMAL) {
                lengths[fault]++;
            }
        }
        double normal = faults.length - Arrays.stream(lengths).sum();
        double present = Arrays.stream(lengths).filter(length -> length > 0).count();
        int[] order =
                IntStream.range(0, scores.length)
                        .boxed()
                        .sorted((a, b) -> Double.compare(scores[b], scores[a]))
                        .mapToInt(Integer::intValue)
                        .toArray();
        double found = 0;
        double wrong = 0;
        double precision = 0;
        for (int row : order) {
            if (faults[row] == NORMAL) {
                wrong += NORMAL_WEIGHT / normal;
            } else {
                double share = 1 / (present * lengths[faults[row]]);
                found += share;
                precision += share * found / (found + wrong);
            }
        }
        return precision;
    }
}
