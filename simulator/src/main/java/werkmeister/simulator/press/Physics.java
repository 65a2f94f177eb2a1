package werkmeister.simulator.press;

import static werkmeister.simulator.press.Quantity.ACCUMULATOR_PRESSURE;
import static werkmeister.simulator.press.Quantity.COOLER_OUTLET;
import static werkmeister.simulator.press.Quantity.CYCLE_TIME;
import static werkmeister.simulator.press.Quantity.LEAKAGE_FLOW;
import static werkmeister.simulator.press.Quantity.MOTOR_CURRENT;
import static werkmeister.simulator.press.Quantity.OIL_TEMPERATURE;
import static werkmeister.simulator.press.Quantity.PILOT_PRESSURE;
import static werkmeister.simulator.press.Quantity.PUMP_FLOW;
import static werkmeister.simulator.press.Quantity.SYSTEM_PRESSURE;
import static werkmeister.simulator.press.Quantity.VIBRATION;

/**
 * The hydraulics of one press in a few lines of physics.
 *
 * <p>A pump driven by a motor holds the system pressure and feeds the cylinders; part of its flow
 * leaks past worn gaps, the more the thinner (warmer) the oil and the higher the pressure. Losses
 * heat the oil, a cooler gives the heat to the hall. Everything but the oil's temperature follows
 * from the moment; the temperature follows its equilibrium with a time constant of about 1.5 h
 * running and 3 h standing. A standing press forgets within a weekend, so every stretch of time can
 * be generated from the Sunday before it.
 */
final class Physics {
    private static final double SECONDS_A_DAY = 86_400;
    private static final double SECONDS_A_YEAR = 365.25 * SECONDS_A_DAY;
    private static final double HEAT_CAPACITY_KJ_PER_K = 2_400;
    private static final double COOLING_KW_PER_K = 0.46;
    private static final double COOLING_STANDING_KW_PER_K = 0.22;
    private static final double REFERENCE_OIL_CEL = 45;
    private static final long STRIDE = Quantity.values().length;

    private final Noise noise;
    private final Noise slow;

    /** Two presses of the same type are not the same. */
    private final double pressureScale;

    private final double leakScale;
    private final double coolingScale;
    private final double frictionScale;
    private final double vibrationScale;
    private double oil = Double.NaN;

    Physics(Noise machine) {
        this.noise = machine.forPurpose("physics");
        this.slow = machine.forPurpose("slow");
        var type = machine.forPurpose("type");
        this.pressureScale = type.between(1, 0.97, 1.03);
        this.leakScale = type.between(2, 0.85, 1.2);
        this.coolingScale = type.between(3, 0.94, 1.08);
        this.frictionScale = type.between(4, 0.9, 1.1);
        this.vibrationScale = type.between(5, 0.85, 1.2);
    }

    /** A press that has stood for long is as warm as the hall. */
    void standStill(long epochSecond, double yearPart, double dayPart) {
        oil = hall(epochSecond, yearPart, dayPart);
    }

    /**
     * Moves on by one step and fills in the true values.
     *
     * @param yearPart of the local year gone by, {@code dayPart} of the local day
     */
    void step(Moment now, Mode mode, Wear wear, double[] into) {
        double hall = hall(now.epochSecond(), now.yearPart(), now.dayPart());
        boolean running = mode != Mode.OFF;
        double load = running ? 1 + 0.022 * slow.smooth(now.epochSecond() / 5_400.0) : 0;

        double ripple = 1.6 * (1 + 2.2 * wear.accumulator + 0.3 * wear.use);
        double pressure =
                running
                        ? mode.pressure * pressureScale * load
                                + ripple * noise(now, SYSTEM_PRESSURE)
                        : 0.4;
        double thinness = Math.exp(0.021 * (oil - REFERENCE_OIL_CEL));
        double leak =
                running
                        ? 5.2
                                * leakScale
                                * pressure
                                / 200
                                * thinness
                                * age(now)
                                * (1 + 0.3 * wear.use + 1.25 * wear.pump)
                        : 0;
        double stroke = mode.cycle == 0 ? 0 : 1 / load;
        double flow = running ? mode.flow * (1 + 0.4 * (load - 1)) + 0.65 * leak : 0;
        double power = pressure * flow / 600;
        double friction = running ? (14 + 3.2 / thinness) * frictionScale : 0;

        into[SYSTEM_PRESSURE.ordinal()] = pressure;
        into[PILOT_PRESSURE.ordinal()] =
                running
                        ? 38
                                + 0.021 * pressure
                                - 0.5 * wear.valve
                                + 0.22 * (1 + 3.5 * wear.valve) * noise(now, PILOT_PRESSURE)
                        : 0;
        into[PUMP_FLOW.ordinal()] = running ? flow + 0.9 * noise(now, PUMP_FLOW) : 0;
        into[LEAKAGE_FLOW.ordinal()] = running ? leak + 0.16 * noise(now, LEAKAGE_FLOW) : 0;
        into[MOTOR_CURRENT.ordinal()] =
                running ? friction + 1.72 * power + 0.9 * noise(now, MOTOR_CURRENT) : 0;
        into[VIBRATION.ordinal()] =
                mode.vibration
                                * vibrationScale
                                * (running ? load * (1 + 0.08 * wear.use + 0.4 * wear.pump) : 1)
                        + (running ? 0.11 : 0.008) * noise(now, VIBRATION);
        into[ACCUMULATOR_PRESSURE.ordinal()] =
                accumulator(now, running, pressure, mode, wear.accumulator)
                        + 0.8 * noise(now, ACCUMULATOR_PRESSURE);
        into[CYCLE_TIME.ordinal()] = cycle(now, mode.cycle * stroke, wear);
        warm(now, running, power, leak * pressure / 600, friction, hall, wear.cooler, into);
    }

    /** Heat in, heat out; reports the oil as it is after the step. */
    private void warm(
            Moment now,
            boolean running,
            double power,
            double leakPower,
            double friction,
            double hall,
            double fouling,
            double[] into) {
        double heat = running ? 2.2 + 0.19 * power + 0.85 * leakPower + 0.05 * friction : 0;
        double cooling =
                running
                        ? COOLING_KW_PER_K * coolingScale * (1 - 0.24 * fouling)
                        : COOLING_STANDING_KW_PER_K;
        double equilibrium = hall + heat / cooling;
        oil =
                equilibrium
                        + (oil - equilibrium)
                                * Math.exp(-now.stepSeconds() * cooling / HEAT_CAPACITY_KJ_PER_K);
        double effect = running ? 0.58 * (1 - 0.36 * fouling) : 0.35;
        into[OIL_TEMPERATURE.ordinal()] = oil + 0.25 * noise(now, OIL_TEMPERATURE);
        into[COOLER_OUTLET.ordinal()] =
                hall + (oil - hall) * (1 - effect) + 0.3 * noise(now, COOLER_OUTLET);
    }

    private double accumulator(
            Moment now, boolean running, double pressure, Mode mode, double loss) {
        if (!running) {
            return 88 + 1.5 * slow.smooth(now.epochSecond() / SECONDS_A_DAY + 0.5);
        }
        double drawn = mode.cycle == 0 ? 0 : 0.035;
        return 12 + pressure * (0.9 - drawn) * (1 - 0.055 * loss);
    }

    private double cycle(Moment now, double seconds, Wear wear) {
        if (seconds == 0) {
            return 0;
        }
        double stretch = 1 + 0.03 * wear.accumulator + 0.022 * wear.valve;
        return seconds * (stretch + 0.0065 * (1 + 3 * wear.valve) * noise(now, CYCLE_TIME));
    }

    /** Pumps age; every five years they are overhauled. */
    private static double age(Moment now) {
        return 1 + 0.018 * (now.epochSecond() / SECONDS_A_YEAR % 5);
    }

    /** The hall is warmest in July in the afternoon, heated in winter, and follows the weather. */
    private double hall(long epochSecond, double yearPart, double dayPart) {
        double season = -Math.cos(2 * Math.PI * (yearPart - 0.055));
        double day = -Math.cos(2 * Math.PI * (dayPart - 0.13));
        double weather = slow.smooth(epochSecond / (3 * SECONDS_A_DAY));
        return 21 + (season > 0 ? 6 : 3.2) * season + 1.8 * day + 1.9 * weather;
    }

    private double noise(Moment now, Quantity quantity) {
        return noise.gauss(now.epochSecond() * STRIDE + quantity.ordinal());
    }

    /**
     * A point in time as the physics needs it.
     *
     * @param yearPart how much of the local year is gone
     * @param dayPart how much of the local day is gone
     * @param stepSeconds since the moment before
     */
    record Moment(long epochSecond, double yearPart, double dayPart, double stepSeconds) {}
}
