package werkmeister.learning.metric;

/**
 * How far forecasts are from what came.
 *
 * @param count values that were judged
 * @param mse mean squared error; {@code mae} mean absolute error
 * @param coverage share of the values within their band; NaN where there is no band
 */
public record ForecastError(long count, double mse, double mae, double coverage) {
    /** Takes up errors one by one. */
    public static final class Tally {
        private long count;
        private double squares;
        private double absolutes;
        private long within;
        private boolean banded;

        /** Of a value on some scale. */
        public void add(double error) {
            count++;
            squares += error * error;
            absolutes += Math.abs(error);
        }

        /** The same with a band. */
        public void add(double error, boolean isWithin) {
            add(error);
            banded = true;
            within += isWithin ? 1 : 0;
        }

        public ForecastError error() {
            return new ForecastError(
                    count,
                    squares / count,
                    absolutes / count,
                    banded ? (double) within / count : Double.NaN);
        }
    }
}
