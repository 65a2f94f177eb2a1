package werkmeister.learning.model;

/**
 * What shifts the normal values without being measured: the time of day, of the week and of the
 * year (in UTC), and how long ago the machine came into its mode. Each is used only where training
 * found that it predicts later time.
 */
public record Context(boolean entry, boolean day, boolean week, boolean year) {
    public static final Context NONE = new Context(false, false, false, false);
    public static final double DAY_MICROS = 86_400e6;
    public static final double YEAR_DAYS = 365.2425;
    public static final int DAY_WAVES = 4;
    public static final int WEEK_WAVES = 6;
    public static final int YEAR_WAVES = 2;

    private static final double[] ENTRY_SAMPLES = {2, 8, 32};

    /** So many samples after a mode began an influence has faded to a third. */
    public static double[] entrySamples() {
        return ENTRY_SAMPLES.clone();
    }

    /** How many terms there are; the first is the constant 1. */
    public int size() {
        return 1
                + (entry ? ENTRY_SAMPLES.length : 0)
                + (day ? 2 * DAY_WAVES : 0)
                + (week ? 2 * WEEK_WAVES : 0)
                + (year ? 2 * YEAR_WAVES : 0);
    }

    /**
     * The terms of a sample.
     *
     * @param since samples since the mode was entered
     */
    public void fill(long time, int since, double[] terms) {
        terms[0] = 1;
        int at = 1;
        if (entry) {
            for (double samples : ENTRY_SAMPLES) {
                terms[at++] = Math.exp(-since / samples);
            }
        }
        double days = time / DAY_MICROS;
        if (day) {
            at = waves(days, DAY_WAVES, terms, at);
        }
        if (week) {
            at = waves(days / 7, WEEK_WAVES, terms, at);
        }
        if (year) {
            waves(days / YEAR_DAYS, YEAR_WAVES, terms, at);
        }
    }

    /** Sine and cosine of the turn and its multiples, by the addition theorem. */
    private static int waves(double turns, int count, double[] terms, int at) {
        double angle = 2 * Math.PI * (turns - Math.floor(turns));
        double sine = StrictMath.sin(angle);
        double cosine = StrictMath.cos(angle);
        double s = sine;
        double c = cosine;
        for (int i = 0; i < count; i++) {
            terms[at++] = s;
            terms[at++] = c;
            double next = s * cosine + c * sine;
            c = c * cosine - s * sine;
            s = next;
        }
        return at;
    }
}
