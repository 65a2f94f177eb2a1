package werkmeister.simulator.press;

import werkmeister.plant.machine.MachineId;
import werkmeister.units.TimeSpan;

/**
 * A fault that the simulation knows of: it grows from the start of the span and is repaired at its
 * end.
 */
public record PlantedFault(MachineId machine, Kind kind, TimeSpan span) {
    /** What wears out, with the time it takes. */
    public enum Kind {
        /** Leakage, current, vibration and oil temperature rise. */
        PUMP_WEAR("Pumpenverschleiß", "pump wear", 7 * 24, 13 * 24),
        /** Less heat leaves the oil: the drop across the cooler shrinks, the oil gets warmer. */
        COOLER_FOULING("Kühlerverschmutzung", "cooler fouling", 6 * 24, 12 * 24),
        /**
         * The accumulator carries less: its pressure sags, the system's pressure ripples, strokes
         * take longer.
         */
        ACCUMULATOR_GAS_LOSS("Gasverlust im Druckspeicher", "accumulator gas loss", 2 * 24, 5 * 24),
        /** Pilot pressure and cycle time scatter. */
        VALVE_STICKING("klemmendes Ventil", "valve sticking", 30, 72);

        private final String german;
        private final String english;
        final int shortestHours;
        final int longestHours;

        Kind(String german, String english, int shortestHours, int longestHours) {
            this.german = german;
            this.english = english;
            this.shortestHours = shortestHours;
            this.longestHours = longestHours;
        }

        public String german() {
            return german;
        }

        public String english() {
            return english;
        }
    }
}
