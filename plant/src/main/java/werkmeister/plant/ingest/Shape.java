package werkmeister.plant.ingest;

import werkmeister.plant.cell.CellKind;
import werkmeister.plant.cell.HeaderName;
import werkmeister.plant.cell.NullTokens;
import werkmeister.plant.cell.Said;
import werkmeister.plant.table.Understanding;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * How a file is cut into cells and where its data begin.
 *
 * @param skip rows before the data, empty ones counted
 * @param names of the columns, as many as there are
 * @param header whether the names stand in the file
 * @param rows the first data rows as texts
 * @param usualCells how many cells most rows have
 * @param sampledBytes how many bytes those first rows take, about
 * @param notes what a person should know of it
 */
record Shape(
        char separator,
        int skip,
        List<HeaderName> names,
        boolean header,
        List<List<String>> rows,
        int usualCells,
        long sampledBytes,
        List<Understanding.Finding> notes) {
    private static final char[] SEPARATORS = {
        ';', '\t', '|', ',', RowScanner.BLANKS, RowScanner.NONE
    };

    /**
     * More columns than any plant has signals; a file without line ends has as many as one likes.
     */
    private static final int MAX_COLUMNS = 20_000;

    private static final int SEPARATOR_ROWS = 400;
    private static final int SAMPLE_ROWS = 4_000;
    private static final Set<String> TYPE_WORDS =
            Set.of(
                    "float",
                    "float32",
                    "float64",
                    "double",
                    "real",
                    "int",
                    "int16",
                    "int32",
                    "int64",
                    "integer",
                    "dint",
                    "lreal",
                    "datetime",
                    "timestamp",
                    "string",
                    "text",
                    "bool",
                    "boolean",
                    "number",
                    "numeric",
                    "word",
                    "dword",
                    "long");

    static Shape of(Source source, ReadOptions options) {
        var finder = new Finder(source, separator(source, options), options);
        return finder.find();
    }

    /** The separator that a person names, else the one that is found. */
    static char separator(Source source, ReadOptions options) {
        return source.workbook()
                ? Workbook.SEPARATOR
                : options.separator().map(Shape::named).orElseGet(() -> found(source, options));
    }

    int width() {
        return names.size();
    }

    private static char named(String separator) {
        return switch (separator.toLowerCase(Locale.ROOT)) {
            case "tab", "\\t", "\t" -> '\t';
            case "blank", "blanks", "space", " " -> RowScanner.BLANKS;
            case "none", "" -> RowScanner.NONE;
            case "comma" -> ',';
            case "semicolon" -> ';';
            default -> {
                if (separator.length() != 1 || separator.charAt(0) > '~') {
                    throw Refusal.invalid(
                            "The separator (%s) must be one character, or tab, or blank."
                                    .formatted(separator));
                }
                yield separator.charAt(0);
            }
        };
    }

    /** The separator that cuts the first lines into the most regular and most readable cells. */
    private static char found(Source source, ReadOptions options) {
        var first = Sample.rows(source, RowScanner.NONE, 1);
        if (!first.isEmpty() && !first.getFirst().isEmpty()) {
            String line = first.getFirst().getFirst();
            if (line.toLowerCase(Locale.ROOT).startsWith("sep=") && line.length() == 5) {
                return line.charAt(4);
            }
        }
        char best = RowScanner.NONE;
        double bestScore = -1;
        for (char candidate : SEPARATORS) {
            double score =
                    score(Sample.rows(source, candidate, SEPARATOR_ROWS), candidate, options);
            if (score > bestScore + 1e-9) {
                bestScore = score;
                best = candidate;
            }
        }
        return best;
    }

    private static double score(List<List<String>> sample, char separator, ReadOptions options) {
        var rows =
                sample.stream()
                        .filter(row -> !row.isEmpty() && !isComment(row.getFirst()))
                        .toList();
        int width = usualWidth(rows);
        if (rows.isEmpty() || width == 0 || width == 1 && separator != RowScanner.NONE) {
            return 0;
        }
        double regular =
                rows.stream().filter(row -> row.size() == width).count() / (double) rows.size();
        long cells = 0;
        long values = 0;
        var nulls = new NullTokens(options.nullTokens());
        for (List<String> row : rows.subList(rows.size() / 2, rows.size())) {
            if (row.size() == width) {
                for (String cell : row) {
                    CellKind kind = CellKind.of(cell);
                    cells++;
                    boolean value =
                            kind.isValue() || kind == CellKind.MISSING || nulls.contains(cell);
                    values += value ? 1 : isCutByBlanks(cell, separator) ? -1 : 0;
                }
            }
        }
        double readable = cells == 0 ? 0 : Math.max(0, values / (double) cells);
        // One column is what every text is; it needs no proof but gives way to any other cut that
        // fits as well.
        return regular * regular * (0.05 + readable) * (width == 1 ? 0.9 : 1);
    }

    /** Blanks part days from hours and words from words, too: then other marks stand in a cell. */
    private static boolean isCutByBlanks(String cell, char separator) {
        return separator == RowScanner.BLANKS && cell.matches(".*[,;|\\t].*");
    }

    /** The number of cells that most of the later rows have. */
    private static int usualWidth(List<List<String>> rows) {
        var counts = new TreeMap<Integer, Integer>();
        for (List<String> row : rows.subList(rows.size() / 3, rows.size())) {
            counts.merge(row.size(), 1, Integer::sum);
        }
        return counts.entrySet().stream()
                .max((a, b) -> Integer.compare(a.getValue(), b.getValue()))
                .map(Map.Entry::getKey)
                .orElse(0);
    }

    static boolean isComment(String cell) {
        return cell.startsWith("#")
                        && !cell.startsWith("#N")
                        && !cell.startsWith("#D")
                        && !cell.startsWith("#W")
                || cell.startsWith("//")
                || cell.startsWith("%");
    }

    /** Finds names and data among the first rows. */
    private static final class Finder {
        private final Source source;
        private final char separator;
        private final ReadOptions options;
        private final List<List<String>> rows;
        private final List<Understanding.Finding> notes = new ArrayList<>();
        private int width;
        private List<CellKind> kinds = List.of();

        Finder(Source source, char separator, ReadOptions options) {
            this.source = source;
            this.separator = separator;
            this.options = options;
            this.rows = Sample.rows(source, separator, SAMPLE_ROWS);
        }

        Shape find() {
            var filled =
                    rows.stream()
                            .filter(row -> !row.isEmpty() && !isComment(row.getFirst()))
                            .toList();
            width = usualWidth(filled);
            if (width == 0) {
                throw Refusal.invalid(
                        "The file (%s) holds no rows: export it again.".formatted(source.name()));
            }
            if (width > MAX_COLUMNS) {
                throw Refusal.invalid(
                        "The file (%s) has at least %d columns, more than %d: maybe its line ends are missing, or it is turned, with a row a signal."
                                .formatted(source.name(), width, MAX_COLUMNS));
            }
            kinds = kinds(filled);
            int data = firstDataRow();
            if (data >= rows.size()) {
                throw Refusal.invalid(
                        "The file (%s) holds a header but no data rows: export it again."
                                .formatted(source.name()));
            }
            List<Integer> texts = textRows(data);
            int header = header(texts);
            List<HeaderName> names = header < 0 ? commentNames(data) : names(rows.get(header));
            boolean named = !names.isEmpty();
            names = unique(complete(named ? names : numbered()));
            names = withUnits(names, texts, header);
            preamble(texts, header);
            var sample =
                    rows.subList(data, rows.size()).stream()
                            .filter(row -> !row.isEmpty() && !isComment(row.getFirst()))
                            .toList();
            int usual = usualWidth(filled);
            long bytes =
                    sample.stream()
                            .mapToLong(
                                    row -> row.stream().mapToLong(cell -> cell.length() + 1).sum())
                            .sum();
            return new Shape(separator, data, names, named, sample, usual, bytes, notes);
        }

        /** What each column holds, seen from the end of the sample, where no header can be. */
        private List<CellKind> kinds(List<List<String>> filled) {
            var lower = filled.subList(filled.size() / 2, filled.size());
            var found = new ArrayList<CellKind>();
            for (int c = 0; c < width; c++) {
                var counts = new EnumMap<CellKind, Integer>(CellKind.class);
                for (List<String> row : lower) {
                    if (c < row.size()) {
                        counts.merge(CellKind.of(row.get(c)), 1, Integer::sum);
                    }
                }
                counts.remove(CellKind.MISSING);
                found.add(
                        counts.entrySet().stream()
                                .max((a, b) -> Integer.compare(a.getValue(), b.getValue()))
                                .map(Map.Entry::getKey)
                                .orElse(CellKind.MISSING));
            }
            return found;
        }

        private int firstDataRow() {
            if (options.header().isPresent()) {
                int first = nextFilled(0);
                return options.header().get() ? nextFilled(first + 1) : first;
            }
            boolean anyValue = kinds.stream().anyMatch(CellKind::isValue);
            for (int r = 0; r < rows.size(); r++) {
                List<String> row = rows.get(r);
                if (!row.isEmpty() && !isComment(row.getFirst()) && anyValue && isData(row)) {
                    return isNumbering(r) ? nextFilled(r + 1) : r;
                }
            }
            if (anyValue) {
                return rows.size();
            }
            int first = nextFilled(0);
            int second = nextFilled(first + 1);
            return second < rows.size() && isUnits(rows.get(second))
                    ? nextFilled(second + 1)
                    : second;
        }

        private int nextFilled(int from) {
            int r = from;
            while (r < rows.size()
                    && (rows.get(r).isEmpty() || isComment(rows.get(r).getFirst()))) {
                r++;
            }
            return r;
        }

        private boolean isData(List<String> row) {
            if (row.size() > width + 1 || row.size() * 2 < width) {
                return false;
            }
            int asked = 0;
            int fits = 0;
            int missing = 0;
            for (int c = 0; c < Math.min(width, row.size()); c++) {
                if (kinds.get(c).isValue()) {
                    CellKind kind = CellKind.of(row.get(c));
                    if (kind == CellKind.MISSING) {
                        missing++;
                    } else {
                        asked++;
                        boolean time = kinds.get(c) == CellKind.TIME;
                        if (time && kind == CellKind.TIME) {
                            return true;
                        }
                        if (time && TimeFinder.isTimeName(row.get(c))) {
                            return false; // Its name, above numbers as names.
                        }
                        fits += kind.isValue() && kind != CellKind.TIME ? 1 : 0;
                    }
                }
            }
            return asked == 0
                    ? missing > 0 && row.size() == width && nonEmpty(row) > 0
                    : fits * 2 > asked;
        }

        /**
         * A first row 0, 1, 2 … over rows that do not go on like that: names given by a program.
         */
        private boolean isNumbering(int r) {
            List<String> row = rows.get(r);
            if (row.size() < 3 || r + 1 >= rows.size()) {
                return false;
            }
            int start = row.getFirst().isEmpty() ? 1 : 0;
            for (int origin = 0; origin <= 1; origin++) {
                boolean counts = true;
                for (int c = start; c < row.size() && counts; c++) {
                    counts = row.get(c).equals(Integer.toString(c - start + origin));
                }
                if (counts
                        && !rows.get(r + 1)
                                .subList(start, Math.min(row.size(), rows.get(r + 1).size()))
                                .equals(row.subList(start, row.size()))) {
                    return true;
                }
            }
            return false;
        }

        /** Rows before the data that could hold names: text in at least half of the columns. */
        private List<Integer> textRows(int data) {
            var texts = new ArrayList<Integer>();
            for (int r = 0; r < data; r++) {
                List<String> row = rows.get(r);
                boolean comment = !row.isEmpty() && isComment(row.getFirst());
                if (!comment
                        && nonEmpty(row) * 2 >= width
                        && row.size() <= width + 1
                        && nonEmpty(row) > 0
                        && !isSeparatorLine(row)) {
                    texts.add(r);
                }
            }
            return texts;
        }

        private static boolean isSeparatorLine(List<String> row) {
            return row.getFirst().toLowerCase(Locale.ROOT).startsWith("sep=")
                    || row.stream()
                            .allMatch(cell ->
                                    !cell.isEmpty()
                                            && cell.chars().allMatch(c -> c == '-' || c == '='));
        }

        private static int nonEmpty(List<String> row) {
            return (int) row.stream().filter(cell -> !cell.isEmpty()).count();
        }

        /**
         * The row of names: the one with the most distinct texts that is not a row of units or
         * types.
         */
        private int header(List<Integer> texts) {
            int best = -1;
            int most = 0;
            for (int r : texts) {
                int distinct = new HashSet<>(rows.get(r)).size();
                boolean better = width == 1 || distinct > most;
                if (better
                        && (texts.size() == 1 || !isUnits(rows.get(r)) && !isTypes(rows.get(r)))) {
                    most = distinct;
                    best = r;
                }
            }
            return best;
        }

        private static boolean isUnits(List<String> row) {
            long filled = row.stream().filter(cell -> !cell.isEmpty()).count();
            long units = row.stream().filter(Finder::looksLikeUnit).count();
            return filled > 0 && units * 2 >= filled;
        }

        private static boolean looksLikeUnit(String cell) {
            boolean bracketed =
                    cell.startsWith("[") && cell.endsWith("]")
                            || cell.startsWith("(") && cell.endsWith(")");
            return bracketed || !cell.isEmpty() && HeaderName.isUnit(cell);
        }

        private static boolean isTypes(List<String> row) {
            long filled = row.stream().filter(cell -> !cell.isEmpty()).count();
            long types =
                    row.stream()
                            .filter(cell -> TYPE_WORDS.contains(cell.toLowerCase(Locale.ROOT)))
                            .count();
            return types * 2 > filled;
        }

        private static List<HeaderName> names(List<String> row) {
            return row.stream().map(HeaderName::of).toList();
        }

        /** Names in a comment line right above the data, as science files have them. */
        private List<HeaderName> commentNames(int data) {
            for (int r = data - 1; r >= 0; r--) {
                List<String> row = rows.get(r);
                if (!row.isEmpty() && isComment(row.getFirst())) {
                    var cells = new ArrayList<>(row);
                    cells.set(0, cells.getFirst().replaceFirst("^(#+|//|%+)\\s*", ""));
                    if (cells.getFirst().isEmpty() && cells.size() > width) {
                        cells.removeFirst();
                    }
                    boolean fits =
                            cells.size() == width
                                    && cells.stream()
                                            .allMatch(cell -> CellKind.of(cell) == CellKind.TEXT);
                    return fits ? names(cells) : List.of();
                }
            }
            return List.of();
        }

        private List<HeaderName> numbered() {
            var names = new ArrayList<HeaderName>();
            for (int c = 1; c <= width; c++) {
                names.add(HeaderName.of("c" + c));
            }
            return names;
        }

        /** As many names as columns, none empty. */
        private List<HeaderName> complete(List<HeaderName> found) {
            var names = new ArrayList<>(found);
            while (names.size() > width && names.getLast().name().isEmpty()) {
                names.removeLast();
            }
            if (names.size() > width) {
                width = names.size();
            }
            if (names.size() == width - 1 && !lastColumnIsEmpty()) {
                boolean twoParts =
                        kinds.size() > 1
                                && kinds.get(0) == CellKind.TIME
                                && kinds.get(1) == CellKind.TIME;
                names.add(
                        twoParts ? 1 : 0,
                        HeaderName.of(twoParts ? names.getFirst().name() + " clock" : "row"));
            }
            for (int c = 0; c < width; c++) {
                if (c >= names.size()) {
                    names.add(HeaderName.of("c" + (c + 1)));
                } else if (names.get(c).name().isEmpty()) {
                    names.set(c, names.get(c).renamed("c" + (c + 1)));
                }
            }
            return names;
        }

        private boolean lastColumnIsEmpty() {
            return kinds.getLast() == CellKind.MISSING;
        }

        /**
         * Names that differ: the unit stays in the name where it tells two apart, else a number
         * does.
         */
        private List<HeaderName> unique(List<HeaderName> names) {
            var seen = new HashSet<String>();
            var result = new ArrayList<HeaderName>();
            for (HeaderName name : names) {
                HeaderName fresh = name;
                if (!seen.add(name.name())) {
                    String whole = HeaderName.visible(name.header());
                    fresh = name.renamed(whole);
                    for (int n = 2; !seen.add(fresh.name()); n++) {
                        fresh = name.renamed(whole + " (" + n + ")");
                    }
                    notes.add(
                            new Understanding.Finding(
                                    "DuplicateNames",
                                    fresh.name(),
                                    Said.of(
                                            "Two columns are named (%s): the second is called"
                                                    + " (%s).",
                                            "Zwei Spalten heißen (%s): die zweite wird (%s)"
                                                    + " genannt.",
                                            name.name(),
                                            fresh.name())));
                }
                result.add(fresh);
            }
            return result;
        }

        private List<HeaderName> withUnits(
                List<HeaderName> names, List<Integer> texts, int header) {
            for (int r : texts) {
                if (r != header && isUnits(rows.get(r)) && header >= 0) {
                    List<String> units = rows.get(r);
                    var result = new ArrayList<HeaderName>();
                    for (int c = 0; c < names.size(); c++) {
                        result.add(
                                c < units.size()
                                        ? names.get(c).withUnit(units.get(c))
                                        : names.get(c));
                    }
                    notes.add(
                            new Understanding.Finding(
                                    "UnitRow",
                                    "",
                                    Said.of(
                                            "Line %d was read as units.",
                                            "Zeile %d wurde als Einheiten gelesen.", r + 1)));
                    return result;
                }
            }
            return names;
        }

        private void preamble(List<Integer> texts, int header) {
            int last = texts.isEmpty() ? 0 : header >= 0 ? header : 0;
            if (last > 0) {
                notes.add(
                        new Understanding.Finding(
                                "Preamble",
                                "",
                                Said.of(
                                        "The first %d lines were read as remarks: names stand in"
                                                + " line %d.",
                                        "Die ersten %d Zeilen wurden als Bemerkungen gelesen: Namen"
                                                + " stehen in Zeile %d.",
                                        last,
                                        last + 1)));
            }
        }
    }
}
