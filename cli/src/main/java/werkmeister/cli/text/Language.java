package werkmeister.cli.text;

import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** A language that Werkmeister speaks, with the way its people write numbers. */
public enum Language {
    DE(Locale.GERMANY),
    EN(Locale.UK);

    private final Locale locale;

    Language(Locale locale) {
        this.locale = locale;
    }

    public Locale locale() {
        return locale;
    }

    /** The language named {@code de} or {@code en}, in any case. */
    public static Optional<Language> named(String name) {
        for (var language : values()) {
            if (language.name().equalsIgnoreCase(name)) {
                return Optional.of(language);
            }
        }
        return Optional.empty();
    }

    /** What the arguments ask for, else what the environment's locale says, else English. */
    public static Language of(String[] arguments, Map<String, String> environment) {
        for (int i = 0; i < arguments.length; i++) {
            if (arguments[i].startsWith("--lang=")) {
                return named(arguments[i].substring("--lang=".length())).orElse(EN);
            }
            if (arguments[i].equals("--lang") && i + 1 < arguments.length) {
                return named(arguments[i + 1]).orElse(EN);
            }
        }
        return ofLocale(environment);
    }

    /** The first variable that is set decides, as POSIX has it. */
    private static Language ofLocale(Map<String, String> environment) {
        for (String variable : new String[] {"LC_ALL", "LC_MESSAGES", "LANG"}) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isEmpty()) {
                return value.startsWith("de") ? DE : EN;
            }
        }
        return EN;
    }
}
