package werkmeister.serving.release;

import static werkmeister.serving.finding.Language.DE;
import static werkmeister.serving.finding.Language.EN;
import static werkmeister.serving.finding.Language.count;

import werkmeister.serving.finding.Language;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Says a verdict of the gate in words. */
final class GateWords {
    /** Something that a person should know before the release, in both languages. */
    record Remark(String de, String en) {}

    /** The figures of a replay. */
    record Figures(
            Duration replayed,
            int findings,
            int withoutFault,
            long allowed,
            int known,
            int caught,
            Optional<Duration> lead) {}

    private GateWords() {}

    static GateReport.Words of(
            GateReport.Decision decision, Figures figures, List<Remark> remarks) {
        return new GateReport.Words(
                sentences(
                        german(figures),
                        opening(decision, DE),
                        remarks.stream().map(Remark::de).toList()),
                sentences(
                        english(figures),
                        opening(decision, EN),
                        remarks.stream().map(Remark::en).toList()));
    }

    private static String german(Figures figures) {
        var parts = new ArrayList<String>();
        parts.add(
                "Hätte in %s %s gemeldet (Budget: %d), davon %d ohne bekannte Störung"
                        .formatted(
                                inGerman(DE.weeks(figures.replayed())),
                                count(figures.findings(), "Befund", "Befunde"),
                                figures.allowed(),
                                figures.withoutFault()));
        if (figures.known() > 0) {
            parts.add(
                    "%d von %s erkannt"
                            .formatted(
                                    figures.caught(),
                                    count(
                                            figures.known(),
                                            "bekannten Störung",
                                            "bekannten Störungen")));
        }
        figures.lead().ifPresent(lead -> parts.add("Vorlauf im Median " + DE.duration(lead)));
        return String.join(", ", parts) + ".";
    }

    private static String english(Figures figures) {
        var parts = new ArrayList<String>();
        parts.add(
                "Would have raised %s in %s (budget: %d), %d of them without a known fault"
                        .formatted(
                                count(figures.findings(), "finding", "findings"),
                                EN.weeks(figures.replayed()),
                                figures.allowed(),
                                figures.withoutFault()));
        if (figures.known() > 0) {
            parts.add(
                    "caught %d of %s"
                            .formatted(
                                    figures.caught(),
                                    count(figures.known(), "known fault", "known faults")));
        }
        figures.lead().ifPresent(lead -> parts.add("median lead " + EN.duration(lead)));
        return String.join(", ", parts) + ".";
    }

    /** The dative of days; weeks have none of their own. */
    private static String inGerman(String weeks) {
        return weeks.replace("Tage", "Tagen");
    }

    private static String opening(GateReport.Decision decision, Language language) {
        return switch (decision) {
            case PASS -> "";
            case WARN ->
                    language == DE
                            ? " Vor der Freigabe bedenken: "
                            : " Consider before the release: ";
            case REFUSE -> language == DE ? " Keine Freigabe: " : " Not to be released: ";
        };
    }

    private static String sentences(String figures, String opening, List<String> remarks) {
        return remarks.isEmpty() ? figures : figures + opening + String.join("; ", remarks) + ".";
    }
}
