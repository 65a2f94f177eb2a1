package werkmeister.learning.detector;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * Measures one thing about a channel's window: zero or a little where all is usual, more the less
 * usual.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
public sealed interface Measure
        permits Extrapolation, IsolationForest, NearestShape, SpectralResidual {
    /**
     * @param state holds the window
     * @param start where it begins there
     */
    double of(int channel, double[] state, int start);
}
