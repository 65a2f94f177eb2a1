package werkmeister.learning.detector;

/**
 * How far the window's shape is from the nearest that was seen in normal time: the matrix profile
 * of a stream against a normal history (Yeh et al., ICDM 2016), all windows brought to mean 0 and
 * spread 1.
 *
 * @param shapes per channel, windows of normal time so brought
 */
@SuppressWarnings("ArrayRecordComponent") // Matrices are handed on, never compared as values.
public record NearestShape(double[][][] shapes) implements Measure {
    /** A window that varies less than this has no shape but its noise. */
    public static final double FLAT = 0.1;

    @Override
    public double of(int channel, double[] state, int start) {
        int points = shapes[channel][0].length;
        double mean = mean(state, start, points);
        double factor = factor(state, start, points, mean);
        double least = Double.POSITIVE_INFINITY;
        for (double[] shape : shapes[channel]) {
            double sum = 0;
            for (int i = 0; i < points; i++) {
                double away = (state[start + i] - mean) * factor - shape[i];
                sum += away * away;
            }
            least = Math.min(least, sum);
        }
        return Math.sqrt(least / points);
    }

    /** A window brought to mean 0 and spread 1. */
    public static double[] shape(double[] state, int start, int points) {
        double mean = mean(state, start, points);
        double factor = factor(state, start, points, mean);
        double[] shape = new double[points];
        for (int i = 0; i < points; i++) {
            shape[i] = (state[start + i] - mean) * factor;
        }
        return shape;
    }

    private static double mean(double[] state, int start, int points) {
        double sum = 0;
        for (int i = start; i < start + points; i++) {
            sum += state[i];
        }
        return sum / points;
    }

    private static double factor(double[] state, int start, int points, double mean) {
        double sum = 0;
        for (int i = start; i < start + points; i++) {
            sum += (state[i] - mean) * (state[i] - mean);
        }
        return 1 / Math.sqrt(sum / points + FLAT * FLAT);
    }
}
