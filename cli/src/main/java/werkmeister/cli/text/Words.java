package werkmeister.cli.text;

import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Objects;
import java.util.PropertyResourceBundle;
import java.util.ResourceBundle;

/** The dictionary of one language: every sentence that the command line can say. */
public final class Words {
    private final Language language;
    private final ResourceBundle bundle;

    private Words(Language language, ResourceBundle bundle) {
        this.language = language;
        this.bundle = bundle;
    }

    public static Words in(Language language) {
        String file = "words_" + language.name().toLowerCase(Locale.ROOT) + ".properties";
        try (Reader reader =
                new InputStreamReader(
                        Objects.requireNonNull(Words.class.getResourceAsStream(file), file),
                        StandardCharsets.UTF_8)) {
            return new Words(language, new PropertyResourceBundle(reader));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The sentence of a key, with its values set in. */
    public String say(String key, Object... values) {
        String sentence = bundle.getString(key);
        return values.length == 0 ? sentence : String.format(language.locale(), sentence, values);
    }

    /** The words for picocli's help pages. */
    public ResourceBundle bundle() {
        return bundle;
    }

    public Language language() {
        return language;
    }
}
