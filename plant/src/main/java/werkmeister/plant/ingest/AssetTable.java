package werkmeister.plant.ingest;

import werkmeister.plant.machine.Place;
import werkmeister.units.Refusal;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Where machines stand, as a table that people keep: a row a machine, a column a level of ISA-95. A
 * level that is blank is the one above in the file, as people write trees in a spreadsheet.
 *
 * @param rows in the file's order
 */
public record AssetTable(List<Row> rows) {
    private static final int ROWS_MAX = 200_000;

    private static final Map<String, Pattern> NAMES =
            Map.of(
                    "enterprise", pattern("enterprise|company|unternehmen|firma|konzern"),
                    "site", pattern("site|plant|factory|werk|standort"),
                    "area", pattern("area|hall|department|bereich|halle|abteilung"),
                    "line", pattern("line|cell|work.?cent(er|re)|linie|zelle|strasse|straße"),
                    "machine", pattern("machine|unit|equipment|asset|maschine|anlage"));

    public AssetTable {
        rows = List.copyOf(rows);
    }

    /**
     * A machine's row.
     *
     * @param number counted from 1 over the file's rows, the header being one of them
     * @param machine as the file names it
     */
    public record Row(int number, Place place, String machine) {}

    /** Reads the file; separator and encoding are found as in every other. */
    public static AssetTable read(Path file, String name, ReadOptions options) {
        Source source = Source.open(file, options);
        List<List<String>> rows =
                Sample.rows(source, Shape.separator(source, options), ROWS_MAX + 1);
        if (rows.size() > ROWS_MAX) {
            throw Refusal.invalid(
                    "The file (%s) has more than %d rows: split it.".formatted(name, ROWS_MAX));
        }
        int header = firstFilled(rows);
        if (header == rows.size()) {
            throw Refusal.invalid("The file (%s) is empty.".formatted(name));
        }
        return new Reader(name, columns(name, rows.get(header))).read(rows, header);
    }

    private static Pattern pattern(String names) {
        return Pattern.compile("(" + names + ")s?([ _-]?(name|id))?");
    }

    private static int firstFilled(List<List<String>> rows) {
        int at = 0;
        while (at < rows.size() && rows.get(at).stream().allMatch(String::isBlank)) {
            at++;
        }
        return at;
    }

    private static Map<String, Integer> columns(String name, List<String> header) {
        var columns = new HashMap<String, Integer>();
        for (int c = 0; c < header.size(); c++) {
            String plain = header.get(c).strip().toLowerCase(Locale.ROOT);
            int column = c;
            NAMES.forEach((level, pattern) -> {
                if (pattern.matcher(plain).matches()
                        && columns.putIfAbsent(level, column) != null) {
                    throw Refusal.invalid(
                            "Two columns of file (%s) name the %s: keep one."
                                    .formatted(name, level));
                }
            });
        }
        for (String needed : List.of("machine", "enterprise")) {
            if (!columns.containsKey(needed)) {
                throw Refusal.invalid(
                        "The file (%s) has no column for the %s, only (%s): the first row must name enterprise, site, area, line and machine."
                                .formatted(name, needed, String.join(", ", header)));
            }
        }
        return columns;
    }

    /** Goes down the rows and remembers the levels above. */
    private static final class Reader {
        private final String name;
        private final Map<String, Integer> columns;
        private final String[] above = {"", "", "", ""};
        private final Map<String, Integer> rowByMachine = new HashMap<>();

        Reader(String name, Map<String, Integer> columns) {
            this.name = name;
            this.columns = columns;
        }

        AssetTable read(List<List<String>> cells, int header) {
            var rows = new ArrayList<Row>();
            for (int r = header + 1; r < cells.size(); r++) {
                row(cells.get(r), r + 1).ifPresent(rows::add);
            }
            if (rows.isEmpty()) {
                throw Refusal.invalid("The file (%s) names no machine.".formatted(name));
            }
            return new AssetTable(rows);
        }

        /** A row without a machine names levels for those that follow. */
        private Optional<Row> row(List<String> cells, int number) {
            if (cells.stream().allMatch(String::isBlank)) {
                return Optional.empty();
            }
            climb(cells);
            String machine = cell(cells, "machine");
            if (machine.isEmpty()) {
                return Optional.empty();
            }
            Integer before = rowByMachine.putIfAbsent(machine, number);
            if (before != null) {
                throw refused(
                        number, "machine (%s) stands in row %d already".formatted(machine, before));
            }
            try {
                return Optional.of(
                        new Row(
                                number,
                                new Place(above[0], above[1], above[2], above[3]),
                                machine));
            } catch (Refusal refusal) {
                throw refused(number, refusal.getMessage());
            }
        }

        /** A name at a level is another branch: what stood below the one before does not go on. */
        private void climb(List<String> cells) {
            for (int level = 0; level < above.length; level++) {
                String named = cell(cells, Place.LEVELS.get(level));
                if (!named.isEmpty() && !named.equals(above[level])) {
                    above[level] = named;
                    for (int below = level + 1; below < above.length; below++) {
                        above[below] = "";
                    }
                }
            }
        }

        private String cell(List<String> cells, String level) {
            Integer at = columns.get(level);
            return at == null || at >= cells.size() ? "" : cells.get(at).strip();
        }

        private Refusal refused(int number, String why) {
            return Refusal.invalid("Row %d of file (%s): %s".formatted(number, name, why));
        }
    }
}
