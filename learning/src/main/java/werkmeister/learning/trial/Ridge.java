package werkmeister.learning.trial;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;

import werkmeister.learning.trees.Matrix;

/**
 * Linear rivals: ridge regression (Hoerl and Kennard, Technometrics 12, 1970) on features of mean 0
 * and spread 1; what is missing is usual.
 */
final class Ridge {
    /** Beside the features' own spread, a row. */
    private static final double PENALTY = 1e-3;

    private final double[] means;
    private final double[] spreads;
    private final DMatrixRMaj weights;

    /**
     * @param targets a row a row of the features; what is told is the same beside the mean
     */
    Ridge(Matrix features, double[][] targets) {
        int columns = features.columns();
        means = new double[columns];
        spreads = new double[columns];
        for (int c = 0; c < columns; c++) {
            learn(features, c);
        }
        DMatrixRMaj inputs = inputs(features);
        DMatrixRMaj outputs = new DMatrixRMaj(targets);
        weights = columns < features.rows() ? bySums(inputs, outputs) : byRows(inputs, outputs);
    }

    private static DMatrixRMaj bySums(DMatrixRMaj inputs, DMatrixRMaj outputs) {
        var gram = new DMatrixRMaj(inputs.numCols, inputs.numCols);
        CommonOps_DDRM.multInner(inputs, gram);
        var cross = new DMatrixRMaj(inputs.numCols, outputs.numCols);
        CommonOps_DDRM.multTransA(inputs, outputs, cross);
        return solved(gram, inputs.numRows, cross);
    }

    /** The same weights, sooner where there are more columns than rows, as of cycles. */
    private static DMatrixRMaj byRows(DMatrixRMaj inputs, DMatrixRMaj outputs) {
        var gram = new DMatrixRMaj(inputs.numRows, inputs.numRows);
        CommonOps_DDRM.multOuter(inputs, gram);
        DMatrixRMaj parts = solved(gram, inputs.numRows, outputs);
        var weights = new DMatrixRMaj(inputs.numCols, outputs.numCols);
        CommonOps_DDRM.multTransA(inputs, parts, weights);
        return weights;
    }

    private static DMatrixRMaj solved(DMatrixRMaj gram, int rows, DMatrixRMaj right) {
        for (int i = 0; i < gram.numRows; i++) {
            gram.add(i, i, PENALTY * rows);
        }
        var solver = LinearSolverFactory_DDRM.symmPosDef(gram.numRows);
        if (!solver.setA(gram)) {
            throw new IllegalStateException(
                    "%d features cannot be told apart.".formatted(gram.numRows));
        }
        var found = new DMatrixRMaj(gram.numRows, right.numCols);
        solver.solve(right.copy(), found);
        return found;
    }

    private void learn(Matrix features, int c) {
        double count = 0;
        double sum = 0;
        double squares = 0;
        for (int r = 0; r < features.rows(); r++) {
            double value = features.values()[r * features.columns() + c];
            if (!Double.isNaN(value)) {
                count++;
                sum += value;
                squares += value * value;
            }
        }
        means[c] = count == 0 ? 0 : sum / count;
        double variance = count == 0 ? 0 : squares / count - means[c] * means[c];
        spreads[c] = variance > 0 ? Math.sqrt(variance) : Double.POSITIVE_INFINITY;
    }

    private DMatrixRMaj inputs(Matrix features) {
        int columns = features.columns();
        var inputs = new DMatrixRMaj(features.rows(), columns + 1);
        for (int r = 0; r < features.rows(); r++) {
            inputs.set(r, columns, 1);
            for (int c = 0; c < columns; c++) {
                double value = features.values()[r * columns + c];
                inputs.set(r, c, Double.isNaN(value) ? 0 : (value - means[c]) / spreads[c]);
            }
        }
        return inputs;
    }

    /** Told values, a row a row of the features. */
    double[][] tell(Matrix features) {
        var told = new DMatrixRMaj(features.rows(), weights.numCols);
        CommonOps_DDRM.mult(inputs(features), weights, told);
        double[][] rows = new double[told.numRows][told.numCols];
        for (int r = 0; r < rows.length; r++) {
            for (int c = 0; c < told.numCols; c++) {
                rows[r][c] = told.get(r, c);
            }
        }
        return rows;
    }
}
