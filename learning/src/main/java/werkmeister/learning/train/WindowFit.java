package werkmeister.learning.train;

import werkmeister.learning.detector.Detector;
import werkmeister.learning.detector.Sight;
import werkmeister.learning.detector.Window;
import werkmeister.learning.detector.WindowCentres;
import werkmeister.learning.detector.WindowPca;

import java.util.ArrayList;
import java.util.List;

/** Learns the usual courses of one window's length. */
final class WindowFit {
    private static final double RIDGE = 0.01;
    private static final int CENTRES = 12;
    private static final int ROUNDS = 12;

    /** A centre is one of at least so many windows on average. */
    private static final int WINDOWS_A_CENTRE = 10;

    private static final int WINDOWS_MAX = 3_000;

    private final Window window;
    private final double[] state;
    private final double[][] sum;
    private final double[][][] products;
    private final List<double[]> kept = new ArrayList<>();
    private final int keepEvery;
    private int count;

    /**
     * @param rows that will be taken, about
     */
    WindowFit(Window window, int rows) {
        this.window = window;
        this.state = new double[window.stateSize()];
        this.sum = new double[window.channels()][window.points()];
        this.products = new double[window.channels()][window.points()][window.points()];
        this.keepEvery = Math.max(1, rows / window.stride() / WINDOWS_MAX);
    }

    /**
     * @param thread judged rows since the last cut
     */
    void take(double[] newest, int thread) {
        if (!window.take(newest, state) || thread < window.samples()) {
            return;
        }
        if (count % keepEvery == 0) {
            kept.add(state.clone());
        }
        count++;
        for (int channel = 0; channel < sum.length; channel++) {
            int start = window.start(channel);
            for (int i = 0; i < window.points(); i++) {
                double value = state[start + i];
                sum[channel][i] += value;
                double[] row = products[channel][i];
                for (int j = 0; j <= i; j++) {
                    row[j] += value * state[start + j];
                }
            }
        }
    }

    /** With norm and weight 1; none where too few windows were whole. */
    List<Detector> detectors() {
        return tooFew() ? List.of() : List.of(pca(), centres());
    }

    /** With norm 1 and weight 0; none where too few windows were whole. */
    List<Detector> candidates() {
        return tooFew() ? List.of() : new MeasureFit(window, kept).detectors();
    }

    private boolean tooFew() {
        return count < 2 * window.points() || kept.size() < 2 * WINDOWS_A_CENTRE;
    }

    private Detector pca() {
        double[][] mean = new double[sum.length][window.points()];
        double[][][] precision = new double[sum.length][][];
        for (int channel = 0; channel < sum.length; channel++) {
            double[][] covariance = new double[window.points()][window.points()];
            double power = 0;
            for (int i = 0; i < window.points(); i++) {
                mean[channel][i] = sum[channel][i] / count;
                for (int j = 0; j <= i; j++) {
                    covariance[i][j] =
                            covariance[j][i] =
                                    products[channel][i][j] / count
                                            - mean[channel][i] * mean[channel][j];
                }
                power += covariance[i][i] / window.points();
            }
            for (int i = 0; i < window.points(); i++) {
                covariance[i][i] += RIDGE * Math.max(power, 1e-9);
            }
            precision[channel] = Symmetric.inverse(covariance);
        }
        return new WindowPca(Sight.LEVEL, window, mean, precision, 1, 1);
    }

    private Detector centres() {
        int k = Math.min(CENTRES, kept.size() / WINDOWS_A_CENTRE);
        double[][][] centres = new double[sum.length][][];
        for (int channel = 0; channel < centres.length; channel++) {
            centres[channel] = centres(window.start(channel), k);
        }
        return new WindowCentres(Sight.LEVEL, window, centres, 1, 1);
    }

    /** Lloyd's k-means; each first centre is the window that is farthest from those before. */
    private double[][] centres(int start, int k) {
        double[][] centres = new double[k][window.points()];
        double[] least = new double[kept.size()];
        int next = 0;
        for (int c = 0; c < k; c++) {
            System.arraycopy(kept.get(next), start, centres[c], 0, window.points());
            next = 0;
            for (int i = 0; i < least.length; i++) {
                double square = square(kept.get(i), start, centres[c]);
                least[i] = c == 0 ? square : Math.min(least[i], square);
                next = least[i] > least[next] ? i : next;
            }
        }
        for (int round = 0; round < ROUNDS; round++) {
            centres = moved(centres, start);
        }
        return centres;
    }

    private double[][] moved(double[][] centres, int start) {
        double[][] means = new double[centres.length][window.points()];
        int[] counts = new int[centres.length];
        for (double[] one : kept) {
            int best = 0;
            double least = Double.POSITIVE_INFINITY;
            for (int c = 0; c < centres.length; c++) {
                double square = square(one, start, centres[c]);
                if (square < least) {
                    least = square;
                    best = c;
                }
            }
            counts[best]++;
            for (int i = 0; i < window.points(); i++) {
                means[best][i] += one[start + i];
            }
        }
        for (int c = 0; c < means.length; c++) {
            for (int i = 0; i < window.points(); i++) {
                means[c][i] = counts[c] == 0 ? centres[c][i] : means[c][i] / counts[c];
            }
        }
        return means;
    }

    private static double square(double[] state, int start, double[] centre) {
        double sum = 0;
        for (int i = 0; i < centre.length; i++) {
            double away = state[start + i] - centre[i];
            sum += away * away;
        }
        return sum;
    }
}
