package werkmeister.learning.detector;

/** What a detector looks at. */
public enum Sight {
    /** How far each channel is from normal. */
    LEVEL,
    /** How far it is from what the latest samples let expect. */
    SURPRISE,
    /** How lively it is: the logarithm of the smoothed squared surprise. */
    LIVELINESS
}
