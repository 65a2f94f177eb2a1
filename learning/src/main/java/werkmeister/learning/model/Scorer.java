package werkmeister.learning.model;

/**
 * Scores a machine's samples one after the other. It remembers the past it needs; one scorer a
 * machine and thread.
 */
public interface Scorer {
    /**
     * Scores the next sample.
     *
     * @param time microseconds since the epoch, later than the last
     * @param values in the order of the model's signals, NaN where missing
     * @return how unusual: 0 and up, about 1 at the 99.9 % quantile of normal time; NaN where the
     *     model does not judge (machine off, too little seen yet)
     */
    double next(long time, double[] values);

    /** Explains the last score: what each signal had to do with it, most first. */
    Explanation explain();
}
