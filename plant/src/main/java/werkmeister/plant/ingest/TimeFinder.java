package werkmeister.plant.ingest;

import werkmeister.plant.cell.CalendarTime;
import werkmeister.plant.cell.HeaderName;
import werkmeister.plant.cell.NumericTime;
import werkmeister.plant.cell.NumericTime.Count;
import werkmeister.plant.cell.TimeReader;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * Finds the column, or the columns, that say when a row was measured.
 *
 * <p>Written dates are known by their content alone. A plain number is taken for a time only if its
 * column's name says so too, or if it is the first column, rises and lies in our century as seconds
 * since 1970: a pressure must not become a clock.
 */
final class TimeFinder {
    private static final Pattern TIME_NAME =
            Pattern.compile(
                    ".*(time|date|zeit|datum|stamp|uhrzeit|epoch|moment).*|ts|t|dt|tag|day|when|utc|_time|ds|tstamp");
    private static final Pattern DURATION_NAME =
            Pattern.compile(
                    ".*(cycle.?time|takt|lauf|run.?time|laufzeit|lead.?time|down.?time|up.?time|zyklus|dauer|duration|response|delay|uptime|dead.?time|total|idle|stand).*");
    private static final Set<String> RELATIVE_NAMES =
            Set.of(
                    "time",
                    "t",
                    "zeit",
                    "timestamp",
                    "elapsed",
                    "elapsed time",
                    "elapsed_time",
                    "elapsedtime",
                    "time elapsed",
                    "sec",
                    "secs",
                    "seconds",
                    "second",
                    "sekunden",
                    "time_s",
                    "time_sec",
                    "time_ms",
                    "time_seconds",
                    "zeit_s",
                    "rel_time",
                    "relative time",
                    "reltime",
                    "timestamps",
                    "laufende zeit",
                    "messzeit",
                    "minutes",
                    "time_min",
                    "time_h",
                    "hours");

    /** One o'clock: an hour after midnight tells digits from a count of small numbers. */
    private static final double CLOCK_DIGITS_LEAST = 10_000;

    private static final double CENTURY_START = 946_684_800;
    private static final double CENTURY_END = 2_524_608_000.0;

    private final List<ColumnGuess> guesses;
    private final ReadOptions options;
    private final char decimal;

    TimeFinder(List<ColumnGuess> guesses, ReadOptions options, char decimal) {
        this.guesses = guesses;
        this.options = options;
        this.decimal = decimal;
    }

    Optional<TimePlan> find() {
        if (options.timeColumn().isPresent()) {
            return Optional.of(named(options.timeColumn().get()));
        }
        return written()
                .or(this::parts)
                .or(this::compact)
                .or(this::numeric)
                .or(this::relative)
                .or(this::clockOnly);
    }

    /** The column that the caller names; two names with a plus sign are date and time of day. */
    private TimePlan named(String asked) {
        int whole = indexOf(asked);
        if (whole < 0 && asked.contains("+")) {
            int plus = asked.indexOf('+');
            return joined(
                    index(asked.substring(0, plus).strip()),
                    index(asked.substring(plus + 1).strip()));
        }
        int column = index(asked);
        ColumnGuess guess = guesses.get(column);
        if (guess.isCalendar() && !(guess.isNumber() && !guess.isCompactDate())) {
            return calendar(column);
        }
        if (guess.isClock()) {
            return single(column, new CalendarTime(CalendarTime.Order.CLOCK));
        }
        if (guess.isNumber()) {
            Optional<Count> count = epoch(guess, true);
            return single(
                    column,
                    new NumericTime(count.orElseGet(() -> relativeUnit(guess)), style(guess)));
        }
        throw Refusal.invalid(
                "The column (%s) holds no times: its first value is (%s). Name another time column."
                        .formatted(
                                asked, guess.values().isEmpty() ? "" : guess.values().getFirst()));
    }

    private int index(String asked) {
        int at = indexOf(asked);
        if (at < 0) {
            throw Refusal.invalid(
                    "There is no column (%s): there are %s."
                            .formatted(
                                    asked,
                                    guesses.stream().map(guess -> guess.name().name()).toList()));
        }
        return at;
    }

    private int indexOf(String asked) {
        return IntStream.range(0, guesses.size())
                .filter(c -> {
                    HeaderName name = guesses.get(c).name();
                    return name.name().equalsIgnoreCase(asked.strip())
                            || name.header().strip().equalsIgnoreCase(asked.strip())
                            || asked.equals("c" + (c + 1));
                })
                .findFirst()
                .orElse(-1);
    }

    /** Written dates: one with a time of day first, else a date and a clock, else a date alone. */
    private Optional<TimePlan> written() {
        var full = columns(guess -> isWritten(guess) && guess.hasClock());
        var dates = columns(guess -> isWritten(guess) && !guess.hasClock());
        var dateLike =
                dates.isEmpty()
                        ? columns(guess ->
                                guess.isCompactDate() && isNamedTime(guess) && !guess.hasClock())
                        : dates;
        var clocks = columns(ColumnGuess::isClock);
        if (!full.isEmpty()) {
            return Optional.of(calendar(bestNamed(full)));
        }
        if (!dateLike.isEmpty() && !clocks.isEmpty()) {
            return Optional.of(joined(bestNamed(dateLike), bestNamed(clocks)));
        }
        if (!dateLike.isEmpty()) {
            int date = bestNamed(dateLike);
            var digits = columns(this::isClockOfDigits);
            if (!digits.isEmpty() && digits.getFirst() != date) {
                return Optional.of(joined(date, digits.getFirst()));
            }
        }
        return dates.isEmpty() ? Optional.empty() : Optional.of(calendar(bestNamed(dates)));
    }

    /** Such as 101500, where the name says that it is a time. */
    private boolean isClockOfDigits(ColumnGuess guess) {
        double[] values =
                Arrays.stream(guess.numbers(decimal))
                        .filter(value -> !Double.isNaN(value))
                        .toArray();
        return guess.isNumber()
                && isNamedTime(guess)
                && values.length > 0
                && Arrays.stream(values).allMatch(NumericTime::isClock)
                && Arrays.stream(values).anyMatch(value -> value >= CLOCK_DIGITS_LEAST);
    }

    private static boolean isWritten(ColumnGuess guess) {
        return guess.isCalendar() && !guess.isCompactDate();
    }

    private List<Integer> columns(Predicate<ColumnGuess> wanted) {
        return IntStream.range(0, guesses.size())
                .filter(c -> !guesses.get(c).values().isEmpty() && wanted.test(guesses.get(c)))
                .boxed()
                .toList();
    }

    /** The first column whose name speaks of time, else the first. */
    private int bestNamed(List<Integer> columns) {
        return columns.stream()
                .filter(c -> isNamedTime(guesses.get(c)))
                .findFirst()
                .orElse(columns.getFirst());
    }

    static boolean isNamedTime(ColumnGuess guess) {
        String name = guess.name().name().toLowerCase(Locale.ROOT);
        return isTimeName(name) && !DURATION_NAME.matcher(name).matches();
    }

    static boolean isTimeName(String name) {
        return TIME_NAME.matcher(name.toLowerCase(Locale.ROOT)).matches();
    }

    private TimePlan calendar(int column) {
        ColumnGuess guess = guesses.get(column);
        List<CalendarTime.Order> orders = guess.orders();
        CalendarTime.Order order = order(guess, orders);
        boolean open =
                options.dateOrder().isEmpty()
                        && orders.contains(CalendarTime.Order.DMY)
                        && orders.contains(CalendarTime.Order.MDY)
                        && !guess.usesDots();
        return new TimePlan(
                List.of(column), List.of(new CalendarTime(order)), guess.name().name(), open);
    }

    private CalendarTime.Order order(ColumnGuess guess, List<CalendarTime.Order> fitting) {
        if (options.dateOrder().isPresent()) {
            return switch (options.dateOrder().get().toLowerCase(Locale.ROOT)) {
                case "dmy" -> CalendarTime.Order.DMY;
                case "mdy" -> CalendarTime.Order.MDY;
                case "ymd" -> CalendarTime.Order.YMD;
                default ->
                        throw Refusal.invalid(
                                "The date order (%s) must be dmy, mdy or ymd."
                                        .formatted(options.dateOrder().get()));
            };
        }
        if (fitting.contains(CalendarTime.Order.MDY) && guess.usesAmPm() && !guess.usesDots()) {
            return CalendarTime.Order.MDY;
        }
        return fitting.getFirst();
    }

    private TimePlan joined(int date, int clock) {
        TimePlan day = calendar(date);
        TimeReader time =
                isClockOfDigits(guesses.get(clock))
                        ? new NumericTime(Count.CLOCK_DIGITS, decimal)
                        : new CalendarTime(CalendarTime.Order.CLOCK);
        var readers = List.of(day.readers().getFirst(), time);
        String name = day.name() + "+" + guesses.get(clock).name().name();
        return new TimePlan(List.of(date, clock), readers, name, day.ambiguous());
    }

    /** Year, month, day and so on in columns of their own. */
    private Optional<TimePlan> parts() {
        int year = part("year|jahr|yyyy|yr");
        int month = part("month|monat|mo|mm|mon");
        int day = part("day|tag|dd|dom");
        if (year < 0 || month < 0 || day < 0) {
            return Optional.empty();
        }
        var columns = new ArrayList<>(List.of(year, month, day));
        for (String pattern :
                List.of("hour|stunde|hh|hr|std", "minute|min|mi", "second|sekunde|ss|sec|sek")) {
            int column = part(pattern);
            if (column >= 0) {
                columns.add(column);
            }
        }
        String name =
                String.join("+", columns.stream().map(c -> guesses.get(c).name().name()).toList());
        return Optional.of(new TimePlan(columns, List.of(), name, false));
    }

    private int part(String pattern) {
        return columns(guess ->
                        guess.isNumber()
                                && guess.name().name().toLowerCase(Locale.ROOT).matches(pattern))
                .stream()
                .findFirst()
                .orElse(-1);
    }

    /**
     * Dates written as plain numbers, such as 20260131083000, where the name says that they are.
     */
    private Optional<TimePlan> compact() {
        var named = columns(guess -> guess.isCompactDate() && isNamedTime(guess));
        var unnamed =
                columns(guess ->
                        guess.isCompactDate()
                                && guess.hasClock()
                                && guess.values().getFirst().length() >= 14);
        var found = named.isEmpty() ? unnamed : named;
        return found.isEmpty() ? Optional.empty() : Optional.of(calendar(found.getFirst()));
    }

    private Optional<TimePlan> numeric() {
        for (int c = 0; c < guesses.size(); c++) {
            ColumnGuess guess = guesses.get(c);
            if (guess.isNumber() && !guess.values().isEmpty()) {
                Optional<Count> count = epoch(guess, isNamedTime(guess));
                boolean first = c == 0 || isNamedTime(guess);
                if (count.isPresent() && first) {
                    return Optional.of(single(c, new NumericTime(count.get(), style(guess))));
                }
            }
        }
        return Optional.empty();
    }

    /** What the numbers count if they can be times of our century. */
    private Optional<Count> epoch(ColumnGuess guess, boolean named) {
        double[] values = guess.numbers(decimal);
        double low = Arrays.stream(values).filter(value -> !Double.isNaN(value)).min().orElse(0);
        double high = Arrays.stream(values).filter(value -> !Double.isNaN(value)).max().orElse(0);
        if (!named && !rises(values)) {
            return Optional.empty();
        }
        for (Count count :
                List.of(
                        Count.EPOCH_SECONDS,
                        Count.EPOCH_MILLIS,
                        Count.EPOCH_MICROS,
                        Count.EPOCH_NANOS)) {
            double perSecond = Math.pow(1_000, count.ordinal());
            double start = named ? CENTURY_START / 3 : CENTURY_START;
            if (low >= start * perSecond && high <= CENTURY_END * perSecond) {
                return Optional.of(count);
            }
        }
        if (named && low > 1.2e17 && high < 1.5e17) {
            return Optional.of(Count.FILETIME);
        }
        if (named && low > 18_000 && high < 70_000) {
            return Optional.of(Count.EXCEL_DAYS);
        }
        return named && low > 700_000 && high < 770_000
                ? Optional.of(Count.MATLAB_DAYS)
                : Optional.empty();
    }

    private static boolean rises(double[] values) {
        for (int i = 1; i < values.length; i++) {
            if (values[i] < values[i - 1]) {
                return false;
            }
        }
        return values.length > 1 && values[values.length - 1] > values[0];
    }

    /** Seconds since the start of a recording. */
    private Optional<TimePlan> relative() {
        for (int c = 0; c < guesses.size(); c++) {
            ColumnGuess guess = guesses.get(c);
            boolean named = RELATIVE_NAMES.contains(guess.name().name().toLowerCase(Locale.ROOT));
            if (named && guess.isNumber() && rises(guess.numbers(decimal))) {
                return Optional.of(single(c, new NumericTime(relativeUnit(guess), style(guess))));
            }
        }
        return Optional.empty();
    }

    private static Count relativeUnit(ColumnGuess guess) {
        String name = guess.name().name().toLowerCase(Locale.ROOT);
        String unit = guess.name().unit();
        if (unit.equals("ms") || name.endsWith("_ms")) {
            return Count.RELATIVE_MILLIS;
        }
        if (unit.equals("min") || name.startsWith("minute") || name.endsWith("_min")) {
            return Count.RELATIVE_MINUTES;
        }
        if (unit.equals("h") || name.startsWith("hour") || name.endsWith("_h")) {
            return Count.RELATIVE_HOURS;
        }
        return unit.equals("d") ? Count.RELATIVE_DAYS : Count.RELATIVE_SECONDS;
    }

    private Optional<TimePlan> clockOnly() {
        var clocks = columns(ColumnGuess::isClock);
        return clocks.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        single(bestNamed(clocks), new CalendarTime(CalendarTime.Order.CLOCK)));
    }

    private char style(ColumnGuess guess) {
        return guess.style(decimal).decimal();
    }

    private TimePlan single(int column, TimeReader reader) {
        return new TimePlan(
                List.of(column), List.of(reader), guesses.get(column).name().name(), false);
    }
}
