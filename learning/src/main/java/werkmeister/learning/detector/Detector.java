package werkmeister.learning.detector;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/**
 * Measures how far what it looks at is from normal. What it remembers of a stream is its state: an
 * array that the caller keeps, all zeros where nothing has been seen yet.
 */
// Models that are older than the other kinds say none.
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind", defaultImpl = Mewma.class)
public sealed interface Detector permits Mewma, WindowDetector {
    /** What it looks at. */
    Sight sight();

    /** The distance that is rare in normal time. */
    double norm();

    /** Its part in the score. */
    double weight();

    Detector with(double norm, double weight);

    /** How long its state is. */
    int stateSize();

    /** Takes the newest values of its sight into the state. */
    void take(double[] newest, double[] state);

    /**
     * Distance of a state from normal, not yet divided by the norm.
     *
     * @param room for as many values as the state has
     */
    double distance(double[] state, double[] room);

    /** Distance in norms; a state may be cut back that would otherwise be remembered too long. */
    default double distanceInNorms(double[] state, double[] room) {
        return distance(state, room) / norm();
    }

    /** A channel's part in the squared distance. */
    double part(int channel, double[] state);

    /**
     * The same, but for a state that was no fault after all: it is now as far from normal as
     * allowed, what goes further or elsewhere is as far as it was.
     *
     * @param allowed distance, less than the state's
     */
    Detector forgiving(double[] state, double allowed);
}
