package werkmeister.learning.detector;

/**
 * How salient the newest point is: what is left of the window once the usual run of its spectrum is
 * taken off, at its end (Ren et al., Time-Series Anomaly Detection Service at Microsoft, KDD 2019).
 * As there, the window is first led on for a few points, so that its end is not the edge.
 *
 * @param ahead per point that it is led on to, what each point of the window adds to it; the window
 *     itself first
 * @param cosine of one turn, as many as there are points after leading on
 * @param sine of the same
 */
@SuppressWarnings("ArrayRecordComponent") // Matrices are handed on, never compared as values.
public record SpectralResidual(double[][] ahead, double[] cosine, double[] sine)
        implements Measure {
    private static final int AHEAD = 5;

    /** So many amplitudes are averaged. */
    public static final int SMOOTHED = 3;

    /** Amplitudes and saliencies below this are noise of the arithmetic. */
    public static final double SMALL = 1e-3;

    /** For windows of so many points. */
    public static SpectralResidual of(int points) {
        int n = points + AHEAD;
        double[][] ahead = new double[n][points];
        for (int i = 0; i < points; i++) {
            ahead[i][i] = 1;
        }
        // By the mean slope to the last point but one: the newest must not lead on to itself.
        int last = points - 2;
        int back = Math.min(AHEAD, last);
        for (int i = points; i < n; i++) {
            ahead[i][last + 1 - back] += 1;
            for (int k = 1; k <= back; k++) {
                ahead[i][last] += 1.0 / k;
                ahead[i][last - k] -= 1.0 / k;
            }
        }
        double[] cosine = new double[n];
        double[] sine = new double[n];
        for (int i = 0; i < n; i++) {
            cosine[i] = Math.cos(2 * Math.PI * i / n);
            sine[i] = Math.sin(2 * Math.PI * i / n);
        }
        return new SpectralResidual(ahead, cosine, sine);
    }

    @Override
    public double of(int channel, double[] state, int start) {
        int n = cosine.length;
        double[] real = new double[n];
        double[] imaginary = new double[n];
        double[] logarithm = new double[n];
        transform(state, start, real, imaginary);
        for (int k = 0; k < n; k++) {
            logarithm[k] = Math.log(Math.hypot(real[k], imaginary[k]) + SMALL);
        }
        for (int k = 0; k < n; k++) {
            double around = logarithm[(k + n - 1) % n] + logarithm[k] + logarithm[(k + 1) % n];
            // Amplitude becomes exp(residual), the phase stays.
            double factor = Math.exp(-around / SMOOTHED);
            real[k] *= factor;
            imaginary[k] *= factor;
        }
        int newest = n - AHEAD - 1;
        double sum = 0;
        double last = 0;
        for (int i = 0; i <= newest; i++) {
            last = saliency(i, real, imaginary);
            sum += last;
        }
        return last / (sum / (newest + 1) + SMALL);
    }

    private void transform(double[] state, int start, double[] real, double[] imaginary) {
        int n = cosine.length;
        for (int i = 0; i < n; i++) {
            double value = 0;
            for (int j = 0; j < ahead[i].length; j++) {
                value += ahead[i][j] * state[start + j];
            }
            for (int k = 0; k < n; k++) {
                real[k] += value * cosine[i * k % n];
                imaginary[k] -= value * sine[i * k % n];
            }
        }
    }

    private double saliency(int i, double[] real, double[] imaginary) {
        int n = cosine.length;
        double a = 0;
        double b = 0;
        for (int k = 0; k < n; k++) {
            double c = cosine[i * k % n];
            double s = sine[i * k % n];
            a += real[k] * c - imaginary[k] * s;
            b += real[k] * s + imaginary[k] * c;
        }
        return Math.hypot(a, b) / n;
    }
}
