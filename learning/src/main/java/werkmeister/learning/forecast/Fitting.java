package werkmeister.learning.forecast;

import java.util.HashMap;
import java.util.Map;

/** Series up to a row, to which methods are fitted; what several need is computed once. */
final class Fitting {
    /** A look-back of one series, or of all (-1). */
    private record Key(int lookBack, int series) {}

    private final double[][] series;
    private final int until;
    private final int horizon;
    private final Map<Key, LagProducts> products = new HashMap<>();
    private final Map<Method.Ridge, LinearMap> shared = new HashMap<>();
    private final Map<Integer, Smoothing> smoothings = new HashMap<>();

    /**
     * @param until the first row that is not seen
     */
    Fitting(double[][] series, int until, int horizon) {
        this.series = series;
        this.until = until;
        this.horizon = horizon;
    }

    Smoothing smoothing(int number, int season) {
        return smoothings.computeIfAbsent(number, k -> Smoothing.fit(series[k], until, season));
    }

    LinearMap map(Method.Ridge ridge, int number) {
        return ridge.shared()
                ? shared.computeIfAbsent(ridge, same -> fit(same, -1))
                : fit(ridge, number);
    }

    private LinearMap fit(Method.Ridge ridge, int number) {
        LagProducts known =
                products.computeIfAbsent(new Key(ridge.lookBack(), number), this::products);
        return LinearMap.fit(known, ridge.lookBack(), horizon, ridge.share());
    }

    private LagProducts products(Key key) {
        var sums = new LagProducts(key.lookBack() + horizon);
        for (int k = 0; k < series.length; k++) {
            if (key.series() < 0 || key.series() == k) {
                sums.add(series[k], 0, until - key.lookBack() - horizon + 1);
            }
        }
        return sums;
    }
}
