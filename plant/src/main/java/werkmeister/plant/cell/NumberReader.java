package werkmeister.plant.cell;

import ch.randelshofer.fastdoubleparser.JavaDoubleParser;

import java.nio.charset.StandardCharsets;

/**
 * Reads the numbers of a column.
 *
 * <p>The common case is exact in plain arithmetic: a mantissa up to 2^53 divided or multiplied by a
 * power of ten up to 10^22 is correctly rounded, since both are exact doubles (Clinger, How to read
 * floating point numbers accurately, 1990). Longer numbers go to a general parser; thousands marks,
 * units behind the number, signs behind it and the many kinds of blanks are dealt with after that
 * has failed.
 */
public final class NumberReader {
    public enum Outcome {
        NUMBER,
        MISSING,
        BAD
    }

    private static final double[] POWERS = {
        1e0, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16,
        1e17, 1e18, 1e19, 1e20, 1e21, 1e22
    };
    private static final int SAFE_DIGITS = 18;
    private static final int QUICK_DIGITS = 15;
    private static final long EXACT = 1L << 53;

    /**
     * How the numbers of a column are written.
     *
     * @param decimal the decimal mark
     * @param thousands the mark between groups of three digits, 0 where none is expected
     * @param suffix what stands behind each number, such as a unit; empty where nothing does
     */
    public record Style(char decimal, char thousands, String suffix) {}

    private final Style style;
    private final byte decimal;
    private final NullTokens nulls;
    private final boolean nullNumbers;
    private Outcome outcome = Outcome.MISSING;
    private double quick = Double.NaN;

    public NumberReader(Style style, NullTokens nulls) {
        this.style = style;
        this.decimal = (byte) style.decimal();
        this.nulls = nulls;
        this.nullNumbers = nulls.anyNumber();
    }

    /** What became of the last cell. */
    public Outcome outcome() {
        return outcome;
    }

    /** The cell's number; NaN with {@link #outcome} saying why where there is none. */
    public double read(byte[] bytes, int start, int end) {
        double value = number(bytes, start, end);
        if (nullNumbers && nulls.contains(value)) {
            outcome = Outcome.MISSING;
            return Double.NaN;
        }
        return value;
    }

    /**
     * The end of the cell that starts here if it holds nothing or a plain number of at most 15
     * digits (which is exact) and ends before the limit; else -1, and the cell has to be read as a
     * whole. The number is {@link #quick} then.
     */
    public int end(byte[] bytes, int from, int limit, byte separator) {
        int at = from;
        boolean negative = at < limit && bytes[at] == '-';
        at += negative ? 1 : 0;
        int start = at;
        long mantissa = 0;
        int digit;
        while (at < limit && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
            mantissa = mantissa * 10 + digit;
            at++;
        }
        int digits = at - start;
        int scale = 0;
        if (at < limit && bytes[at] == decimal) {
            start = ++at;
            while (at < limit && (digit = bytes[at] - '0') >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                at++;
            }
            scale = at - start;
            digits += scale;
        }
        boolean ended =
                at < limit && (bytes[at] == separator || bytes[at] == '\n' || bytes[at] == '\r');
        if (!ended || digits > QUICK_DIGITS || digits == 0 && at > from || nullNumbers) {
            return -1;
        }
        double value = mantissa / POWERS[scale];
        quick = digits == 0 ? Double.NaN : negative ? -value : value;
        return at;
    }

    /** What was found last; NaN for a cell that holds nothing. */
    public double quick() {
        return quick;
    }

    private double number(byte[] bytes, int start, int end) {
        int from = start;
        int to = end;
        while (from < to && bytes[from] == ' ') {
            from++;
        }
        while (to > from && bytes[to - 1] == ' ') {
            to--;
        }
        if (from == to) {
            outcome = Outcome.MISSING;
            return Double.NaN;
        }
        outcome = Outcome.NUMBER;
        int i = from;
        boolean negative = bytes[i] == '-';
        if (negative || bytes[i] == '+') {
            i++;
        }
        long mantissa = 0;
        int digits = 0;
        int afterMark = -1;
        for (; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit >= 0 && digit <= 9) {
                mantissa = mantissa * 10 + digit;
                digits++;
            } else if (bytes[i] == decimal && afterMark < 0) {
                afterMark = digits;
            } else {
                break;
            }
        }
        int scale = afterMark < 0 ? 0 : digits - afterMark;
        if (i < to) {
            int exponent = exponent(bytes, i, to);
            if (exponent == NO_EXPONENT) {
                return oddly(bytes, from, to);
            }
            scale -= exponent;
        }
        boolean exact =
                digits > 0
                        && digits <= SAFE_DIGITS
                        && mantissa <= EXACT
                        && scale < POWERS.length
                        && -scale < POWERS.length;
        if (!exact) {
            return digits == 0 ? oddly(bytes, from, to) : general(bytes, from, to);
        }
        double value = scale >= 0 ? mantissa / POWERS[scale] : mantissa * POWERS[-scale];
        return negative ? -value : value;
    }

    private static final int NO_EXPONENT = Integer.MIN_VALUE;

    /** The exponent that the rest of the cell is, such as {@code e-05}. */
    private static int exponent(byte[] bytes, int from, int to) {
        if ((bytes[from] | 0x20) != 'e' || to - from < 2 || to - from > 5) {
            return NO_EXPONENT;
        }
        int i = from + 1;
        boolean negative = bytes[i] == '-';
        if (negative || bytes[i] == '+') {
            i++;
        }
        if (i == to) {
            return NO_EXPONENT;
        }
        int value = 0;
        for (; i < to; i++) {
            int digit = bytes[i] - '0';
            if (digit < 0 || digit > 9) {
                return NO_EXPONENT;
            }
            value = value * 10 + digit;
        }
        return negative ? -value : value;
    }

    /** A plain number of too many digits for exact arithmetic. */
    private double general(byte[] bytes, int from, int to) {
        var plain = new byte[to - from];
        for (int i = 0; i < plain.length; i++) {
            plain[i] = bytes[from + i] == decimal ? (byte) '.' : bytes[from + i];
        }
        double value = JavaDoubleParser.parseDouble(plain);
        if (Double.isInfinite(value)) {
            outcome = Outcome.BAD;
            return Double.NaN;
        }
        return value;
    }

    /**
     * A cell that is no plain number: without value, written with thousands marks or a unit, or no
     * number at all.
     */
    private double oddly(byte[] bytes, int from, int to) {
        String text = CellText.decode(bytes, from, to, StandardCharsets.UTF_8);
        if (nulls.contains(text)) {
            outcome = Outcome.MISSING;
            return Double.NaN;
        }
        String plain = plain(text);
        if (plain.isEmpty()) {
            outcome = Outcome.BAD;
            return Double.NaN;
        }
        byte[] ascii = plain.getBytes(StandardCharsets.US_ASCII);
        return general(ascii, 0, ascii.length);
    }

    /** The number in the column's decimal mark and nothing else, or empty if it is none. */
    private String plain(String text) {
        String rest = Digits.normal(text);
        if (!style.suffix().isEmpty() && rest.endsWith(style.suffix())) {
            rest = rest.substring(0, rest.length() - style.suffix().length()).strip();
        }
        rest = rest.replace("- ", "-").replace('D', 'E').replace('d', 'e');
        String joined = Digits.withoutGroups(rest, style);
        return Digits.isPlain(joined, style.decimal()) ? joined : "";
    }
}
