package werkmeister.serving.finding;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** UCUM units as people write them: {@code Cel} is {@code °C}, {@code m3/h} is {@code m³/h}. */
public final class UnitSymbols {
    private static final Map<String, String> KNOWN =
            Map.ofEntries(
                    Map.entry("Cel", "°C"),
                    Map.entry("[degF]", "°F"),
                    Map.entry("[psi]", "psi"),
                    Map.entry("[in_i]", "in"),
                    Map.entry("[ft_i]", "ft"),
                    Map.entry("[gal_us]", "gal"),
                    Map.entry("[ppm]", "ppm"),
                    Map.entry("[ppb]", "ppb"),
                    Map.entry("[pH]", "pH"),
                    Map.entry("[g]", "g"),
                    Map.entry("deg", "°"),
                    Map.entry("Ohm", "Ω"),
                    Map.entry("kOhm", "kΩ"),
                    Map.entry("MOhm", "MΩ"),
                    Map.entry("um", "µm"),
                    Map.entry("us", "µs"),
                    Map.entry("uA", "µA"),
                    Map.entry("uS", "µS"),
                    Map.entry("L", "l"),
                    Map.entry("1", ""));

    private static final Pattern ATOM = Pattern.compile("(\\[[^\\]]*\\]|[A-Za-z%']+|1)(-?[0-9]*)");
    private static final Pattern ANNOTATION = Pattern.compile("\\{([^}]*)\\}");

    private UnitSymbols() {}

    /** Such as {@code °C} for {@code Cel}; empty for a mere number. */
    public static String shown(String ucum) {
        if (ucum.equals("1") || ucum.isBlank()) {
            return "";
        }
        var shown = new StringBuilder();
        var atoms =
                ATOM.matcher(
                        ANNOTATION
                                .matcher(ucum)
                                .replaceAll(match -> Matcher.quoteReplacement(match.group(1))));
        while (atoms.find()) {
            var symbol = KNOWN.getOrDefault(atoms.group(1), atoms.group(1));
            atoms.appendReplacement(
                    shown, Matcher.quoteReplacement(symbol + raised(atoms.group(2))));
        }
        atoms.appendTail(shown);
        // UCUM multiplies by a full stop; kW.h is kWh to everyone, other products keep a dot.
        var text = shown.toString().replace("W.h", "Wh").replace('.', '·');
        return text.startsWith("/") ? "1" + text : text;
    }

    private static String raised(String exponent) {
        return exponent.chars()
                .mapToObj(c -> c == '-' ? "⁻" : String.valueOf("⁰¹²³⁴⁵⁶⁷⁸⁹".charAt(c - '0')))
                .reduce("", String::concat);
    }
}
