package werkmeister.serving.score;

import werkmeister.learning.predict.Outlook;
import werkmeister.serving.finding.Finding;
import werkmeister.serving.finding.Language;
import werkmeister.serving.finding.UnitSymbols;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Says an answer in words. */
public final class OutlookWords {
    /** More signals than this would be a list, not a sentence. */
    private static final int LINES_MAX = 3;

    /** A life so near to the longest one that is told may be any longer one. */
    private static final double NEAR_LIMIT = 0.97;

    private OutlookWords() {}

    /**
     * @param units of signals by UCUM; a signal without one has none
     */
    public static Finding.Sentence of(Outlook outlook, Map<String, String> units) {
        return switch (outlook) {
            case Outlook.Life life -> of(life, units);
            case Outlook.Told told -> of(told, units);
            case Outlook.Cycles cycles -> of(cycles, units);
            case Outlook.Course course ->
                    new Finding.Sentence(
                            of(course, units, Language.DE), of(course, units, Language.EN));
        };
    }

    private static Finding.Sentence of(Outlook.Life life, Map<String, String> units) {
        if (life.expected().toSeconds() >= NEAR_LIMIT * life.limit().toSeconds()) {
            return new Finding.Sentence(
                    "Restlebensdauer: noch kein Ende zu sehen, mindestens %s mit 95 %%."
                            .formatted(Language.DE.duration(life.low())),
                    "Remaining life: no end in sight yet, at least %s with 95 %%."
                            .formatted(Language.EN.duration(life.low())));
        }
        return new Finding.Sentence(
                "Restlebensdauer: %s, mit 90 %% zwischen %s und %s."
                                .formatted(
                                        Language.DE.duration(life.expected()),
                                        inGerman(life.low()),
                                        inGerman(life.high()))
                        + because(life.drivers(), units, Language.DE),
                "Remaining life: %s, %s to %s with 90 %%."
                                .formatted(
                                        Language.EN.duration(life.expected()),
                                        Language.EN.duration(life.low()),
                                        Language.EN.duration(life.high()))
                        + because(life.drivers(), units, Language.EN));
    }

    private static Finding.Sentence of(Outlook.Told told, Map<String, String> units) {
        String percent = String.valueOf(Math.round(100 * told.probability()));
        return new Finding.Sentence(
                "Klasse „%s“, mit %s %% Wahrscheinlichkeit.".formatted(told.told(), percent)
                        + because(told.drivers(), units, Language.DE),
                "Class \"%s\", with a probability of %s %%.".formatted(told.told(), percent)
                        + because(told.drivers(), units, Language.EN));
    }

    private static Finding.Sentence of(Outlook.Cycles cycles, Map<String, String> units) {
        Outlook.ToldCycle last = cycles.cycles().getLast();
        String percent = String.valueOf(Math.round(100 * last.probability()));
        return new Finding.Sentence(
                "%s %s: Klasse „%s“, mit %s %% Wahrscheinlichkeit. Von den letzten %d Zyklen: %s."
                                .formatted(
                                        cycles.group(),
                                        last.cycle(),
                                        last.told(),
                                        percent,
                                        cycles.cycles().size(),
                                        counts(cycles))
                        + because(cycles.drivers(), units, Language.DE),
                "%s %s: class \"%s\", with a probability of %s %%. Of the latest %d cycles: %s."
                                .formatted(
                                        cycles.group(),
                                        last.cycle(),
                                        last.told(),
                                        percent,
                                        cycles.cycles().size(),
                                        counts(cycles))
                        + because(cycles.drivers(), units, Language.EN));
    }

    /** How often each class was told, the most frequent first. */
    private static String counts(Outlook.Cycles cycles) {
        Map<String, Integer> counts = new TreeMap<>();
        cycles.cycles().forEach(cycle -> counts.merge(cycle.told(), 1, Integer::sum));
        return counts.entrySet().stream()
                .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
                .map(entry -> "%d × %s".formatted(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", "));
    }

    /** What has most to do with the answer: from where to where it went. */
    private static String because(
            List<Outlook.Driver> drivers, Map<String, String> units, Language language) {
        if (drivers.isEmpty()) {
            return "";
        }
        String said =
                drivers.stream()
                        .limit(LINES_MAX)
                        .map(driver ->
                                of(driver, units.getOrDefault(driver.signal(), ""), language))
                        .collect(Collectors.joining(", "));
        return switch (language) {
            case DE -> " Vor allem: " + said + ".";
            case EN -> " Above all: " + said + ".";
        };
    }

    private static String of(Outlook.Driver driver, String unit, Language language) {
        int decimals = decimals(Math.max(Math.abs(driver.now() - driver.before()), 1e-3));
        String form =
                switch (language) {
                    case DE -> "%s %s%s nach %s (%d %%)";
                    case EN -> "%s %s%s, once %s (%d %%)";
                };
        return form.formatted(
                driver.signal(),
                language.number(driver.now(), decimals),
                symbol(unit),
                language.number(driver.before(), decimals),
                Math.round(100 * driver.share()));
    }

    private static String symbol(String unit) {
        String shown = UnitSymbols.shown(unit);
        return shown.isEmpty() ? "" : " " + shown;
    }

    private static String of(Outlook.Course course, Map<String, String> units, Language language) {
        List<Outlook.Line> lines = course.lines();
        if (lines.isEmpty()) {
            return "";
        }
        Duration ahead = course.step().multipliedBy(lines.getFirst().expected().size());
        String said =
                lines.stream()
                        .limit(LINES_MAX)
                        .map(line -> of(line, units.getOrDefault(line.signal(), ""), language))
                        .collect(Collectors.joining("; "));
        String more = lines.size() > LINES_MAX ? "; … (" + (lines.size() - LINES_MAX) + ")" : "";
        return switch (language) {
            case DE -> "In %s: %s%s.".formatted(inGerman(ahead), said, more);
            case EN -> "In %s: %s%s.".formatted(Language.EN.duration(ahead), said, more);
        };
    }

    /** The dative of days. */
    private static String inGerman(Duration duration) {
        return Language.DE.duration(duration).replace("Tage", "Tagen");
    }

    private static String of(Outlook.Line line, String unit, Language language) {
        double expected = line.expected().getLast();
        double low = line.low().getLast();
        double high = line.high().getLast();
        int decimals = decimals(high - low);
        String form =
                switch (language) {
                    case DE -> "%s %s%s (mit 90 %% zwischen %s und %s)";
                    case EN -> "%s %s%s (%s to %s with 90 %%)";
                };
        return form.formatted(
                line.signal(),
                language.number(expected, decimals),
                symbol(unit),
                language.number(low, decimals),
                language.number(high, decimals));
    }

    /** As many as show a hundredth of the band. */
    private static int decimals(double width) {
        return width > 0 ? (int) Math.clamp(Math.ceil(1.5 - Math.log10(width)), 0, 6) : 2;
    }
}
