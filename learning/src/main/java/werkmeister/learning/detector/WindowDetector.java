package werkmeister.learning.detector;

/** Looks at the latest stretch of each channel; the distance is the root mean square of theirs. */
public sealed interface WindowDetector extends Detector
        permits WindowPca, WindowCentres, WindowMeasure {
    Window window();

    /** Squared distance of a channel's window from the usual ones, in the mean of its points. */
    double square(int channel, double[] state);

    @Override
    default int stateSize() {
        return window().stateSize();
    }

    @Override
    default void take(double[] newest, double[] state) {
        if (window().take(newest, state)) {
            for (int channel = 0; channel < window().channels(); channel++) {
                window().keepSquaredDistance(channel, state, square(channel, state));
            }
        }
    }

    @Override
    default double distance(double[] state, double[] room) {
        return window().distance(state);
    }

    @Override
    default double part(int channel, double[] state) {
        return window().squaredDistance(channel, state) / window().channels();
    }
}
