package werkmeister.simulator.press;

import java.time.Duration;
import java.util.List;

/** How far each kind of fault has grown at a time: 0 sound, 1 at the moment of repair. */
final class Wear {
    private static final long REPAIR_SECONDS = Duration.ofHours(5).toSeconds();

    /** Faults start slowly. */
    private static final double GROWTH = 1.3;

    private final List<PlantedFault> faults;
    double pump;
    double cooler;
    double accumulator;
    double valve;
    boolean underRepair;

    Wear(List<PlantedFault> faults) {
        this.faults = faults;
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
