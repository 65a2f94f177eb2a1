package werkmeister.learning.forecast;

import java.util.ArrayList;
import java.util.List;

/** A way to forecast that is yet to be fitted. */
sealed interface Method {
    /** Its name in a leaderboard. */
    String name();

    /** Fits it to the values before a row. */
    Member fit(Fitting fitting, int series);

    /** The last value stays. */
    record LastValue() implements Method {
        @Override
        public String name() {
            return "lastValue";
        }

        @Override
        public Member fit(Fitting fitting, int series) {
            return new Member.LastValue();
        }
    }

    /** The last season comes again. */
    record SeasonalNaive(int season) implements Method {
        @Override
        public String name() {
            return "seasonalNaive";
        }

        @Override
        public Member fit(Fitting fitting, int series) {
            return new Member.SeasonalNaive(season);
        }
    }

    /** Exponential smoothing. */
    record Smooth(int season) implements Method {
        @Override
        public String name() {
            return "exponentialSmoothing";
        }

        @Override
        public Member fit(Fitting fitting, int series) {
            return new Member.Smooth(fitting.smoothing(series, season));
        }
    }

    /**
     * A linear map.
     *
     * @param share the ridge as a share of the number of windows: all series are standardised
     * @param shared whether one map serves all series
     */
    record Ridge(int lookBack, double share, boolean shared) implements Method {
        @Override
        public String name() {
            return "ridge %d back, %s, %s".formatted(lookBack, share, shared ? "shared" : "own");
        }

        @Override
        public Member fit(Fitting fitting, int series) {
            return new Member.Linear(fitting.map(this, series), shared);
        }
    }

    /** All that are tried; those that need more rows than there are left out. */
    static List<Method> all(int season, int horizon, int rows, int series) {
        var all = new ArrayList<Method>();
        all.add(new LastValue());
        if (season > 1) {
            all.add(new SeasonalNaive(season));
        }
        all.add(new Smooth(season));
        for (int lookBack : LookBacks.of(season, horizon, rows)) {
            for (boolean shared : series > 1 ? new boolean[] {true, false} : new boolean[] {true}) {
                for (double share : LookBacks.RIDGES) {
                    all.add(new Ridge(lookBack, share, shared));
                }
            }
        }
        return all;
    }
}
