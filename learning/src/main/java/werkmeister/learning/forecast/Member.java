package werkmeister.learning.forecast;

import com.fasterxml.jackson.annotation.JsonTypeInfo;

/** A way to forecast. */
@JsonTypeInfo(use = JsonTypeInfo.Id.SIMPLE_NAME, property = "kind")
sealed interface Member {
    /** How many rows it looks back. */
    int lookBack();

    /** The forecasts made after each of these rows: a row each, a column a step. */
    double[][] forecast(double[] series, int[] origins, int horizon);

    /** The value stays. */
    record LastValue() implements Member {
        @Override
        public int lookBack() {
            return 1;
        }

        @Override
        public double[][] forecast(double[] series, int[] origins, int horizon) {
            return new SeasonalNaive(1).forecast(series, origins, horizon);
        }
    }

    /** The values of the season before come again. */
    record SeasonalNaive(int season) implements Member {
        @Override
        public int lookBack() {
            return season;
        }

        @Override
        public double[][] forecast(double[] series, int[] origins, int horizon) {
            double[][] forecast = new double[origins.length][horizon];
            for (int o = 0; o < origins.length; o++) {
                for (int h = 0; h < horizon; h++) {
                    forecast[o][h] = series[origins[o] - season + 1 + h % season];
                }
            }
            return forecast;
        }
    }

    /** Exponential smoothing. */
    record Smooth(Smoothing smoothing) implements Member {
        @Override
        public int lookBack() {
            return 2 * smoothing.season();
        }

        @Override
        public double[][] forecast(double[] series, int[] origins, int horizon) {
            return smoothing.forecast(series, origins, horizon);
        }
    }

    /** A linear map of the latest values. */
    record Linear(LinearMap map, boolean shared) implements Member {
        @Override
        public int lookBack() {
            return map.lookBack();
        }

        @Override
        public double[][] forecast(double[] series, int[] origins, int horizon) {
            return map.forecast(series, origins);
        }
    }
}
