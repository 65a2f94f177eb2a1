package werkmeister.simulator.press;

import werkmeister.plant.machine.Signal;

/** What a press measures, in the order of a row's values, with the resolution of its sensor. */
enum Quantity {
    SYSTEM_PRESSURE("Systemdruck", "bar", "bar", 1),
    PILOT_PRESSURE("Vorsteuerdruck", "bar", "bar", 2),
    PUMP_FLOW("Pumpenvolumenstrom", "l/min", "l/min", 1),
    LEAKAGE_FLOW("Leckölstrom", "l/min", "l/min", 2),
    OIL_TEMPERATURE("Öltemperatur", "Cel", "°C", 1),
    COOLER_OUTLET("Kühleraustritt", "Cel", "°C", 1),
    MOTOR_CURRENT("Motorstrom", "A", "A", 1),
    VIBRATION("Pumpenschwingung", "mm/s", "mm/s", 2),
    ACCUMULATOR_PRESSURE("Speicherdruck", "bar", "bar", 1),
    CYCLE_TIME("Zykluszeit", "s", "s", 2);

    private static final double[] TENS = {1, 10, 100};

    private final Signal signal;
    private final String unitForPeople;
    private final int decimals;

    Quantity(String label, String ucum, String unitForPeople, int decimals) {
        this.signal = new Signal(label, ucum);
        this.unitForPeople = unitForPeople;
        this.decimals = decimals;
    }

    Signal signal() {
        return signal;
    }

    /** The head of its column in a German export, such as {@code Öltemperatur [°C]}. */
    String header() {
        return signal.name() + " [" + unitForPeople + "]";
    }

    int decimals() {
        return decimals;
    }

    /** The value as the sensor's resolution gives it. */
    double resolved(double value) {
        double tens = TENS[decimals];
        return Math.rint(value * tens) / tens;
    }
}
