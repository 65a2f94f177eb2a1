package werkmeister.learning.detector;

/**
 * How far the newest point is from where a polynomial through the others goes on to: a polynomial
 * residual that looks at nothing later (POLY, see Paparrizos et al., TSB-UAD, VLDB 2022).
 *
 * @param filter what each point of the window adds to the residual, the oldest first
 */
@SuppressWarnings("ArrayRecordComponent") // A filter is handed on, never compared as a value.
public record Extrapolation(double[] filter) implements Measure {
    @Override
    public double of(int channel, double[] state, int start) {
        double residual = 0;
        for (int i = 0; i < filter.length; i++) {
            residual += filter[i] * state[start + i];
        }
        return Math.abs(residual);
    }
}
