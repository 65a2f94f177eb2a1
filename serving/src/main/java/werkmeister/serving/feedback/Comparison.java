package werkmeister.serving.feedback;

import static werkmeister.serving.finding.Language.DE;
import static werkmeister.serving.finding.Language.EN;

import werkmeister.learning.order.Label;
import werkmeister.serving.finding.Finding;
import werkmeister.serving.finding.Verdict;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The live version and its shadow over the same time.
 *
 * <p>People judge only findings of the live version; the shadow inherits: where it meets a
 * confirmed fault it has caught it, where it meets a false alarm it has raised one, too. A finding
 * of the shadow that meets nothing judged and nothing that the live version raised counts as a
 * false alarm, because nobody has seen it.
 *
 * <p>The shadow is better if it misses no confirmed fault that the live version caught, raises no
 * more false alarms, and catches more faults, raises fewer false alarms, spends at most half the
 * time in them, or is earlier by an hour in the median. Otherwise the live one stays.
 */
public record Comparison(
        String live,
        String shadow,
        TimeSpan span,
        int liveFindings,
        int shadowFindings,
        Count confirmedCaught,
        Count falseAlarms,
        boolean better,
        Finding.Sentence reason) {
    private static final Duration EARLIER = Duration.ofHours(1);

    /** A figure of both versions. */
    public record Count(int live, int shadow) {}

    /**
     * Compares.
     *
     * @param live its findings with their verdicts
     * @param known faults beside those that the verdicts confirm
     */
    public static Comparison of(TimeSpan span, Raised live, Raised shadow, List<Label> known) {
        return new Comparer(span, live.within(span), shadow.within(span), known).compare();
    }

    /** The findings of a version. */
    public record Raised(String version, List<Finding> findings) {
        public Raised {
            findings = List.copyOf(findings);
        }

        Raised within(TimeSpan span) {
            return new Raised(
                    version,
                    findings.stream().filter(finding -> time(finding).overlaps(span)).toList());
        }

        boolean meets(TimeSpan span) {
            return findings.stream().anyMatch(finding -> time(finding).overlaps(span));
        }

        /** From the first finding that meets a fault to the fault's end. */
        Optional<Duration> lead(TimeSpan fault) {
            return findings.stream()
                    .filter(finding -> time(finding).overlaps(fault))
                    .map(Finding::from)
                    .min(Instant::compareTo)
                    .map(from ->
                            Duration.between(
                                    from.isBefore(fault.from()) ? fault.from() : from, fault.to()));
        }
    }

    private static TimeSpan time(Finding finding) {
        return new TimeSpan(finding.from(), finding.to().plusMillis(1));
    }

    private record Comparer(TimeSpan span, Raised live, Raised shadow, List<Label> known) {
        Comparison compare() {
            var faults = faults();
            var caught = new Count(caught(live, faults), caught(shadow, faults));
            var falseAlarms = new Count(falseAlarms().size(), falseAlarmsOfShadow());
            boolean missed =
                    faults.stream().anyMatch(fault -> live.meets(fault) && !shadow.meets(fault));
            boolean safe = !missed && falseAlarms.shadow() <= falseAlarms.live();
            var gains = gains(faults, caught, falseAlarms);
            boolean better = safe && !gains.isEmpty();
            return new Comparison(
                    live.version(),
                    shadow.version(),
                    span,
                    live.findings().size(),
                    shadow.findings().size(),
                    caught,
                    falseAlarms,
                    better,
                    reason(
                            faults.size(),
                            caught,
                            falseAlarms,
                            better ? gains : losses(missed, falseAlarms)));
        }

        /** Confirmed findings and known faults; what overlaps is the same fault. */
        private List<TimeSpan> faults() {
            var faults = new ArrayList<TimeSpan>();
            known.stream()
                    .filter(label ->
                            label.kind() == Label.Kind.FAULT && label.span().overlaps(span))
                    .forEach(label -> faults.add(label.span()));
            judged(Verdict.Kind.CONFIRMED).stream()
                    .flatMap(finding -> VerdictLabel.of(finding).stream())
                    .filter(label ->
                            faults.stream().noneMatch(fault -> fault.overlaps(label.span())))
                    .forEach(label -> faults.add(label.span()));
            return faults;
        }

        private List<Finding> judged(Verdict.Kind kind) {
            return live.findings().stream()
                    .filter(finding ->
                            finding.verdict().filter(verdict -> verdict.kind() == kind).isPresent())
                    .toList();
        }

        private static int caught(Raised raised, List<TimeSpan> faults) {
            return (int) faults.stream().filter(raised::meets).count();
        }

        /** A false alarm of the live version counts once, however many pieces the shadow sees. */
        private int falseAlarmsOfShadow() {
            long inherited = falseAlarms().stream().filter(shadow::meets).count();
            return (int) inherited + ownAlarms().size();
        }

        private List<TimeSpan> falseAlarms() {
            return judged(Verdict.Kind.FALSE_ALARM).stream().map(Comparison::time).toList();
        }

        /** What the shadow raises where there is neither a fault nor a finding of the live one. */
        private List<TimeSpan> ownAlarms() {
            var faults = faults();
            return shadow.findings().stream()
                    .map(Comparison::time)
                    .filter(finding -> faults.stream().noneMatch(finding::overlaps))
                    .filter(finding -> !live.meets(finding))
                    .toList();
        }

        private List<Finding.Sentence> gains(
                List<TimeSpan> faults, Count caught, Count falseAlarms) {
            var gains = new ArrayList<Finding.Sentence>();
            if (caught.shadow() > caught.live()) {
                gains.add(
                        new Finding.Sentence(
                                "erkennt mehr bestätigte Störungen",
                                "catches more confirmed faults"));
            }
            if (falseAlarms.shadow() < falseAlarms.live()) {
                gains.add(
                        new Finding.Sentence(
                                "meldet weniger Fehlalarme", "raises fewer false alarms"));
            }
            if (isShorter()) {
                gains.add(
                        new Finding.Sentence(
                                "meldet deutlich kürzere Fehlalarme",
                                "raises much shorter false alarms"));
            }
            earlier(faults)
                    .ifPresent(by ->
                            gains.add(
                                    new Finding.Sentence(
                                            "ist im Median %s früher".formatted(DE.duration(by)),
                                            "is earlier by %s in the median"
                                                    .formatted(EN.duration(by)))));
            return gains;
        }

        /** Half the time in false alarms, or less. */
        private boolean isShorter() {
            var after =
                    shadow.findings().stream()
                            .map(Comparison::time)
                            .filter(finding -> falseAlarms().stream().anyMatch(finding::overlaps));
            var total = total(after.toList()).plus(total(ownAlarms()));
            return !total.isZero() && total.multipliedBy(2).compareTo(total(falseAlarms())) <= 0;
        }

        private static Duration total(List<TimeSpan> spans) {
            return spans.stream().map(TimeSpan::length).reduce(Duration.ZERO, Duration::plus);
        }

        private static List<Finding.Sentence> losses(boolean missed, Count falseAlarms) {
            var losses = new ArrayList<Finding.Sentence>();
            if (missed) {
                losses.add(
                        new Finding.Sentence(
                                "übersieht eine bestätigte Störung", "misses a confirmed fault"));
            }
            if (falseAlarms.shadow() > falseAlarms.live()) {
                losses.add(
                        new Finding.Sentence("meldet mehr Fehlalarme", "raises more false alarms"));
            }
            if (losses.isEmpty()) {
                losses.add(new Finding.Sentence("ist bisher nicht besser", "is no better so far"));
            }
            return losses;
        }

        /** By how much the shadow is earlier on faults that both caught, in the median. */
        private Optional<Duration> earlier(List<TimeSpan> faults) {
            var gains =
                    faults.stream()
                            .filter(fault -> live.meets(fault) && shadow.meets(fault))
                            .map(fault ->
                                    shadow.lead(fault)
                                            .orElseThrow()
                                            .minus(live.lead(fault).orElseThrow()))
                            .sorted()
                            .toList();
            return gains.isEmpty()
                    ? Optional.empty()
                    : Optional.of(gains.get((gains.size() - 1) / 2))
                            .filter(gain -> gain.compareTo(EARLIER) >= 0);
        }

        private Finding.Sentence reason(
                int faults, Count caught, Count falseAlarms, List<Finding.Sentence> why) {
            var german =
                    "%s %s: %s; %d statt %d Fehlalarme in %s."
                            .formatted(
                                    shadow.version(),
                                    joined(why, Finding.Sentence::de, " und "),
                                    faults == 0
                                            ? "keine bestätigte Störung in dieser Zeit"
                                            : "%d statt %d von %d bestätigten Störungen erkannt"
                                                    .formatted(
                                                            caught.shadow(), caught.live(), faults),
                                    falseAlarms.shadow(),
                                    falseAlarms.live(),
                                    DE.weeks(span.length()).replace("Tage", "Tagen"));
            var english =
                    "%s %s: %s; %d instead of %d false alarms in %s."
                            .formatted(
                                    shadow.version(),
                                    joined(why, Finding.Sentence::en, " and "),
                                    faults == 0
                                            ? "no confirmed fault in this time"
                                            : "caught %d instead of %d of %d confirmed faults"
                                                    .formatted(
                                                            caught.shadow(), caught.live(), faults),
                                    falseAlarms.shadow(),
                                    falseAlarms.live(),
                                    EN.weeks(span.length()));
            return new Finding.Sentence(german, english);
        }

        private static String joined(
                List<Finding.Sentence> parts,
                Function<Finding.Sentence, String> language,
                String word) {
            return parts.stream().map(language).collect(Collectors.joining(word));
        }
    }
}
