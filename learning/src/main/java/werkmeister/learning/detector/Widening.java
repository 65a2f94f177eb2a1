package werkmeister.learning.detector;

/** Lets a direction be more usual than it was. */
final class Widening {
    private Widening() {}

    /**
     * The precision after adding to the covariance just so much in a direction that its distance
     * (root mean square) is the allowed one.
     */
    static double[][] of(double[][] precision, double[] direction, double allowed) {
        int d = direction.length;
        double[] pull = new double[d];
        double square = 0;
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                pull[i] += precision[i][j] * direction[j];
            }
            square += direction[i] * pull[i];
        }
        double target = allowed * allowed * d;
        double shrink = (square - target) / (square * square);
        double[][] wider = new double[d][d];
        for (int i = 0; i < d; i++) {
            for (int j = 0; j < d; j++) {
                wider[i][j] = precision[i][j] - shrink * pull[i] * pull[j];
            }
        }
        return wider;
    }
}
