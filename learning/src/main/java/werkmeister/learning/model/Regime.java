package werkmeister.learning.model;

/**
 * What is normal in an operating mode.
 *
 * @param judged false: the machine is off, nothing is judged
 * @param settle so many samples after entering the mode are not judged
 * @param usual per channel, the coefficients of the context that give its expected value
 * @param spread per channel, the standard deviation around that
 * @param beside per channel, the weights that turn all deviations into how far this one is from
 *     what the others let expect; empty if the deviations themselves are judged
 */
@SuppressWarnings("ArrayRecordComponent") // Matrices are handed on, never compared as values.
public record Regime(
        String name,
        double share,
        boolean judged,
        int settle,
        double[][] usual,
        double[] spread,
        double[][] beside) {}
