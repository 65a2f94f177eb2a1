package werkmeister.factory.fleet;

import werkmeister.units.Refusal;

import java.util.regex.Pattern;

/** The shape of names in a site: they stand in messages, tables and files. */
final class Name {
    private static final Pattern SHAPE = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,62}");

    private Name() {}

    static void check(String of, String name) {
        if (!SHAPE.matcher(name).matches()) {
            throw Refusal.invalid(
                    "The name of a %s (%s) must be 1 to 63 letters, digits, dots, underscores or hyphens."
                            .formatted(of, name));
        }
    }
}
