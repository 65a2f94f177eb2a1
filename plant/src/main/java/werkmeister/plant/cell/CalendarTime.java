package werkmeister.plant.cell;

import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Reads times written as a date, a time of day or both, in the many ways of people and machines.
 *
 * <p>Only the order of day, month and year is fixed beforehand; marks, missing seconds, fractions,
 * names of months, AM and PM, offsets and names of zones are taken as they come, so that a column
 * may mix them. Every reading is checked against the calendar: 31.02. is no date.
 */
public final class CalendarTime implements TimeReader {
    public enum Order {
        YMD,
        DMY,
        MDY,
        /** No date at all, only a time of day. */
        CLOCK
    }

    private static final long SECOND = 1_000_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    public static final long DAY = 24 * HOUR;

    /** Blanks that are none in ASCII, and byte order marks where files were joined. */
    private static final Pattern ODD_BLANKS = Pattern.compile("[\\u00A0\\u202F\\u2009\\uFEFF]");

    private static final int TWO_DIGIT_PIVOT = 70;
    private static final Map<String, Integer> MONTHS =
            Map.ofEntries(
                    Map.entry("jan", 1),
                    Map.entry("feb", 2),
                    Map.entry("mar", 3),
                    Map.entry("mär", 3),
                    Map.entry("mrz", 3),
                    Map.entry("mae", 3),
                    Map.entry("apr", 4),
                    Map.entry("may", 5),
                    Map.entry("mai", 5),
                    Map.entry("jun", 6),
                    Map.entry("jul", 7),
                    Map.entry("aug", 8),
                    Map.entry("sep", 9),
                    Map.entry("oct", 10),
                    Map.entry("okt", 10),
                    Map.entry("nov", 11),
                    Map.entry("dec", 12),
                    Map.entry("dez", 12));
    private static final Map<String, Integer> ZONE_HOURS =
            Map.of(
                    "z", 0, "utc", 0, "gmt", 0, "cet", 1, "mez", 1, "cest", 2, "mesz", 2, "bst", 1,
                    "wet", 0, "eet", 2);

    private final Order order;
    private byte[] bytes = new byte[0];
    private int at;
    private int end;
    private boolean universal;
    private boolean hasDate;
    private boolean hasClock;
    private boolean failed;

    public CalendarTime(Order order) {
        this.order = order;
    }

    public Order order() {
        return order;
    }

    /** Whether the time last read named a day. */
    public boolean hasDate() {
        return hasDate;
    }

    /** Whether the time last read named a time of day. */
    public boolean hasClock() {
        return hasClock;
    }

    @Override
    public boolean universal() {
        return universal;
    }

    @Override
    public long read(byte[] from, int start, int stop) {
        long micros = plain(from, start, stop);
        if (micros != BAD || !hasHighByte(from, start, stop)) {
            return micros;
        }
        String text = new String(from, start, stop - start, StandardCharsets.UTF_8);
        byte[] plain = ODD_BLANKS.matcher(text).replaceAll(" ").getBytes(StandardCharsets.UTF_8);
        return plain(plain, 0, plain.length);
    }

    private static boolean hasHighByte(byte[] bytes, int from, int to) {
        for (int i = from; i < to; i++) {
            if (bytes[i] < 0) {
                return true;
            }
        }
        return false;
    }

    private long plain(byte[] from, int start, int stop) {
        begin(from, start, stop);
        if (at == end) {
            return BAD;
        }
        long micros = order == Order.CLOCK ? 0 : date();
        if (failed) {
            return BAD;
        }
        if (!hasClock && (at < end || order == Order.CLOCK)) {
            separator();
            micros += timeOfDay();
        }
        if (!failed && hasClock) {
            micros = rest(micros + fraction());
        }
        return failed || at < end ? BAD : micros;
    }

    private void begin(byte[] from, int start, int stop) {
        bytes = from;
        at = start;
        end = stop;
        universal = false;
        hasDate = false;
        hasClock = false;
        failed = false;
        while (at < end
                && (bytes[at] == ' '
                        || bytes[at] == '\''
                        || bytes[at] == '['
                        || bytes[at] == '"')) {
            at++;
        }
        while (end > at
                && (bytes[end - 1] == ' ' || bytes[end - 1] == ']' || bytes[end - 1] == '"')) {
            end--;
        }
    }

    /** Reads the date and returns its midnight. */
    private long date() {
        hasDate = true;
        weekday();
        int start = at;
        int first = monthNameOrNumber();
        int firstDigits = at - start;
        if (failed) {
            return BAD;
        }
        boolean firstIsName = isLetter(bytes[start]);
        if (order == Order.YMD && !firstIsName && firstDigits >= 8) {
            return compact(start);
        }
        dateMark();
        int middleStart = at;
        int middle = monthNameOrNumber();
        boolean middleIsName = !failed && isLetter(bytes[middleStart]);
        dateMark();
        int lastStart = at;
        int last = number();
        int lastDigits = at - lastStart;
        if (failed) {
            return BAD;
        }
        return switch (order) {
            case YMD ->
                    firstDigits == 4 && !firstIsName && lastDigits <= 2
                            ? midnight(first, middle, last)
                            : fail();
            case DMY ->
                    firstDigits <= 2 && !firstIsName
                            ? midnight(year(last, lastDigits), middle, first)
                            : fail();
            case MDY ->
                    !middleIsName && (firstIsName || firstDigits <= 2)
                            ? midnight(year(last, lastDigits), first, middle)
                            : fail();
            case CLOCK -> fail();
        };
    }

    /**
     * Such as 20260131 or 20260131083000: stands behind the day, or behind a clock that has no mark
     * before it.
     */
    private long compact(int start) {
        int digits = at - start;
        if (digits != 8 && digits != 12 && digits != 14 && digits != 17) {
            return fail();
        }
        int stop = at;
        at = start;
        long micros = midnight(digits(4), digits(2), digits(2));
        if (failed || digits == 8) {
            return micros;
        }
        hasClock = true;
        micros += clockOf(digits(2), digits(2), at < stop ? digits(2) : 0);
        return at < stop ? micros + digits(3) * 1_000L : micros;
    }

    /** Skips the name of a weekday. */
    private void weekday() {
        if (at >= end || !isLetter(bytes[at])) {
            return;
        }
        int start = at;
        while (at < end && (isLetter(bytes[at]) || bytes[at] == '.' || bytes[at] == ',')) {
            at++;
        }
        String word =
                new String(bytes, start, at - start, StandardCharsets.UTF_8)
                        .toLowerCase(Locale.ROOT);
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        if (isMonth(word) || word.length() < 2) {
            at = start;
        }
    }

    /** Whether a word names a month. */
    public static boolean isMonth(String word) {
        return word.length() >= 3
                && MONTHS.containsKey(word.toLowerCase(Locale.ROOT).substring(0, 3));
    }

    private int monthNameOrNumber() {
        if (at >= end || !isLetter(bytes[at])) {
            return number();
        }
        int start = at;
        while (at < end && isLetter(bytes[at])) {
            at++;
        }
        String word =
                new String(bytes, start, at - start, StandardCharsets.UTF_8)
                        .toLowerCase(Locale.ROOT);
        Integer month = word.length() < 3 ? null : MONTHS.get(word.substring(0, 3));
        if (month == null) {
            failed = true;
            return 0;
        }
        return month;
    }

    private void dateMark() {
        int start = at;
        while (at < end
                && (bytes[at] == '-'
                        || bytes[at] == '/'
                        || bytes[at] == '.'
                        || bytes[at] == ' '
                        || bytes[at] == ','
                        || bytes[at] == '_')
                && at - start < 2) {
            at++;
        }
        failed |= at == start;
    }

    /** Skips what stands between date and clock. */
    private void separator() {
        if (!hasDate) {
            return;
        }
        int start = at;
        while (at < end && isSeparator(bytes[at]) && at - start < 3) {
            at++;
        }
        failed |= at == start;
    }

    private static boolean isSeparator(byte b) {
        return b == ' ' || b == 'T' || b == 't' || b == '_' || b == ',' || b == '-' || b == ':'
                || b == '/';
    }

    private long timeOfDay() {
        int start = at;
        int hours = number();
        int digits = at - start;
        if (failed) {
            return BAD;
        }
        hasClock = true;
        if (hasDate && (digits == 6 || digits == 4)) {
            at = start;
            return clockOf(digits(2), digits(2), digits == 6 ? digits(2) : 0);
        }
        if (digits > 2) {
            return fail();
        }
        if (!clockMark(':') && !(hasDate && (clockMark('.') || clockMark('-')))) {
            return hasDate ? clockOf(hours, 0, 0) : fail();
        }
        byte mark = bytes[at - 1];
        int minuteStart = at;
        int minutes = number();
        if (at - minuteStart > 2) {
            return fail();
        }
        int seconds = clockMark((char) mark) ? number() : 0;
        return failed ? BAD : clockOf(hours, minutes, seconds);
    }

    private boolean clockMark(char mark) {
        boolean there = at + 1 < end && bytes[at] == mark && isDigit(bytes[at + 1]);
        if (there) {
            at++;
        }
        return there;
    }

    private long fraction() {
        if (at + 1 >= end
                || (bytes[at] != '.' && bytes[at] != ',' && bytes[at] != ':')
                || !isDigit(bytes[at + 1])) {
            return 0;
        }
        at++;
        long micros = 0;
        long unit = SECOND / 10;
        while (at < end && isDigit(bytes[at])) {
            micros += (bytes[at++] - '0') * unit;
            unit /= 10;
        }
        return micros;
    }

    /** What follows the clock: AM and PM, the word for o'clock, offsets and names of zones. */
    private long rest(long micros) {
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        return at < end ? tail(micros) : micros;
    }

    private long tail(long micros) {
        if (bytes[at] == '+' || bytes[at] == '-') {
            return micros - offset();
        }
        int start = at;
        while (at < end && (isLetter(bytes[at]) || bytes[at] == '.')) {
            at++;
        }
        String word =
                new String(bytes, start, at - start, StandardCharsets.UTF_8)
                        .toLowerCase(Locale.ROOT)
                        .replace(".", "");
        while (at < end && bytes[at] == ' ') {
            at++;
        }
        long shifted = word(word, micros);
        if (failed || at >= end) {
            return shifted;
        }
        if (bytes[at] == '[') {
            at = end; // The zone's name behind its offset adds nothing.
            return shifted;
        }
        return word.isEmpty() ? fail() : tail(shifted);
    }

    private long word(String word, long micros) {
        Integer zone = ZONE_HOURS.get(word);
        if (zone != null) {
            universal = true;
            return micros - zone * HOUR;
        }
        long sinceMidday = Math.floorMod(micros, DAY) - 12 * HOUR;
        return switch (word) {
            case "am" -> sinceMidday >= 0 && sinceMidday < HOUR ? micros - 12 * HOUR : micros;
            case "pm" -> sinceMidday < 0 ? micros + 12 * HOUR : micros;
            case "uhr" -> micros;
            default -> fail();
        };
    }

    private long offset() {
        int sign = bytes[at++] == '-' ? -1 : 1;
        int start = at;
        int value = number();
        int digits = at - start;
        int hours = digits <= 2 ? value : value / 100;
        int minutes = digits <= 2 ? 0 : value % 100;
        if (!failed && digits <= 2 && at < end && bytes[at] == ':') {
            at++;
            minutes = number();
        }
        if (failed || hours > 18 || minutes > 59 || digits > 4) {
            return fail();
        }
        if (at < end && bytes[at] == '[') {
            at = end;
        }
        universal = true;
        return sign * (hours * HOUR + minutes * MINUTE);
    }

    private long clockOf(int hours, int minutes, int seconds) {
        boolean midnight = hours == 24 && minutes == 0 && seconds == 0;
        if (hours > 23 && !midnight || minutes > 59 || seconds > 60) {
            return fail();
        }
        return hours * HOUR + minutes * MINUTE + seconds * SECOND;
    }

    private static int year(int year, int digits) {
        if (digits == 2) {
            return year < TWO_DIGIT_PIVOT ? 2000 + year : 1900 + year;
        }
        return digits == 4 ? year : -1;
    }

    private long midnight(int year, int month, int day) {
        if (year < 1900
                || year > 2200
                || month < 1
                || month > 12
                || day < 1
                || day > lengthOf(month, year)) {
            return fail();
        }
        return epochDay(year, month, day) * DAY;
    }

    private static int lengthOf(int month, int year) {
        return switch (month) {
            case 2 -> year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28;
            case 4, 6, 9, 11 -> 30;
            default -> 31;
        };
    }

    /**
     * Days since 1970-01-01 in the Gregorian calendar (years from March, so that the leap day comes
     * last).
     */
    private static long epochDay(int year, int month, int day) {
        int y = month <= 2 ? year - 1 : year;
        int sinceMarch = month <= 2 ? month + 9 : month - 3;
        long dayOfYear = (153L * sinceMarch + 2) / 5 + day - 1;
        return 365L * y + y / 4 - y / 100 + y / 400 + dayOfYear - 719_468;
    }

    private int number() {
        int value = 0;
        int start = at;
        while (at < end && isDigit(bytes[at]) && at - start < 18) {
            value = value * 10 + bytes[at++] - '0';
        }
        failed |= at == start;
        return value;
    }

    private int digits(int count) {
        int value = 0;
        for (int i = 0; i < count; i++) {
            value = value * 10 + bytes[at++] - '0';
        }
        return value;
    }

    private long fail() {
        failed = true;
        return BAD;
    }

    private static boolean isDigit(byte b) {
        return b >= '0' && b <= '9';
    }

    private static boolean isLetter(byte b) {
        return (b | 0x20) >= 'a' && (b | 0x20) <= 'z' || b < 0;
    }

    @Override
    public String name() {
        return switch (order) {
            case YMD -> "yyyy-MM-dd";
            case DMY -> "dd.MM.yyyy";
            case MDY -> "MM/dd/yyyy";
            case CLOCK -> "HH:mm:ss";
        };
    }
}
