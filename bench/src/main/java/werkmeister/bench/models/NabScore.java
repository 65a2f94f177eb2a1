package werkmeister.bench.models;

import java.util.Arrays;
import java.util.List;

/**
 * The score of the Numenta Anomaly Benchmark v1.1 (Lavin and Ahmad, ICMLA 2015): in each window the
 * earliest alarm counts, the more the sooner it is; every alarmed row outside costs, little just
 * after a window. 0 is what silence gets, 100 an alarm at each window's first row and nothing else.
 */
final class NabScore {
    private static final double FAR = 3;

    private final Profile profile;
    private double sum;
    private int windows;

    NabScore(Profile profile) {
        this.profile = profile;
    }

    /** What hits, false alarms and misses weigh. */
    enum Profile {
        STANDARD("nab.standard", 1, 0.11, 1),
        LOW_FALSE_POSITIVES("nab.lowFp", 1, 0.22, 1),
        LOW_FALSE_NEGATIVES("nab.lowFn", 1, 0.11, 2);

        final String figure;
        private final double hit;
        private final double falseAlarm;
        private final double miss;

        Profile(String figure, double hit, double falseAlarm, double miss) {
            this.figure = figure;
            this.hit = hit;
            this.falseAlarm = falseAlarm;
            this.miss = miss;
        }
    }

    /**
     * Takes up a series.
     *
     * @param first rows before are not scored
     * @param known first and last row of each window, in order of time
     */
    void take(boolean[] alarms, int first, List<int[]> known) {
        double[] hits = new double[known.size()];
        Arrays.fill(hits, -profile.miss);
        for (int row = first; row < alarms.length; row++) {
            if (alarms[row]) {
                alarm(row, known, hits);
            }
        }
        sum += Arrays.stream(hits).sum();
        windows += known.size();
    }

    private void alarm(int row, List<int[]> known, double[] hits) {
        double position = Double.POSITIVE_INFINITY;
        for (int i = 0; i < hits.length; i++) {
            int start = known.get(i)[0];
            int end = known.get(i)[1];
            if (row >= start && row <= end) {
                double inside = -(end - row + 1) / (end - start + 1.0);
                hits[i] = Math.max(hits[i], profile.hit * sigmoid(inside) / sigmoid(-1));
                return;
            }
            if (row > end) {
                position = (row - end) / (double) (end - start);
            }
        }
        sum += profile.falseAlarm * sigmoid(position);
    }

    private static double sigmoid(double position) {
        return position > FAR ? -1 : 2 / (1 + Math.exp(5 * position)) - 1;
    }

    double value() {
        double silent = -profile.miss * windows;
        return 100 * (sum - silent) / (profile.hit * windows - silent);
    }
}
