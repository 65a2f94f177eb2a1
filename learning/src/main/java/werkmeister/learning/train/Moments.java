package werkmeister.learning.train;

/** Sums of products for least squares of many channels on the same terms. */
final class Moments {
    /** Keeps the terms beside the constant from running away where there are few rows. */
    private static final double RIDGE = 1e-3;

    final double[][] termTerm;
    final double[][] termChannel;
    final double[][] channelChannel;
    double rows;

    Moments(int terms, int channels) {
        termTerm = new double[terms][terms];
        termChannel = new double[terms][channels];
        channelChannel = new double[channels][channels];
    }

    void add(double[] terms, double[] channels) {
        rows++;
        for (int i = 0; i < terms.length; i++) {
            double term = terms[i];
            if (term == 0) {
                continue;
            }
            double[] tt = termTerm[i];
            for (int j = 0; j <= i; j++) {
                tt[j] += term * terms[j];
            }
            double[] tc = termChannel[i];
            for (int j = 0; j < channels.length; j++) {
                tc[j] += term * channels[j];
            }
        }
        for (int i = 0; i < channels.length; i++) {
            double channel = channels[i];
            double[] cc = channelChannel[i];
            for (int j = 0; j <= i; j++) {
                cc[j] += channel * channels[j];
            }
        }
    }

    /**
     * Coefficients, one row a term; the first term is the constant 1. With few rows only the
     * constant is used.
     */
    double[][] coefficients() {
        int terms = termTerm.length;
        if (rows < 10.0 * terms) {
            double[][] mean = new double[terms][termChannel[0].length];
            for (int j = 0; j < mean[0].length; j++) {
                mean[0][j] = rows == 0 ? 0 : termChannel[0][j] / rows;
            }
            return mean;
        }
        double[][] a = new double[terms][terms];
        for (int i = 0; i < terms; i++) {
            for (int j = 0; j <= i; j++) {
                a[i][j] = a[j][i] = termTerm[i][j];
            }
            a[i][i] += i == 0 ? 0 : RIDGE * rows;
        }
        return Symmetric.solve(a, termChannel);
    }

    /** Variance, one a channel, of what the coefficients leave. */
    double[] variance(double[][] coefficients) {
        double[] left = new double[channelChannel.length];
        for (int i = 0; i < left.length; i++) {
            left[i] =
                    rows == 0
                            ? 0
                            : Math.max(0, channelChannel[i][i] - explained(coefficients, i, i))
                                    / rows;
        }
        return left;
    }

    /** Covariance of what the coefficients leave. */
    double[][] residual(double[][] coefficients) {
        int channels = channelChannel.length;
        double[][] left = new double[channels][channels];
        for (int i = 0; i < channels; i++) {
            for (int j = 0; j <= i; j++) {
                left[i][j] =
                        left[j][i] =
                                rows == 0
                                        ? 0
                                        : (channelChannel[i][j] - explained(coefficients, i, j))
                                                / rows;
            }
        }
        return left;
    }

    private double explained(double[][] beta, int i, int j) {
        double sum = 0;
        for (int k = 0; k < beta.length; k++) {
            sum += beta[k][i] * termChannel[k][j] + beta[k][j] * termChannel[k][i];
            for (int l = 0; l < beta.length; l++) {
                sum -= beta[k][i] * beta[l][j] * (l <= k ? termTerm[k][l] : termTerm[l][k]);
            }
        }
        return sum;
    }
}
