package werkmeister.plant.machine;

import werkmeister.units.Refusal;

import java.text.Normalizer;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Names a machine within its tenant: lower-case letters, digits and hyphens, as it stands in paths
 * and URLs.
 */
public record MachineId(String value) implements Comparable<MachineId> {
    private static final int LENGTH_MAX = 63;
    private static final Pattern SHAPE = Pattern.compile("[a-z0-9][a-z0-9-]{0,62}");

    public MachineId {
        if (!SHAPE.matcher(value).matches()) {
            throw Refusal.invalid(
                    "The machine's name (%s) must be 1 to 63 lower-case letters, digits or hyphens."
                            .formatted(value));
        }
    }

    /**
     * The id of a machine that people call by any name: {@code Presse 7 (Süd)} is {@code
     * presse-7-sued}. A bare number is a machine's number.
     */
    public static MachineId named(String name) {
        String plain =
                name.toLowerCase(Locale.ROOT)
                        .replace("ä", "ae")
                        .replace("ö", "oe")
                        .replace("ü", "ue")
                        .replace("ß", "ss");
        String id =
                Normalizer.normalize(plain, Normalizer.Form.NFD)
                        .replaceAll("\\p{M}", "")
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "");
        String told = id.isEmpty() || id.matches("[0-9-]+") ? "machine-" + id : id;
        String brief = told.substring(0, Math.min(LENGTH_MAX, told.length()));
        return new MachineId(brief.replaceAll("-+$", ""));
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
