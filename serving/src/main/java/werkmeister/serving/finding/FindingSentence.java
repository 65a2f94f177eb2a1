package werkmeister.serving.finding;

import werkmeister.learning.model.Explanation;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.Signal;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Says in a sentence what was unusual, since when, and which signals show it:
 *
 * <pre>
 * press-1: Öltemperatur 58.2 °C instead of 51.4 °C since 14 May 2025 03:10 CEST; also Leckölstrom 8.1 l/min
 * (expected 5.9 l/min).</pre>
 *
 * <p>A signal is named until the named ones make up most of the score, three at most. Where a
 * signal's level is as expected and only its course is not (a valve that sticks), the sentence says
 * so.
 */
public final class FindingSentence {
    private static final int SIGNALS_MAX = 3;
    private static final double ENOUGH_SHARE = 0.75;
    private static final double SMALLEST_SHARE = 0.08;

    /** A difference below this share of the value is not worth a number. */
    private static final double SMALLEST_DIFFERENCE = 0.002;

    private static final Words GERMAN =
            new Words(
                    Language.DE,
                    " statt ",
                    " seit ",
                    "; außerdem ",
                    " und ",
                    " (erwartet ",
                    ": ungewöhnliches Verhalten",
                    "%s verläuft ungewöhnlich (um %s)");
    private static final Words ENGLISH =
            new Words(
                    Language.EN,
                    " instead of ",
                    " since ",
                    "; also ",
                    " and ",
                    " (expected ",
                    ": unusual behaviour",
                    "%s behaves unusually (around %s)");

    /** The words of a language. */
    private record Words(
            Language language,
            String insteadOf,
            String since,
            String also,
            String and,
            String expected,
            String nothingNamed,
            String course) {}

    private final Machine machine;
    private final Instant from;
    private final List<Explanation.Part> parts;

    private FindingSentence(Machine machine, Instant from, List<Explanation.Part> parts) {
        this.machine = machine;
        this.from = from;
        this.parts = parts;
    }

    /**
     * The sentence for what began at an instant.
     *
     * @param parts most first
     */
    public static Finding.Sentence of(Machine machine, Instant from, List<Explanation.Part> parts) {
        var sentence = new FindingSentence(machine, from, named(parts));
        return new Finding.Sentence(sentence.in(GERMAN), sentence.in(ENGLISH));
    }

    private static List<Explanation.Part> named(List<Explanation.Part> parts) {
        var named = new ArrayList<Explanation.Part>();
        double share = 0;
        for (var part : parts) {
            if (named.size() == SIGNALS_MAX
                    || share >= ENOUGH_SHARE
                    || part.share() < SMALLEST_SHARE) {
                break;
            }
            named.add(part);
            share += part.share();
        }
        return named.isEmpty() && !parts.isEmpty() ? List.of(parts.getFirst()) : named;
    }

    private String in(Words words) {
        var text = new StringBuilder(machine.id().value());
        if (parts.isEmpty()) {
            text.append(words.nothingNamed());
        } else {
            text.append(": ").append(first(parts.getFirst(), words));
        }
        text.append(words.since()).append(words.language().time(from, machine.zone()));
        for (int i = 1; i < parts.size(); i++) {
            text.append(i == 1 ? words.also() : words.and()).append(further(parts.get(i), words));
        }
        return text.append('.').toString();
    }

    private String first(Explanation.Part part, Words words) {
        return isLevel(part)
                ? part.signal()
                        + " "
                        + actual(part, words)
                        + words.insteadOf()
                        + expected(part, words)
                : words.course().formatted(part.signal(), actual(part, words));
    }

    private String further(Explanation.Part part, Words words) {
        return isLevel(part)
                ? part.signal()
                        + " "
                        + actual(part, words)
                        + words.expected()
                        + expected(part, words)
                        + ")"
                : words.course().formatted(part.signal(), actual(part, words));
    }

    private static boolean isLevel(Explanation.Part part) {
        return Double.isFinite(part.expected())
                && Math.abs(part.actual() - part.expected())
                        > SMALLEST_DIFFERENCE
                                * Math.max(Math.abs(part.actual()), Math.abs(part.expected()));
    }

    private String actual(Explanation.Part part, Words words) {
        return amount(part, part.actual(), words);
    }

    private String expected(Explanation.Part part, Words words) {
        return amount(part, part.expected(), words);
    }

    private String amount(Explanation.Part part, double value, Words words) {
        var unit = unit(part.signal());
        var number = Double.isFinite(value) ? words.language().number(value, decimals(part)) : "–";
        return unit.isEmpty() ? number : number + " " + unit;
    }

    /** As many decimals as show the difference with two digits. */
    private static int decimals(Explanation.Part part) {
        double step =
                isLevel(part)
                        ? Math.abs(part.actual() - part.expected())
                        : Math.abs(part.actual()) / 10;
        return step > 0 ? (int) Math.clamp(1 - Math.floor(Math.log10(step)), 0, 4) : 0;
    }

    private String unit(String signal) {
        return machine.signals().stream()
                .filter(one -> one.name().equals(signal))
                .map(Signal::unit)
                .map(UnitSymbols::shown)
                .findFirst()
                .orElse("");
    }
}
