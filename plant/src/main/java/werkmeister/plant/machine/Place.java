package werkmeister.plant.machine;

import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Where a machine stands in the equipment hierarchy of ISA-95 (IEC 62264-1): enterprise, site,
 * area, line. Lower levels may be empty; a level below an empty one may not be filled.
 */
public record Place(String enterprise, String site, String area, String line)
        implements Comparable<Place> {
    /** The levels' names, from the top. */
    public static final List<String> LEVELS = List.of("enterprise", "site", "area", "line");

    private static final int LENGTH_MAX = 100;

    private static final Comparator<Place> ORDER =
            Comparator.comparing(Place::enterprise)
                    .thenComparing(Place::site)
                    .thenComparing(Place::area)
                    .thenComparing(Place::line);

    public Place {
        List<String> names = List.of(enterprise, site, area, line);
        boolean ended = false;
        for (int i = 0; i < names.size(); i++) {
            String name = names.get(i);
            requireName(LEVELS.get(i), name);
            if (ended && !name.isEmpty()) {
                throw Refusal.invalid(
                        "The %s (%s) stands below a level without a name: name the %s above it."
                                .formatted(LEVELS.get(i), name, LEVELS.get(i - 1)));
            }
            ended = name.isEmpty();
        }
        if (enterprise.isEmpty()) {
            throw Refusal.invalid("A place needs at least the name of an enterprise.");
        }
    }

    private static void requireName(String level, String name) {
        boolean plain =
                name.length() <= LENGTH_MAX
                        && name.strip().equals(name)
                        && name.chars().noneMatch(Character::isISOControl);
        if (!plain) {
            throw Refusal.invalid(
                    "The name of the %s (%s) must have at most %d characters, none of them a control character, and no blanks around it."
                            .formatted(level, name.strip(), LENGTH_MAX));
        }
    }

    /** The names from the enterprise down to the last that is there. */
    public List<String> names() {
        var names = new ArrayList<>(List.of(enterprise, site, area, line));
        names.removeIf(String::isEmpty);
        return List.copyOf(names);
    }

    @Override
    public int compareTo(Place other) {
        return ORDER.compare(this, other);
    }
}
