package werkmeister.learning.evaluate;

import werkmeister.learning.model.Quantile;
import werkmeister.plant.store.SampleTable;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;

/**
 * Trivial rivals: whoever cannot beat them has shown nothing. Each scores the same rows and alarms
 * as many of them as it is due.
 */
final class Rivals {
    private static final double RARE = 0.999;

    private final SampleTable train;
    private final SampleTable rows;
    private final double alarmShare;
    private final Random random;

    /**
     * @param train what the model learned from
     * @param rows what it scored
     * @param alarmShare share of the rows that it alarmed: those that have no idea alarm as many
     */
    Rivals(SampleTable train, SampleTable rows, double alarmShare, long seed) {
        this.train = train;
        this.rows = rows;
        this.alarmShare = alarmShare;
        this.random = new Random(seed);
    }

    /** What a rival says. */
    @SuppressWarnings("ArrayRecordComponent") // Columns are handed on, never compared as values.
    record Said(double[] scores, boolean[] alarms) {}

    Map<String, Said> all() {
        var all = new LinkedHashMap<String, Said>();
        double[] same = new double[rows.rows()];
        Arrays.fill(same, 1);
        all.put("allOnes", alarming(same, 0.5));
        double[] chance = new double[rows.rows()];
        Arrays.setAll(chance, _ -> random.nextDouble());
        all.put("random", alarming(chance, 1 - alarmShare));
        double[] position = new double[rows.rows()];
        Arrays.setAll(position, row -> row + 1.0);
        all.put("rowPosition", alarming(position, position.length * (1 - alarmShare) + 0.5));
        all.put("lastValue", judged(steps(train), steps(rows)));
        all.put("zScore", judged(Deviation.largest(train, train), Deviation.largest(train, rows)));
        return all;
    }

    private static Said judged(double[] train, double[] scores) {
        double limit = Quantile.of(train, RARE);
        return alarming(
                scores, Double.isNaN(limit) ? Double.POSITIVE_INFINITY : Math.nextUp(limit));
    }

    private static Said alarming(double[] scores, double limit) {
        boolean[] alarms = new boolean[scores.length];
        for (int row = 0; row < alarms.length; row++) {
            alarms[row] = scores[row] >= limit;
        }
        return new Said(scores, alarms);
    }

    /**
     * The largest step of any signal since the last row, in standard deviations of its training
     * steps.
     */
    private double[] steps(SampleTable table) {
        double[] worst = new double[table.rows()];
        for (int i = 0; i < table.columns().length; i++) {
            double[] known = train.columns()[i];
            double squares = 0;
            int count = 0;
            for (int row = 1; row < known.length; row++) {
                double step = known[row] - known[row - 1];
                if (Double.isFinite(step)) {
                    squares += step * step;
                    count++;
                }
            }
            double spread = count == 0 ? 0 : Math.sqrt(squares / count);
            double[] column = table.columns()[i];
            for (int row = 1; row < worst.length && spread > 0; row++) {
                double z = Math.abs(column[row] - column[row - 1]) / spread;
                worst[row] = z > worst[row] ? z : worst[row];
            }
        }
        return worst;
    }
}
