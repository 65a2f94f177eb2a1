package werkmeister.plant.ingest;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;

/**
 * Readings that their maker knows to the last digit, in the hand of somebody who writes tables:
 * whatever the hand, the same must be read.
 */
record Readings(int rows, Hand hand) {
    private static final LocalDateTime START = LocalDateTime.of(2026, 2, 13, 10, 0);
    private static final int STEP_SECONDS = 10;
    private static final int MISSING_EVERY = 9;
    private static final int GROUP = 3;

    /** Which cells stand in quotes. */
    enum Quotes {
        NONE,
        TEXTS,
        ALL
    }

    /**
     * How a table is written.
     *
     * @param thousands between groups of three digits before the decimal mark
     * @param nothing stands where there is no value
     * @param tail stands at the end of each line
     */
    record Hand(
            String separator,
            char decimal,
            String thousands,
            String lineEnd,
            Quotes quotes,
            boolean header,
            Function<LocalDateTime, String> times,
            String nothing,
            String tail) {
        static final Hand USUAL =
                new Hand(
                        ";",
                        '.',
                        "",
                        "\n",
                        Quotes.NONE,
                        true,
                        time -> time.format(pattern("yyyy-MM-dd HH:mm:ss")),
                        "",
                        "");

        Hand separator(String other) {
            return new Hand(
                    other, decimal, thousands, lineEnd, quotes, header, times, nothing, tail);
        }

        Hand numbers(char mark, String groups) {
            return new Hand(separator, mark, groups, lineEnd, quotes, header, times, nothing, tail);
        }

        Hand lineEnd(String other) {
            return new Hand(
                    separator, decimal, thousands, other, quotes, header, times, nothing, tail);
        }

        Hand quotes(Quotes other) {
            return new Hand(
                    separator, decimal, thousands, lineEnd, other, header, times, nothing, tail);
        }

        Hand headless() {
            return new Hand(
                    separator, decimal, thousands, lineEnd, quotes, false, times, nothing, tail);
        }

        Hand times(Function<LocalDateTime, String> other) {
            return new Hand(
                    separator, decimal, thousands, lineEnd, quotes, header, other, nothing, tail);
        }

        Hand times(String pattern) {
            return times(time -> time.format(pattern(pattern)));
        }

        Hand nothing(String other) {
            return new Hand(
                    separator, decimal, thousands, lineEnd, quotes, header, times, other, tail);
        }

        Hand tail(String other) {
            return new Hand(
                    separator, decimal, thousands, lineEnd, quotes, header, times, nothing, other);
        }
    }

    /** A column and the value of each row, if it has one. */
    private record Quantity(String name, Function<Integer, Optional<BigDecimal>> values) {}

    private static final List<Quantity> QUANTITIES =
            List.of(
                    new Quantity("pressure", i -> Optional.of(scaled(125 + i * 7 % 13, 2))),
                    new Quantity(
                            "temp",
                            i ->
                                    i % MISSING_EVERY == 4
                                            ? Optional.empty()
                                            : Optional.of(scaled(-35 + i * 5 % 17, 1))),
                    new Quantity("load", i -> Optional.of(scaled(1_234_550 + i % 31 * 7_125, 2))));

    static Readings of(Hand hand) {
        return new Readings(40, hand);
    }

    private static BigDecimal scaled(long unscaled, int scale) {
        return BigDecimal.valueOf(unscaled, scale);
    }

    static DateTimeFormatter pattern(String pattern) {
        return DateTimeFormatter.ofPattern(pattern, Locale.ENGLISH);
    }

    /** Lines a second apart from the usual start on, the time set into each. */
    static String rising(String line, int from, int count) {
        var text = new StringBuilder();
        for (int i = from; i < from + count; i++) {
            text.append(
                    line.formatted(START.plusSeconds(i).format(pattern("yyyy-MM-dd HH:mm:ss"))));
        }
        return text.toString();
    }

    String text() {
        return header() + body();
    }

    String header() {
        var names = new ArrayList<>(List.of(quoted("time", hand.quotes != Quotes.NONE)));
        QUANTITIES.forEach(
                quantity -> names.add(quoted(quantity.name, hand.quotes != Quotes.NONE)));
        return hand.header ? line(names) : "";
    }

    String body() {
        var text = new StringBuilder();
        for (int i = 0; i < rows; i++) {
            var cells = new ArrayList<String>();
            cells.add(quoted(hand.times.apply(time(i)), hand.quotes != Quotes.NONE));
            for (Quantity quantity : QUANTITIES) {
                String cell = quantity.values.apply(i).map(this::number).orElse(hand.nothing);
                cells.add(quoted(cell, hand.quotes == Quotes.ALL || cell.contains(hand.separator)));
            }
            text.append(line(cells));
        }
        return text.toString();
    }

    private String line(List<String> cells) {
        return String.join(hand.separator, cells) + hand.tail + hand.lineEnd;
    }

    private static String quoted(String cell, boolean quotes) {
        return quotes ? "\"" + cell.replace("\"", "\"\"") + "\"" : cell;
    }

    private String number(BigDecimal number) {
        String plain = number.abs().toPlainString();
        int point = plain.indexOf('.');
        var whole = new StringBuilder(plain.substring(0, point));
        for (int at = whole.length() - GROUP; at > 0; at -= GROUP) {
            whole.insert(at, hand.thousands);
        }
        return (number.signum() < 0 ? "-" : "") + whole + hand.decimal + plain.substring(point + 1);
    }

    private static LocalDateTime time(int row) {
        return START.plusSeconds((long) STEP_SECONDS * row);
    }

    static Instant instant(int row, ZoneId zone) {
        return time(row).atZone(zone).toInstant();
    }

    /** What must be understood. */
    String known() {
        return known(ZoneOffset.UTC, List.of("pressure", "temp", "load"));
    }

    String known(ZoneId zone) {
        return known(zone, List.of("pressure", "temp", "load"));
    }

    /** What must be understood where the columns are called otherwise. */
    String known(ZoneId zone, List<String> names) {
        var lines = new ArrayList<String>();
        lines.add(Known.rows(rows, 0));
        lines.add(Known.span(Optional.of(instant(0, zone)), Optional.of(instant(rows - 1, zone))));
        for (int c = 0; c < names.size(); c++) {
            lines.add(known(names.get(c), QUANTITIES.get(c)));
        }
        return Known.lines(lines);
    }

    private String known(String name, Quantity quantity) {
        BigDecimal sum = BigDecimal.ZERO;
        int count = 0;
        for (int i = 0; i < rows; i++) {
            Optional<BigDecimal> value = quantity.values.apply(i);
            sum = sum.add(value.orElse(BigDecimal.ZERO));
            count += value.isPresent() ? 1 : 0;
        }
        return Known.column(
                name,
                "number",
                count,
                rows,
                Optional.of(sum.setScale(2, RoundingMode.UNNECESSARY)));
    }
}
