package werkmeister.plant.cell;

import org.jspecify.annotations.Nullable;

import java.util.regex.Pattern;

/** How a number is written: the evidence that its marks give. */
public final class Digits {
    private static final Pattern PLAIN_POINT =
            Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern PLAIN_COMMA =
            Pattern.compile("[+-]?(\\d+,?\\d*|,\\d+)([eE][+-]?\\d{1,3})?");
    private static final Pattern GROUPED =
            Pattern.compile(
                    "[+-]?\\d{1,3}(?<mark>[.,' \u2019])\\d{3}(\\k<mark>\\d{3})*(?<rest>[.,]\\d*)?");
    private static final int GROUP = 3;

    /** What a cell says of the marks in it. */
    public enum Evidence {
        /** No number at all. */
        NONE,
        /** A number without marks. */
        PLAIN,
        /** The point must be the decimal mark. */
        POINT,
        /** The comma must be the decimal mark. */
        COMMA,
        /** One point before three digits: a decimal mark or a thousands mark. */
        MAYBE_POINT,
        /** One comma before three digits: a decimal mark or a thousands mark. */
        MAYBE_COMMA
    }

    private Digits() {}

    public static boolean isPlain(String text, char decimal) {
        return (decimal == ',' ? PLAIN_COMMA : PLAIN_POINT).matcher(text).matches();
    }

    /**
     * The number without the oddities around it: other minus signs and blanks, a leading apostrophe
     * or a formula around, a sign behind.
     */
    public static String normal(String cell) {
        String text =
                cell.replace('\u2212', '-')
                        .replace('\u00A0', ' ')
                        .replace('\u202F', ' ')
                        .replace('\u2009', ' ')
                        .strip();
        if (text.length() > 3 && text.startsWith("=\"") && text.endsWith("\"")) {
            // A spreadsheet's way of keeping leading zeros.
            text = text.substring(2, text.length() - 1);
        }
        if (text.startsWith("'")) {
            text = text.substring(1);
        }
        if (text.length() > 1 && text.endsWith("-")) {
            text = "-" + text.substring(0, text.length() - 1);
        }
        return text;
    }

    public static Evidence evidence(String cell) {
        String text = normal(cell);
        boolean point = PLAIN_POINT.matcher(text).matches();
        boolean comma = PLAIN_COMMA.matcher(text).matches();
        if (point && comma) {
            return Evidence.PLAIN;
        }
        if (point) {
            return isGroupLike(text, '.') ? Evidence.MAYBE_POINT : Evidence.POINT;
        }
        if (comma) {
            return isGroupLike(text, ',') ? Evidence.MAYBE_COMMA : Evidence.COMMA;
        }
        var grouped = GROUPED.matcher(text);
        return grouped.matches()
                ? groupedEvidence(grouped.group("mark"), grouped.group("rest"))
                : Evidence.NONE;
    }

    /**
     * Whether both marks, or one mark several times, prove that the numbers have thousands marks.
     */
    public static boolean isGrouped(String cell) {
        String text = normal(cell);
        var grouped = GROUPED.matcher(text);
        return grouped.matches() && !isPlain(text, '.') && !isPlain(text, ',');
    }

    /** Removes thousands marks where they stand between groups of three digits. */
    public static String withoutGroups(String text, NumberReader.Style style) {
        var grouped = GROUPED.matcher(text);
        if (!grouped.matches()) {
            return text;
        }
        char mark = grouped.group("mark").charAt(0);
        boolean expected =
                mark == style.thousands() || mark == ' ' || mark == '\'' || mark == '\u2019';
        return expected ? text.replace(String.valueOf(mark), "") : text;
    }

    private static Evidence groupedEvidence(String mark, @Nullable String rest) {
        if (rest != null && !rest.isEmpty()) {
            return rest.charAt(0) == ',' ? Evidence.COMMA : Evidence.POINT;
        }
        return switch (mark) {
            case "." -> Evidence.COMMA;
            case "," -> Evidence.POINT;
            default -> Evidence.PLAIN;
        };
    }

    /**
     * Such as {@code 12.345}: one to three digits without a leading zero, the mark, exactly three
     * digits.
     */
    private static boolean isGroupLike(String text, char mark) {
        int start = text.charAt(0) == '-' || text.charAt(0) == '+' ? 1 : 0;
        int at = text.indexOf(mark);
        int before = at - start;
        return before >= 1
                && before <= GROUP
                && text.length() - at - 1 == GROUP
                && text.charAt(start) != '0'
                && text.chars().skip(at + 1L).allMatch(Character::isDigit);
    }
}
