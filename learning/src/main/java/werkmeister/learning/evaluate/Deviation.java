package werkmeister.learning.evaluate;

import werkmeister.learning.model.Quantile;
import werkmeister.plant.store.SampleTable;

import java.util.Arrays;

/** How far rows lie from what was usual in training: the simplest early warning there is. */
public final class Deviation {
    private Deviation() {}

    /**
     * The largest deviation of any signal from its training mean, in standard deviations, row by
     * row.
     *
     * @param train with the same signals in the same order
     */
    public static double[] largest(SampleTable train, SampleTable table) {
        double[] worst = new double[table.rows()];
        for (int i = 0; i < table.columns().length; i++) {
            double[] known = Quantile.sorted(train.columns()[i]);
            double mean = Arrays.stream(known).average().orElse(0);
            double spread =
                    Math.sqrt(
                            Arrays.stream(known)
                                    .map(x -> (x - mean) * (x - mean))
                                    .average()
                                    .orElse(0));
            for (int row = 0; row < worst.length && spread > 0; row++) {
                double z = Math.abs(table.columns()[i][row] - mean) / spread;
                worst[row] = z > worst[row] ? z : worst[row];
            }
        }
        return worst;
    }
}
