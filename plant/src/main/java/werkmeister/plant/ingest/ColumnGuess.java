package werkmeister.plant.ingest;

import werkmeister.plant.cell.CalendarTime;
import werkmeister.plant.cell.CellKind;
import werkmeister.plant.cell.Digits;
import werkmeister.plant.cell.HeaderName;
import werkmeister.plant.cell.NullTokens;
import werkmeister.plant.cell.NumberReader;
import werkmeister.plant.cell.TimeReader;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** What a column seems to hold, judged by the sample; the whole file has the last word. */
final class ColumnGuess {
    private static final Pattern WITH_SUFFIX =
            Pattern.compile("([+-]?[\\d.,]*\\d)\\s*([\\p{L}%°Ω€$\\[(].{0,9})");
    private static final double NEARLY_ALL = 0.95;

    /** Of times: what else stands in the column is rejected row by row. */
    private static final double MOSTLY = 0.6;

    private static final int LOOK = 1_000;

    private final HeaderName name;
    private final List<String> values;
    private final Map<Digits.Evidence, Integer> evidence = new EnumMap<>(Digits.Evidence.class);
    private final Map<CalendarTime.Order, Integer> dates = new EnumMap<>(CalendarTime.Order.class);
    private final String suffix;
    private boolean grouped;

    ColumnGuess(HeaderName name, int column, List<List<String>> rows, NullTokens nulls) {
        this.name = name;
        this.values = new ArrayList<>();
        for (List<String> row : rows) {
            if (column < row.size() && !nulls.contains(row.get(column))) {
                values.add(row.get(column));
            }
        }
        suffix = suffix();
        for (String value : values) {
            String number =
                    suffix.isEmpty() || !value.endsWith(suffix)
                            ? value
                            : value.substring(0, value.length() - suffix.length()).strip();
            evidence.merge(Digits.evidence(number), 1, Integer::sum);
            grouped |= Digits.isGrouped(number);
        }
        countTimes();
    }

    HeaderName name() {
        return name;
    }

    List<String> values() {
        return values;
    }

    int count(Digits.Evidence kind) {
        return evidence.getOrDefault(kind, 0);
    }

    boolean isNumber() {
        return !isCalendar() && !isClock() && count(Digits.Evidence.NONE) * 2 <= values.size();
    }

    /**
     * A date, with or without a time of day; a plain number of eight or more digits may be both.
     */
    boolean isCalendar() {
        return !values.isEmpty() && bestDates() >= MOSTLY * values.size();
    }

    /**
     * Whether the dates are written like plain numbers, 20260131, so that only the name can tell.
     */
    boolean isCompactDate() {
        return isCalendar() && isMostly(count(Digits.Evidence.PLAIN));
    }

    boolean isClock() {
        return !isCalendar()
                && !values.isEmpty()
                && dates.getOrDefault(CalendarTime.Order.CLOCK, 0) >= MOSTLY * values.size();
    }

    /** Whether the dates have a time of day. */
    boolean hasClock() {
        if (!isCalendar() || orders().isEmpty()) {
            return false;
        }
        var reader = new CalendarTime(orders().getFirst());
        return values.stream()
                .limit(LOOK)
                .anyMatch(value -> {
                    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                    return reader.read(bytes, 0, bytes.length) != TimeReader.BAD
                            && reader.hasClock();
                });
    }

    /** The name, with the unit that stands behind the numbers if the header has none. */
    HeaderName nameWithUnit() {
        return name.unit().isEmpty() ? name.withUnit(suffix) : name;
    }

    boolean isFlag() {
        Set<String> words = new TreeSet<>();
        values.forEach(value -> words.add(value.toLowerCase(Locale.ROOT)));
        return !words.isEmpty() && words.size() <= 2 && CellKind.FLAGS.keySet().containsAll(words);
    }

    /** The orders of day, month and year in which nearly all dates make sense. */
    List<CalendarTime.Order> orders() {
        var fitting = new ArrayList<CalendarTime.Order>();
        int best = bestDates();
        for (CalendarTime.Order order : CalendarTime.Order.values()) {
            if (order != CalendarTime.Order.CLOCK
                    && best > 0
                    && dates.getOrDefault(order, 0) == best) {
                fitting.add(order);
            }
        }
        return fitting;
    }

    private int bestDates() {
        return dates.entrySet().stream()
                .filter(entry -> entry.getKey() != CalendarTime.Order.CLOCK)
                .mapToInt(Map.Entry::getValue)
                .max()
                .orElse(0);
    }

    boolean usesDots() {
        return !values.isEmpty() && values.getFirst().matches("\\D*\\d{1,2}\\.\\s?\\d.*");
    }

    boolean usesAmPm() {
        return !values.isEmpty()
                && values.getFirst().toLowerCase(Locale.ROOT).matches(".*\\d\\s*[ap]\\.?m\\.?.*");
    }

    /**
     * How the column's numbers are written; the file's habit decides where the column itself does
     * not.
     */
    NumberReader.Style style(char fileDecimal) {
        int point = count(Digits.Evidence.POINT);
        int comma = count(Digits.Evidence.COMMA);
        char decimal = point == comma ? fileDecimal : point > comma ? '.' : ',';
        char other = decimal == ',' ? '.' : ',';
        int maybeOther =
                count(decimal == ',' ? Digits.Evidence.MAYBE_POINT : Digits.Evidence.MAYBE_COMMA);
        boolean thousands = grouped || maybeOther > 0;
        return new NumberReader.Style(decimal, thousands ? other : '\0', suffix);
    }

    /** The values as numbers, for judging their course. */
    double[] numbers(char fileDecimal) {
        var reader = new NumberReader(style(fileDecimal), new NullTokens(List.of()));
        return values.stream()
                .mapToDouble(value -> {
                    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
                    return reader.read(bytes, 0, bytes.length);
                })
                .toArray();
    }

    int distinct() {
        return new HashSet<>(values).size();
    }

    private boolean isMostly(int count) {
        return !values.isEmpty() && count >= NEARLY_ALL * values.size();
    }

    private void countTimes() {
        int look = Math.min(values.size(), LOOK);
        for (CalendarTime.Order order : CalendarTime.Order.values()) {
            var reader = new CalendarTime(order);
            int count = 0;
            for (int i = 0; i < look; i++) {
                byte[] bytes = values.get(i).getBytes(StandardCharsets.UTF_8);
                if (reader.read(bytes, 0, bytes.length) != TimeReader.BAD) {
                    count++;
                }
            }
            dates.put(order, (int) ((long) count * values.size() / Math.max(1, look)));
        }
    }

    /** The unit that stands behind every number of the column. */
    private String suffix() {
        String common = "";
        int matches = 0;
        for (String value : values) {
            var matcher = WITH_SUFFIX.matcher(value);
            if (matcher.matches() && (common.isEmpty() || common.equals(matcher.group(2)))) {
                common = matcher.group(2);
                matches++;
            }
        }
        return isMostly(matches) && !common.matches("[eEdD].*") ? common : "";
    }
}
