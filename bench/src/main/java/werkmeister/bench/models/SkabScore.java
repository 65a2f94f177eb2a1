package werkmeister.bench.models;

/**
 * How well points of change are found, as SKAB counts it (a variant of the NAB score): windows of
 * 60 s after each point, the first alarm in each counts the more the sooner it is, alarms outside
 * cost the same wherever they are.
 */
final class SkabScore {
    private static final long WINDOW_MICROS = 60_000_000;
    private static final int STEPS = 1_000;

    private double score;
    private double least;
    private double most;
    private int missed;
    private int falseAlarms;

    /** What hits, false alarms and misses weigh. */
    private record Profile(double hit, double falseAlarm, double miss) {}

    private final Profile profile;

    private SkabScore(double hit, double falseAlarm, double miss) {
        profile = new Profile(hit, falseAlarm, miss);
    }

    static SkabScore standard() {
        return new SkabScore(1, -0.11, -1);
    }

    static SkabScore lowFalsePositives() {
        return new SkabScore(1, -0.22, -1);
    }

    static SkabScore lowFalseNegatives() {
        return new SkabScore(1, -0.11, -2);
    }

    /** Takes up a file: what was alarmed, and where points of change are. */
    void take(long[] times, boolean[] alarms, boolean[] changes) {
        boolean[] found = new boolean[times.length];
        for (int row = 0; row < times.length; row++) {
            found[row] = row == 0 ? alarms[row] : alarms[row] != alarms[row - 1];
        }
        boolean[] within = new boolean[times.length];
        for (int row = 0; row < times.length; row++) {
            if (changes[row]) {
                window(times, row, end(times, changes, row), found, within);
            }
        }
        for (int row = 0; row < times.length; row++) {
            if (found[row] && !within[row]) {
                falseAlarms++;
                score += profile.falseAlarm();
            }
        }
    }

    /** A window ends where the next begins. */
    private static long end(long[] times, boolean[] changes, int row) {
        long end = times[row] + WINDOW_MICROS;
        for (int later = row + 1; later < times.length && times[later] <= end; later++) {
            if (changes[later]) {
                return times[later];
            }
        }
        return end;
    }

    private void window(long[] times, int from, long end, boolean[] found, boolean[] within) {
        least += profile.miss();
        most += profile.hit();
        boolean hit = false;
        for (int row = from; row < times.length && times[row] <= end; row++) {
            within[row] = true;
            if (found[row] && !hit) {
                hit = true;
                score += weight((double) (times[row] - times[from]) / (end - times[from]));
            }
        }
        if (!hit) {
            missed++;
            score += profile.miss();
        }
    }

    private double weight(double place) {
        int index = Math.min(STEPS - 1, (int) (place * STEPS));
        double x = -Math.PI / 2 + Math.PI * index / (STEPS - 1);
        double half = (profile.hit() - profile.falseAlarm()) / 2;
        return half * -Math.tanh(x) / Math.tanh(Math.PI / 2) + half + profile.falseAlarm();
    }

    /** 0 if nothing were ever alarmed, 100 if each point were found at once and nothing else. */
    double value() {
        return 100 * (score - least) / (most - least);
    }

    int missed() {
        return missed;
    }

    int falseAlarms() {
        return falseAlarms;
    }
}
