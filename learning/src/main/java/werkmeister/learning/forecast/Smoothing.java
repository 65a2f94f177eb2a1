package werkmeister.learning.forecast;

/**
 * Exponential smoothing with a damped trend and an additive season (Holt 1957, Winters 1960;
 * Gardner and McKenzie, Management Science 31, 1985).
 *
 * @param level how much of each error goes into the level; {@code trend} and {@code seasonal}
 *     likewise
 */
record Smoothing(int season, double level, double trend, double seasonal) {
    private static final double DAMPING = 0.98;
    private static final double[] LEVELS = {0.05, 0.2, 0.5, 0.9};
    private static final double[] TRENDS = {0, 0.05};
    private static final double[] SEASONALS = {0, 0.05, 0.2};

    /** The smoothing whose forecasts of the next step were best. */
    static Smoothing fit(double[] series, int until, int season) {
        Smoothing best = new Smoothing(season, 0.5, 0, 0);
        double least = Double.POSITIVE_INFINITY;
        for (double level : LEVELS) {
            for (double trend : TRENDS) {
                for (double seasonal : SEASONALS) {
                    var tried = new Smoothing(season, level, trend, seasonal);
                    double error = new Course(tried, series).error(until);
                    if (error < least) {
                        least = error;
                        best = tried;
                    }
                }
            }
        }
        return best;
    }

    /** Origins in ascending order. */
    double[][] forecast(double[] series, int[] origins, int horizon) {
        var course = new Course(this, series);
        double[][] forecast = new double[origins.length][horizon];
        for (int o = 0; o < origins.length; o++) {
            course.advance(origins[o]);
            course.ahead(forecast[o]);
        }
        return forecast;
    }

    /** Level, trend and season as they follow the values. */
    private static final class Course {
        private final Smoothing how;
        private final double[] series;
        private final double[] seasons;
        private double level;
        private double trend;
        private int row;

        Course(Smoothing how, double[] series) {
            this.how = how;
            this.series = series;
            this.seasons = new double[how.season()];
            this.row = Math.min(how.season(), series.length) - 1;
            for (int i = 0; i <= row; i++) {
                level += series[i] / (row + 1);
            }
            for (int i = 0; i <= row; i++) {
                seasons[i] = how.season() == 1 ? 0 : series[i] - level;
            }
        }

        double error(int until) {
            double sum = 0;
            while (row + 1 < until) {
                double error = step();
                sum += error * error;
            }
            return sum;
        }

        void advance(int origin) {
            while (row < origin) {
                step();
            }
        }

        private double step() {
            row++;
            int at = row % seasons.length;
            double expected = level + DAMPING * trend + seasons[at];
            double error = series[row] - expected;
            double before = level;
            level = level + DAMPING * trend + how.level() * error;
            trend = DAMPING * trend + how.trend() * (level - before - DAMPING * trend);
            seasons[at] += how.seasonal() * error;
            return error;
        }

        void ahead(double[] forecast) {
            double drift = 0;
            double damping = 1;
            for (int h = 0; h < forecast.length; h++) {
                damping *= DAMPING;
                drift += damping * trend;
                forecast[h] = level + drift + seasons[(row + 1 + h) % seasons.length];
            }
        }
    }
}
