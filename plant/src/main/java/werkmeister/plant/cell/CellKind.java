package werkmeister.plant.cell;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What a single cell looks like by itself. */
public enum CellKind {
    MISSING,
    NUMBER,
    TIME,
    FLAG,
    TEXT;

    /** Words of two states and the number that each stands for. */
    public static final Map<String, Double> FLAGS =
            Map.ofEntries(
                    Map.entry("true", 1.0),
                    Map.entry("false", 0.0),
                    Map.entry("yes", 1.0),
                    Map.entry("no", 0.0),
                    Map.entry("ja", 1.0),
                    Map.entry("nein", 0.0),
                    Map.entry("on", 1.0),
                    Map.entry("off", 0.0),
                    Map.entry("ein", 1.0),
                    Map.entry("aus", 0.0),
                    Map.entry("an", 1.0),
                    Map.entry("wahr", 1.0),
                    Map.entry("falsch", 0.0),
                    Map.entry("open", 1.0),
                    Map.entry("closed", 0.0),
                    Map.entry("auf", 1.0),
                    Map.entry("zu", 0.0));

    private static final NullTokens NULLS = new NullTokens(List.of());

    public static CellKind of(String cell) {
        if (NULLS.contains(cell)) {
            return MISSING;
        }
        if (Digits.evidence(cell) != Digits.Evidence.NONE) {
            return NUMBER;
        }
        if (isTime(cell)) {
            return TIME;
        }
        return FLAGS.containsKey(cell.toLowerCase(Locale.ROOT)) ? FLAG : TEXT;
    }

    public boolean isValue() {
        return this == NUMBER || this == TIME || this == FLAG;
    }

    private static boolean isTime(String cell) {
        if (cell.length() < 4 || cell.chars().noneMatch(Character::isDigit)) {
            return false;
        }
        byte[] bytes = cell.getBytes(StandardCharsets.UTF_8);
        for (CalendarTime.Order order : CalendarTime.Order.values()) {
            if (new CalendarTime(order).read(bytes, 0, bytes.length) != TimeReader.BAD) {
                return true;
            }
        }
        return false;
    }
}
