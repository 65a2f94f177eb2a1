package werkmeister.learning.forecast;

import org.ejml.data.DMatrixRMaj;
import org.ejml.dense.row.CommonOps_DDRM;
import org.ejml.dense.row.factory.LinearSolverFactory_DDRM;
import org.ejml.interfaces.linsol.LinearSolverDense;

/**
 * A linear map from the latest values to the next ones, both less the very latest (NLinear; Zeng,
 * Chen, Zhang and Xu, AAAI 2023), fitted in closed form by ridge regression.
 *
 * @param share the ridge, as a share of the number of windows
 * @param weights a row a value that is looked back at, but for the very latest, a column a step
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
record LinearMap(int lookBack, int horizon, double share, double[] weights) {
    /**
     * Fits by windows of which the last {@code horizon} places are to be forecast.
     *
     * @param products of windows of look-back plus horizon places
     * @param share the ridge, as a share of the number of windows
     */
    static LinearMap fit(LagProducts products, int lookBack, int horizon, double share) {
        double ridge = share * products.windows() + 1e-6;
        int last = lookBack - 1;
        // The latest value less itself is nothing: it has no part in the map.
        int inputs = lookBack - 1;
        var gram = new DMatrixRMaj(inputs, inputs);
        var cross = new DMatrixRMaj(inputs, horizon);
        for (int i = 0; i < inputs; i++) {
            for (int j = 0; j < inputs; j++) {
                gram.set(i, j, products.less(i, j, last));
            }
            gram.add(i, i, ridge);
            for (int h = 0; h < horizon; h++) {
                cross.set(i, h, products.less(i, lookBack + h, last));
            }
        }
        LinearSolverDense<DMatrixRMaj> solver = LinearSolverFactory_DDRM.symmPosDef(inputs);
        var weights = new DMatrixRMaj(inputs, horizon);
        if (!solver.setA(gram)) {
            throw new IllegalStateException("A ridge did not make the products regular.");
        }
        solver.solve(cross, weights);
        return new LinearMap(lookBack, horizon, share, weights.getData());
    }

    /** The forecasts made after each of these rows: a row each, a column a step. */
    double[][] forecast(double[] series, int[] origins) {
        int inputs = lookBack - 1;
        var latest = new DMatrixRMaj(origins.length, inputs);
        for (int o = 0; o < origins.length; o++) {
            double last = series[origins[o]];
            for (int i = 0; i < inputs; i++) {
                latest.set(o, i, series[origins[o] - inputs + i] - last);
            }
        }
        var moved = new DMatrixRMaj(origins.length, horizon);
        CommonOps_DDRM.mult(latest, DMatrixRMaj.wrap(inputs, horizon, weights), moved);
        double[][] forecast = new double[origins.length][horizon];
        for (int o = 0; o < origins.length; o++) {
            double last = series[origins[o]];
            for (int h = 0; h < horizon; h++) {
                forecast[o][h] = last + moved.get(o, h);
            }
        }
        return forecast;
    }

    /** How many numbers it is made of. */
    int size() {
        return weights.length;
    }
}
