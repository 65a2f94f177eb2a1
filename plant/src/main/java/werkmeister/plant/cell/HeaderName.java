package werkmeister.plant.cell;

import java.text.Normalizer;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * A column's name as the file writes it, taken apart.
 *
 * @param header as it stands in the file
 * @param name without the unit
 * @param unit the UCUM symbol where it is known, else as written, empty where there is none
 */
public record HeaderName(String header, String name, String unit) {
    private static final Pattern BRACKETS =
            Pattern.compile("(.*\\S)[\\s_]*\\[\\s*([^\\[\\]]*)\\s*]\\s*");
    private static final Pattern PARENTHESES =
            Pattern.compile("(.*\\S)[\\s_]*\\(\\s*([^()]*)\\s*\\)\\s*");
    private static final Pattern WORDS =
            Pattern.compile("(.*\\S)\\s*(?:,\\s| in |\\s/\\s)\\s*(\\S+)\\s*");
    private static final Pattern INVISIBLE = Pattern.compile("[\\p{Cc}\\p{Cf}]");
    private static final Map<String, String> SYMBOLS = symbols();

    public static HeaderName of(String header) {
        String text = visible(header);
        var brackets = BRACKETS.matcher(text);
        if (brackets.matches() && !brackets.group(2).chars().allMatch(Character::isDigit)) {
            return new HeaderName(header, brackets.group(1).strip(), symbol(brackets.group(2)));
        }
        for (Pattern pattern : new Pattern[] {PARENTHESES, WORDS}) {
            var matcher = pattern.matcher(text);
            if (matcher.matches() && isUnit(matcher.group(2))) {
                return new HeaderName(header, matcher.group(1).strip(), symbol(matcher.group(2)));
            }
        }
        return new HeaderName(header, text, "");
    }

    /**
     * The name as a person sees it: composed letters, no line ends, and none of the characters that
     * only steer how others are shown (a name that turns the line around could pass for another).
     */
    public static String visible(String header) {
        return INVISIBLE
                .matcher(
                        Normalizer.normalize(header, Normalizer.Form.NFC)
                                .replaceAll("[\\r\\n\\t\u00A0]+", " "))
                .replaceAll("")
                .strip();
    }

    public HeaderName withUnit(String cell) {
        String text = cell.strip();
        if (text.length() > 1
                && (text.startsWith("[") && text.endsWith("]")
                        || text.startsWith("(") && text.endsWith(")"))) {
            text = text.substring(1, text.length() - 1).strip();
        }
        return text.isEmpty() || text.equals("-")
                ? this
                : new HeaderName(header, name, symbol(text));
    }

    public HeaderName renamed(String other) {
        return new HeaderName(header, other, unit);
    }

    /** Whether a text is a known unit, so that it is not taken for part of a name. */
    public static boolean isUnit(String text) {
        return SYMBOLS.containsKey(key(text)) || SYMBOLS.containsKey(text.strip());
    }

    /** The UCUM symbol of a unit as people write it. */
    public static String symbol(String text) {
        String exact = SYMBOLS.get(text.strip());
        if (exact != null) {
            return exact;
        }
        String known = SYMBOLS.get(key(text));
        return known != null ? known : text.strip();
    }

    private static String key(String text) {
        return text.strip()
                .toLowerCase(Locale.ROOT)
                .replace(" ", "")
                .replace("²", "2")
                .replace("³", "3")
                .replace("^", "")
                .replace("µ", "u")
                .replace("μ", "u")
                .replace("º", "°")
                .replace("·", ".");
    }

    private static Map<String, String> symbols() {
        var symbols = new HashMap<String, String>();
        String table =
                """
                Cel: °c degc deg_c deg.c celsius gradc grad °celsius
                [degF]: °f degf fahrenheit
                K: k kelvin
                bar: bar barg bara bar(g) bar(a) bar_g
                mbar: mbar hpa
                Pa: pa
                kPa: kpa
                MPa: mpa
                [psi]: psi psig psia
                A: a amp amps ampere
                mA: ma
                V: v volt volts
                mV: mv
                kV: kv
                W: w watt
                kW: kw
                MW: megawatt
                kW.h: kwh
                W.h: wh
                V.A: va
                kV.A: kva
                var: var kvar
                L/min: l/min lpm lpmin liter/min
                L/h: l/h
                L/s: l/s
                m3/h: m3/h m3h cbm/h
                m3/s: m3/s
                kg/h: kg/h
                kg/s: kg/s
                t/h: t/h
                kg: kg
                t: to tonnen
                /min: rpm 1/min u/min min-1 r/min upm umin
                /s: 1/s s-1
                Hz: hz
                kHz: khz
                %: % percent prozent pct
                [ppm]: ppm
                mm: mm
                um: um micron
                cm: cm
                m: m meter
                km: km
                mm/s: mm/s mm/sec
                m/s: m/s
                m/s2: m/s2
                [g]: g's
                N: n newton
                kN: kn
                N.m: nm n.m newtonmeter
                s: s sec secs second seconds sek sekunden
                ms: ms msec
                min: min mins minutes minuten
                h: h hr hrs hours std stunden
                d: d days tage
                deg: ° deg degree
                rad: rad
                rad/s: rad/s
                L: l liter litre
                m3: m3
                mm2: mm2
                g: g gramm
                g/cm3: g/cm3
                kg/m3: kg/m3
                Ohm: ohm ω
                T: tesla
                dB: db
                dB(A): db(a)
                [pH]: ph
                uS/cm: us/cm
                1: - count stk stück pcs
                """;
        for (String line : table.lines().toList()) {
            int colon = line.indexOf(": ");
            String symbol = line.substring(0, colon);
            for (String written : line.substring(colon + 2).strip().split(" ", -1)) {
                symbols.put(written, symbol);
            }
        }
        symbols.put("MW", "MW");
        symbols.put("mW", "mW");
        symbols.put("°", "deg");
        return symbols;
    }
}
