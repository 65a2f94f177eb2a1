package werkmeister.plant.machine;

import werkmeister.units.Refusal;

import java.util.regex.Pattern;

/**
 * Names a machine within its tenant: lower-case letters, digits and hyphens, as it stands in paths
 * and URLs.
 */
public record MachineId(String value) implements Comparable<MachineId> {
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public MachineId {
        if (!SHAPE.matcher(value).matches()) {
            throw Refusal.invalid(
                    "The machine's name (%s) must be 1 to 63 lower-case letters, digits or hyphens."
                            .formatted(value));
        }
    }

    @Override
    public int compareTo(MachineId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
