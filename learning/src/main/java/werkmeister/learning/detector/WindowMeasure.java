package werkmeister.learning.detector;

/**
 * Measures one thing about the latest stretch of each channel.
 *
 * @param spread per channel, the root mean square of what is measured in normal time
 */
@SuppressWarnings("ArrayRecordComponent") // Columns are handed on, never compared as values.
public record WindowMeasure(
        Sight sight, Window window, Measure measure, double[] spread, double norm, double weight)
        implements WindowDetector {
    @Override
    public WindowMeasure with(double otherNorm, double otherWeight) {
        return new WindowMeasure(sight, window, measure, spread, otherNorm, otherWeight);
    }

    /** Channels that are farther off than allowed measure that much more in normal time. */
    @Override
    public WindowMeasure forgiving(double[] state, double allowed) {
        double[] wider = spread.clone();
        for (int channel = 0; channel < wider.length; channel++) {
            double distance = Math.sqrt(window.squaredDistance(channel, state));
            wider[channel] *= Math.max(1, distance / allowed);
        }
        return new WindowMeasure(sight, window, measure, wider, norm, weight);
    }

    @Override
    public double square(int channel, double[] state) {
        double measured = measure.of(channel, state, window.start(channel)) / spread[channel];
        return measured * measured;
    }
}
