package werkmeister.learning.forecast;

import java.util.Arrays;

/** How far linear maps look back. */
final class LookBacks {
    /** Ridges as shares of the number of windows. */
    static final double[] RIDGES = {0.002, 0.05, 0.5};

    /** In seasons: of the hours of the day these are a week, two, three and a month. */
    private static final int[] SEASONS = {2, 7, 14, 21, 30};

    private static final int ROWS_MAX = 1_000;

    private LookBacks() {}

    static int[] of(int season, int horizon, int rows) {
        int unit = season > 1 ? season : Math.clamp(horizon / 2, 4, 50);
        return Arrays.stream(SEASONS)
                .map(seasons -> Math.min(ROWS_MAX, seasons * unit))
                .filter(lookBack -> lookBack + horizon <= rows / 2)
                .distinct()
                .toArray();
    }
}
