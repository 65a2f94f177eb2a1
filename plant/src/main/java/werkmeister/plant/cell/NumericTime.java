package werkmeister.plant.cell;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Times written as one number: since the epoch, as a day of a spreadsheet, or as seconds since the
 * start.
 */
public final class NumericTime implements TimeReader {
    /** What the number counts. */
    public enum Count {
        EPOCH_SECONDS("epoch s", 1e6, 0, true),
        EPOCH_MILLIS("epoch ms", 1e3, 0, true),
        EPOCH_MICROS("epoch us", 1, 0, true),
        EPOCH_NANOS("epoch ns", 1e-3, 0, true),
        /** 100 ns since 1601. */
        FILETIME("Windows file time", 0.1, -11_644_473_600e6, true),
        /** Days since 1899-12-30. */
        EXCEL_DAYS("Excel serial", 86_400e6, -2_209_161_600e6, false),
        /** Days since year 0, as MATLAB counts. */
        MATLAB_DAYS("MATLAB datenum", 86_400e6, -719_529 * 86_400e6, false),
        /** The digits of a time of day: 93000 is half past nine. */
        CLOCK_DIGITS("HHmmss", 1e6, 0, false),
        RELATIVE_DAYS("days since the start", 86_400e6, 0, true),
        RELATIVE_HOURS("hours since the start", 3_600e6, 0, true),
        RELATIVE_MINUTES("minutes since the start", 60e6, 0, true),
        RELATIVE_SECONDS("seconds since the start", 1e6, 0, true),
        RELATIVE_MILLIS("milliseconds since the start", 1e3, 0, true);

        private final String title;
        private final double micros;
        private final double originMicros;
        private final boolean universal;

        Count(String title, double micros, double originMicros, boolean universal) {
            this.title = title;
            this.micros = micros;
            this.originMicros = originMicros;
            this.universal = universal;
        }

        public boolean days() {
            return this == EXCEL_DAYS || this == MATLAB_DAYS;
        }

        public boolean relative() {
            return name().startsWith("RELATIVE");
        }
    }

    private static final double MILLI = 1_000;
    private static final int SIXTY = 60;
    private static final double END_OF_TIME = 4e17;

    private final Count count;
    private final char decimal;
    private final NumberReader numbers;

    public NumericTime(Count count, char decimal) {
        this.count = count;
        this.decimal = decimal;
        this.numbers =
                new NumberReader(
                        new NumberReader.Style(decimal, '\0', ""), new NullTokens(List.of()));
    }

    public Count count() {
        return count;
    }

    @Override
    public long read(byte[] bytes, int from, int to) {
        double value = numbers.read(bytes, from, to);
        if (numbers.outcome() != NumberReader.Outcome.NUMBER) {
            return BAD;
        }
        if (count == Count.CLOCK_DIGITS) {
            return clock(value);
        }
        double micros = value * count.micros + count.originMicros;
        if (Math.abs(micros) > END_OF_TIME) {
            return BAD;
        }
        if (count.days()) {
            // A double holds a day of our century to about half a microsecond, a spreadsheet shows
            // milliseconds.
            return Math.round(micros / MILLI) * (long) MILLI;
        }
        return count.micros >= 1 && Math.abs(value) < (1L << 50)
                ? exact(value)
                : exact(bytes, from, to);
    }

    /** Whether a number is the digits of a time of day. */
    public static boolean isClock(double value) {
        return clock(value) != BAD;
    }

    private static long clock(double value) {
        boolean whole = value == Math.rint(value) && value >= 0 && value < 240_000;
        int digits = whole ? (int) value : -1;
        int minutes = digits / 100 % 100;
        int seconds = digits % 100;
        return !whole || minutes >= SIXTY || seconds >= SIXTY
                ? BAD
                : ((digits / 10_000L * SIXTY + minutes) * SIXTY + seconds) * 1_000_000;
    }

    /** Rounds fractions of seconds on the decimal that was written, not on its nearest double. */
    private long exact(double value) {
        double whole = Math.floor(value);
        return (long) whole * (long) count.micros
                + Math.round((value - whole) * count.micros)
                + (long) count.originMicros;
    }

    private long exact(byte[] bytes, int from, int to) {
        String text =
                new String(bytes, from, to - from, StandardCharsets.US_ASCII)
                        .strip()
                        .replace(decimal, '.');
        return new BigDecimal(text)
                .multiply(BigDecimal.valueOf(count.micros))
                .add(BigDecimal.valueOf(count.originMicros))
                .setScale(0, RoundingMode.FLOOR)
                .longValue();
    }

    @Override
    public boolean universal() {
        return count.universal;
    }

    @Override
    public String name() {
        return count.title;
    }
}
