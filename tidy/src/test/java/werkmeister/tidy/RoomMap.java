package werkmeister.tidy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The room map of ARCHITECTURE.md: {@code room -> rooms it may use}, {@code a.*} for every room
 * below a.
 */
record RoomMap(SequencedMap<String, List<String>> allowed) {
    static RoomMap read(Path document) throws IOException {
        var allowed = new LinkedHashMap<String, List<String>>();
        boolean inside = false;
        for (String line : Files.readAllLines(document)) {
            if (line.startsWith("```")) {
                inside = line.equals("```rooms");
            } else if (inside && !line.isBlank()) {
                String[] sides = line.split("->", -1);
                allowed.put(sides[0].strip(), List.of(sides[1].strip().split("\\s+")));
            }
        }
        return new RoomMap(allowed);
    }

    boolean knows(String room) {
        return allowed.keySet().stream().anyMatch(pattern -> matches(pattern, room));
    }

    boolean mayUse(String room, String other) {
        return room.equals(other)
                || allowed.entrySet().stream()
                        .filter(entry -> matches(entry.getKey(), room))
                        .flatMap(entry -> entry.getValue().stream())
                        .anyMatch(pattern -> matches(pattern, other));
    }

    /** Every use that the map does not allow, as sentences. */
    List<String> trespasses(Map<String, ? extends java.util.Set<String>> uses) {
        var found = new ArrayList<String>();
        uses.forEach((room, others) -> {
            if (!knows(room)) {
                found.add("The room (%s) is not on the map.".formatted(room));
            }
            others.stream()
                    .filter(other -> !mayUse(room, other))
                    .forEach(other -> found.add("(%s) may not use (%s).".formatted(room, other)));
        });
        return found;
    }

    /** The rooms that reach themselves through others. */
    static List<String> circles(Map<String, ? extends java.util.Set<String>> uses) {
        var found = new ArrayList<String>();
        for (String start : new TreeMap<>(uses).keySet()) {
            var seen = new TreeSet<String>();
            var open = new ArrayList<>(uses.get(start));
            while (!open.isEmpty()) {
                String room = open.removeLast();
                if (room.equals(start)) {
                    found.add(start);
                    break;
                }
                if (seen.add(room) && uses.containsKey(room)) {
                    open.addAll(uses.get(room));
                }
            }
        }
        return found;
    }

    private static boolean matches(String pattern, String room) {
        return pattern.endsWith(".*")
                ? room.startsWith(pattern.substring(0, pattern.length() - 1))
                : pattern.equals(room);
    }
}
