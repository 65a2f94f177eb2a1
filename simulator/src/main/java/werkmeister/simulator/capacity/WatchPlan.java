package werkmeister.simulator.capacity;

import werkmeister.units.Refusal;

/**
 * What so many watched machines need; no GPU.
 *
 * @param machines of a hundred signals, ten years of history each
 * @param secondsBetween samples
 * @param daysBetween trainings of each
 */
public record WatchPlan(double machines, double secondsBetween, double daysBetween) {
    /** Batches that a core takes, writes and keeps durable a second (docs/benchmarks.md). */
    private static final double BATCHES_A_CORE = 1_200;

    /** Samples that a core scores a second (docs/benchmarks.md, {@code score.press.live}). */
    private static final double SCORES_A_CORE = 861_000;

    /** From the store to a judged version on one core (docs/benchmarks.md). */
    private static final double TRAINING_SECONDS = 43.5;

    private static final double DAY = 86_400;

    /** Compressed, levels for charts included (docs/benchmarks.md, {@code data.disk}). */
    private static final double BYTES_A_READING = 1.17;

    private static final double SIGNALS = 100;
    private static final double DAYS_A_YEAR = 365.25;
    private static final double TERA = 1e12;

    public WatchPlan {
        if (!(machines >= 1 && machines <= 1e9)
                || !(secondsBetween >= 0.001 && secondsBetween <= DAY)
                || !(daysBetween >= 1 && daysBetween <= 10_000)) {
            throw Refusal.invalid(
                    "Machines (%s) must be 1 to a billion, seconds between samples (%s) 0.001 to 86400, days between trainings (%s) 1 to 10000."
                            .formatted(machines, secondsBetween, daysBetween));
        }
    }

    public double coresToTake() {
        return machines / secondsBetween / BATCHES_A_CORE;
    }

    public double coresToScore() {
        return machines / secondsBetween / SCORES_A_CORE;
    }

    public double coresToTrain() {
        return machines * TRAINING_SECONDS / (daysBetween * DAY);
    }

    public double terabytesPerYear() {
        return machines * SIGNALS * BYTES_A_READING * DAYS_A_YEAR * DAY / secondsBetween / TERA;
    }
}
