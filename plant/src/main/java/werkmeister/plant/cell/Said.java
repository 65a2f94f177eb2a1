package werkmeister.plant.cell;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** A sentence about a file for people, in English and in German. */
public record Said(String en, String de) {
    private static final DateTimeFormatter GERMAN_TIME =
            DateTimeFormatter.ofPattern("dd.MM.yyyy HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

    /**
     * The sentence with these values in it.
     *
     * @param en the English sentence as a {@link java.util.Formatter} takes it
     * @param de the German one, with the same values in the same order
     */
    public static Said of(String en, String de, Object... values) {
        Object[] german = Arrays.stream(values).map(Said::german).toArray();
        return new Said(
                String.format(Locale.ROOT, en, values), String.format(Locale.GERMANY, de, german));
    }

    /** A number as it stands in a sentence. */
    public static Said number(double value) {
        String plain = Double.toString(value);
        return new Said(plain, plain.replace('.', ','));
    }

    /** Parts of a sentence with commas between. */
    public static Said list(List<Said> parts) {
        return new Said(
                parts.stream().map(Said::en).collect(Collectors.joining(", ")),
                parts.stream().map(Said::de).collect(Collectors.joining(", ")));
    }

    /** A value as a German reads it where the sentence takes it as it is. */
    private static Object german(Object value) {
        return switch (value) {
            case Instant time -> GERMAN_TIME.format(time);
            case Said part -> part.de();
            default -> value;
        };
    }

    /** The English sentence: what a {@code %s} of another sentence shows. */
    @Override
    public String toString() {
        return en;
    }
}
