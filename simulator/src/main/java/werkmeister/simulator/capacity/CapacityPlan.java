package werkmeister.simulator.capacity;

import werkmeister.units.Refusal;

import java.util.OptionalDouble;

/**
 * What so many GPUs can do for users of an assistant, and what so many users need.
 *
 * @param users of whom it is asked
 * @param gpus that are there
 */
public record CapacityPlan(ServingCost cost, Assistant use, double users, double gpus) {
    private static final double DAY = 86_400;

    /** Network and storage beside the servers; what cooling adds. */
    private static final double BESIDE = 1.1;

    private static final double PUE = 1.2;
    private static final double GPUS_A_POD = 89 * 8;
    public static final double HOURS_A_YEAR = 8_760;

    public CapacityPlan {
        if (!(users >= 1 && users <= 1e11) || !(gpus >= 1 && gpus <= 1e9)) {
            throw Refusal.invalid(
                    "Users (%s) must be 1 to 100 billion, GPUs (%s) 1 to a billion."
                            .formatted(users, gpus));
        }
    }

    /** In which sense users are served. */
    public enum Reading {
        /** They use it as often as a weekly user of ChatGPT does. */
        REGULAR,
        /** They all have a conversation open now. */
        IN_CONVERSATION,
        /** They all receive an answer at this instant. */
        ANSWERED_NOW
    }

    /**
     * An answer in one sense.
     *
     * @param served users that the GPUs can serve
     * @param needed GPUs that the users need
     * @param holds whether what is there is enough
     */
    public record Answer(Reading reading, double served, double needed, boolean holds) {}

    /** Requests a second at the peak, with headroom. */
    public double requestsPerSecond() {
        return use.interactivity() * use.headroom() * gpus / cost.seconds(use);
    }

    public Answer answer(Reading reading) {
        double requests = requestsPerSecond();
        double served =
                switch (reading) {
                    case REGULAR -> requests * DAY / (use.messagesPerDay() * use.peak());
                    case IN_CONVERSATION -> requests * (use.thinkSeconds() + use.answerSeconds());
                    // Where everyone waits for it, no headroom is kept.
                    case ANSWERED_NOW -> requests / use.headroom() * use.answerSeconds();
                };
        double needed = Math.ceil(users * gpus / served);
        return new Answer(reading, served, needed, served >= users);
    }

    /** Answers at once that the GPUs' memory holds. */
    public OptionalDouble slots() {
        return cost.slots(gpus, use);
    }

    /** What servers draw from the grid, with network, storage and cooling. */
    public static double withBesides(double kilowatts) {
        return kilowatts * BESIDE * PUE;
    }

    /**
     * What GPUs need besides.
     *
     * @param pods of 89 servers with eight GPUs
     * @param megawatts at nameplate, with network, storage and cooling
     * @param eurosPerYear at a price an hour
     */
    public record Bill(double gpus, double pods, double megawatts, double eurosPerYear) {}

    /**
     * The bill of so many GPUs.
     *
     * @param eurosPerGpuHour such as 1.50
     */
    public Bill bill(double count, double eurosPerGpuHour) {
        return new Bill(
                count,
                Math.ceil(count / GPUS_A_POD),
                withBesides(count * cost.kilowatts()) / 1_000,
                count * HOURS_A_YEAR * eurosPerGpuHour);
    }
}
