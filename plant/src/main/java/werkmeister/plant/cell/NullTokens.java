package werkmeister.plant.cell;

import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** The texts that historians, spreadsheets and loggers write where there is no value. */
public final class NullTokens {
    private static final Set<String> KNOWN =
            Set.of(
                    "",
                    "-",
                    "--",
                    "---",
                    "----",
                    ".",
                    "..",
                    "*",
                    "**",
                    "?",
                    "??",
                    "???",
                    "/",
                    "\\n",
                    "x",
                    "n/a",
                    "na",
                    "n.a.",
                    "n. a.",
                    "#n/a",
                    "#na",
                    "#nv",
                    "#n/v",
                    "k.a.",
                    "k. a.",
                    "null",
                    "(null)",
                    "<null>",
                    "none",
                    "nil",
                    "nan",
                    "-nan",
                    "+nan",
                    "nan(ind)",
                    "-nan(ind)",
                    "1.#qnan",
                    "-1.#ind",
                    "1.#ind",
                    "#div/0!",
                    "#wert!",
                    "#value!",
                    "#ref!",
                    "#bezug!",
                    "#num!",
                    "#zahl!",
                    "#name?",
                    "#####",
                    "bad",
                    "bad input",
                    "bad data",
                    "bad quality",
                    "no data",
                    "nodata",
                    "no value",
                    "novalue",
                    "no result",
                    "i/o timeout",
                    "io timeout",
                    "timeout",
                    "comm fail",
                    "comm error",
                    "not connect",
                    "not connected",
                    "disconnected",
                    "shutdown",
                    "pt created",
                    "point created",
                    "scan off",
                    "scan timeout",
                    "intf shut",
                    "configure",
                    "offline",
                    "invalid",
                    "invalid data",
                    "out of serv",
                    "undefined",
                    "undef",
                    "unknown",
                    "missing",
                    "empty",
                    "leer",
                    "ungültig",
                    "ungueltig",
                    "fehlt",
                    "fehler",
                    "error",
                    "err",
                    "kein wert",
                    "keine daten",
                    "tag not found",
                    "calc failed",
                    "over range",
                    "under range",
                    "[-11059] no good data for calculation");

    private final Set<String> tokens;
    private final double[] numbers;

    public NullTokens(List<String> further) {
        numbers =
                further.stream()
                        .map(String::strip)
                        .filter(token -> Digits.isPlain(token, '.'))
                        .mapToDouble(Double::parseDouble)
                        .toArray();
        if (further.isEmpty()) {
            tokens = KNOWN;
        } else {
            tokens = new HashSet<>(KNOWN);
            further.forEach(token -> tokens.add(token.strip().toLowerCase(Locale.ROOT)));
        }
    }

    /** Whether a number stands for "no value", however it is written: -9999 is -9999.0, too. */
    public boolean contains(double number) {
        for (double token : numbers) {
            if (token == number) {
                return true;
            }
        }
        return false;
    }

    /** Whether any number stands for "no value". */
    public boolean anyNumber() {
        return numbers.length > 0;
    }

    public boolean contains(String text) {
        return text.isEmpty() || tokens.contains(text.strip().toLowerCase(Locale.ROOT));
    }
}
