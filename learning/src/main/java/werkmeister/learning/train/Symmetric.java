package werkmeister.learning.train;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.MatrixFeatures_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;

/** Symmetric positive definite matrices, by EJML's Cholesky solver. */
final class Symmetric {
    private static final int TRIES = 12;

    private Symmetric() {}

    /** Solves {@code a x = b}; a ridge that is just large enough makes {@code a} definite. */
    static double[][] solve(double[][] a, double[][] b) {
        int n = a.length;
        double mean = 0;
        for (int i = 0; i < n; i++) {
            mean += Math.abs(a[i][i]) / n;
        }
        // A covariance that is singular by rounding alone must not pass as sound.
        double ridge = Math.max(mean, 1e-12) * 1e-12;
        for (int tries = 0; tries < TRIES; tries++) {
            var matrix = new DMatrixRMaj(a);
            for (int i = 0; i < n; i++) {
                matrix.add(i, i, ridge);
            }
            var solver = LinearSolverFactory_DDRM.symmPosDef(n);
            if (solver.setA(matrix)) {
                var x = new DMatrixRMaj(n, b[0].length);
                solver.solve(new DMatrixRMaj(b), x);
                if (!MatrixFeatures_DDRM.hasUncountable(x)) {
                    return rows(x);
                }
            }
            ridge *= 10;
        }
        throw new IllegalStateException(
                "A covariance of %d channels cannot be inverted.".formatted(n));
    }

    /** The inverse, exactly symmetric. */
    static double[][] inverse(double[][] a) {
        int n = a.length;
        double[][] one = new double[n][n];
        for (int i = 0; i < n; i++) {
            one[i][i] = 1;
        }
        double[][] inverse = solve(a, one);
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                inverse[i][j] = inverse[j][i] = (inverse[i][j] + inverse[j][i]) / 2;
            }
        }
        return inverse;
    }

    private static double[][] rows(DMatrixRMaj x) {
        double[][] rows = new double[x.numRows][x.numCols];
        for (int i = 0; i < x.numRows; i++) {
            for (int j = 0; j < x.numCols; j++) {
                rows[i][j] = x.get(i, j);
            }
        }
        return rows;
    }
}
