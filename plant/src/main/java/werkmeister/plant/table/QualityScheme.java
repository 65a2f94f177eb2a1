package werkmeister.plant.table;

import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * How a source says how good a sample is. All are kept as one code: 0 good, 1 uncertain, 2 bad, and
 * no code where the source has none.
 *
 * <p>OPC Classic writes 192 to 255 for good, 64 to 127 for uncertain and 0 for bad; OPC UA writes 0
 * for good and sets one of the two highest of 32 bits otherwise. So a 0 alone says nothing: the
 * column as a whole decides.
 */
enum QualityScheme {
    OWN,
    CLASSIC,
    UA,
    WORDS;

    static final double GOOD = 0;
    static final double UNCERTAIN = 1;
    static final double BAD = 2;

    private static final int FEW = 64;
    private static final double BITS_32 = 4_294_967_296.0;
    private static final double UA_UNCERTAIN = 1_073_741_824.0;
    private static final double UA_BAD = 2_147_483_648.0;
    private static final int CLASSIC_GOOD = 192;
    private static final int CLASSIC_UNCERTAIN = 64;
    private static final int CLASSIC_MOST = 255;
    private static final Pattern GOOD_WORD =
            Pattern.compile("(good|gut|ok|valid|gültig|gueltig|normal)\\b.*|good[a-z]*.*");
    private static final Pattern BAD_WORD =
            Pattern.compile(
                    "(schlecht|invalid|ungültig|ungueltig|fehlerhaft|fehler|error)\\b.*|bad[a-z]*.*");
    private static final Pattern UNCERTAIN_WORD =
            Pattern.compile(
                    "(unsicher|questionable|fraglich|substituted|ersatzwert|suspect)\\b.*|uncertain[a-z]*.*");

    /** The scheme of a column, if all that it holds belongs to one. */
    static Optional<QualityScheme> of(Series column) {
        return column.isText() ? ofTexts(column.texts()) : ofNumbers(column);
    }

    private static Optional<QualityScheme> ofTexts(String[] texts) {
        var distinct = new TreeSet<String>();
        for (String text : texts) {
            if (!text.isBlank()) {
                distinct.add(text);
            }
            if (distinct.size() > FEW) {
                return Optional.empty();
            }
        }
        boolean all =
                !distinct.isEmpty()
                        && distinct.stream().noneMatch(text -> Double.isNaN(word(text)));
        return all ? Optional.of(WORDS) : Optional.empty();
    }

    private static Optional<QualityScheme> ofNumbers(Series column) {
        Set<Double> distinct = new TreeSet<>();
        for (double value : column.numbers()) {
            if (!Double.isNaN(value)) {
                distinct.add(value);
            }
            if (distinct.size() > FEW || value != Math.rint(value) && !Double.isNaN(value)) {
                return Optional.empty();
            }
        }
        if (distinct.isEmpty()) {
            return Optional.empty();
        }
        boolean own =
                column.name().name().endsWith(QualityColumns.COMPANION)
                        && distinct.stream().allMatch(code -> code >= GOOD && code <= BAD);
        boolean classic =
                distinct.stream().allMatch(code -> code >= 0 && code <= CLASSIC_MOST)
                        && distinct.stream().anyMatch(code -> code >= CLASSIC_GOOD);
        boolean ua =
                distinct.stream()
                        .allMatch(code ->
                                code == 0
                                        || unsigned(code) >= UA_UNCERTAIN
                                                && unsigned(code) < BITS_32);
        return own
                ? Optional.of(OWN)
                : classic ? Optional.of(CLASSIC) : ua ? Optional.of(UA) : Optional.empty();
    }

    /** The code of a row. */
    double code(Series column, int row) {
        return switch (this) {
            case OWN -> column.numbers()[row];
            case CLASSIC -> classic(column.numbers()[row]);
            case UA -> ua(column.numbers()[row]);
            case WORDS -> column.texts()[row].isBlank() ? Double.NaN : word(column.texts()[row]);
        };
    }

    private static double classic(double value) {
        if (Double.isNaN(value)) {
            return value;
        }
        return value >= CLASSIC_GOOD ? GOOD : value >= CLASSIC_UNCERTAIN ? UNCERTAIN : BAD;
    }

    private static double ua(double value) {
        if (Double.isNaN(value)) {
            return value;
        }
        double bits = unsigned(value);
        return bits >= UA_BAD ? BAD : bits >= UA_UNCERTAIN ? UNCERTAIN : GOOD;
    }

    private static double unsigned(double value) {
        return value < 0 ? value + BITS_32 : value;
    }

    /** Words, and numbers that are written as 0x80000000; not a number if it is neither. */
    private static double word(String text) {
        String word = text.strip().toLowerCase(Locale.ROOT);
        if (word.matches("0x[0-9a-f]{1,8}")) {
            return ua(Long.parseLong(word.substring(2), 16));
        }
        if (GOOD_WORD.matcher(word).matches()) {
            return GOOD;
        }
        if (BAD_WORD.matcher(word).matches()) {
            return BAD;
        }
        return UNCERTAIN_WORD.matcher(word).matches() ? UNCERTAIN : Double.NaN;
    }
}
