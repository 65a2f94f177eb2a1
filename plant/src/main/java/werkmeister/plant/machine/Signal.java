package werkmeister.plant.machine;

/**
 * A measured quantity of a machine. The unit is a UCUM symbol such as {@code bar} or {@code Cel},
 * empty if not known.
 */
public record Signal(String name, String unit) {
    public Signal {
        if (name.isBlank()) {
            throw werkmeister.units.Refusal.invalid("A signal must have a name.");
        }
    }
}
