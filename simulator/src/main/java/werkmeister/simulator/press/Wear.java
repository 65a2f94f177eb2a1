package werkmeister.simulator.press;

import java.time.Duration;
import java.util.List;

/**
 * How far a press is worn at a time: what each kind of fault has grown to, 0 sound, 1 at the moment
 * of repair; and how far oil and seals are used up, 0 after an overhaul, about 1 when a fault comes
 * of it. Every repair overhauls the hydraulics.
 */
final class Wear {
    private static final long REPAIR_SECONDS = Duration.ofHours(5).toSeconds();

    /** Faults start slowly. */
    private static final double GROWTH = 1.3;

    /** So long oil and seals last of which nobody knows the end. */
    private static final long USUAL_LIFE_SECONDS = Duration.ofDays(420).toSeconds();

    /** No two lives go alike: some are worn early, others late. */
    private static final double USE_GROWTH_MIN = 1.1;

    private static final double USE_GROWTH_MAX = 2.4;

    /** What is not even about wear: the work, the oil that is topped up. */
    private static final double UNEVEN = 0.07;

    private static final double UNEVEN_SECONDS = Duration.ofDays(9).toSeconds();

    private final List<PlantedFault> faults;
    private final Noise noise;
    private final long start;
    double pump;
    double cooler;
    double accumulator;
    double valve;
    double use;
    boolean underRepair;

    Wear(Plan plan, Noise noise) {
        this.faults = plan.faults();
        this.noise = noise;
        this.start = plan.start().getEpochSecond();
    }

    void moveTo(long epochSecond) {
        pump = 0;
        cooler = 0;
        accumulator = 0;
        valve = 0;
        underRepair = false;
        for (int i = 0; i < faults.size(); i++) {
            var fault = faults.get(i);
            long from = fault.span().from().getEpochSecond();
            long to = fault.span().to().getEpochSecond();
            if (epochSecond >= from && epochSecond < to) {
                grow(fault.kind(), Math.pow((double) (epochSecond - from) / (to - from), GROWTH));
            }
            underRepair |= epochSecond >= to && epochSecond < to + REPAIR_SECONDS;
        }
        use = use(epochSecond);
    }

    private double use(long epochSecond) {
        int life = 0;
        while (life < faults.size() && end(life) <= epochSecond) {
            life++;
        }
        long born = life == 0 ? start : end(life - 1);
        long ends = life < faults.size() ? end(life) : born + USUAL_LIFE_SECONDS;
        double part = Math.clamp((double) (epochSecond - born) / (ends - born), 0, 1.2);
        double growth = noise.between(life, USE_GROWTH_MIN, USE_GROWTH_MAX);
        return Math.max(
                0, Math.pow(part, growth) + UNEVEN * noise.smooth(epochSecond / UNEVEN_SECONDS));
    }

    private long end(int life) {
        return faults.get(life).span().to().getEpochSecond();
    }

    private void grow(PlantedFault.Kind kind, double severity) {
        switch (kind) {
            case PUMP_WEAR -> pump = severity;
            case COOLER_FOULING -> cooler = severity;
            case ACCUMULATOR_GAS_LOSS -> accumulator = severity;
            case VALVE_STICKING -> valve = severity;
        }
    }
}
