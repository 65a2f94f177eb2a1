package werkmeister.serving.feedback;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

import werkmeister.learning.order.Label;
import werkmeister.plant.machine.MachineId;
import werkmeister.serving.finding.AnswerVerdict;
import werkmeister.serving.finding.Finding;
import werkmeister.serving.finding.Verdict;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

class FeedbackTest {
    private static final Instant START = Instant.parse("2026-01-01T00:00:00Z");
    private static final TenantId TENANT = new TenantId("demo");
    private static final MachineId PRESS = new MachineId("press-1");

    @Test
    void aVerdictBecomesALabel() {
        check(
                """
                hours   verdict      | kind   from to
                48-72   CONFIRMED    | FAULT    36 74
                48-50   CONFIRMED    | FAULT    42 52
                240-480 CONFIRMED    | FAULT   168 482
                48-72   FALSE_ALARM  | NORMAL   48 72
                48-72   KNOWN        | KNOWN    47 73
                """);
    }

    @Test
    void theNextOrderKnowsWhatPeopleSaidAndTrainsUpToIt() {
        var earlier = new Label(span(-900, -800), Label.Kind.FAULT, "pump wear");
        var replaced = new Label(span(47, 74), Label.Kind.FAULT, "finding-1: noisy");
        var last = START.minus(Duration.ofDays(300));
        var findings =
                List.of(
                        finding(1, "v1", 48, 72, Optional.of(Verdict.Kind.FALSE_ALARM)),
                        finding(2, "v1", 100, 120, Optional.empty()),
                        finding(3, "v1", 200, 220, Optional.of(Verdict.Kind.KNOWN)));

        assertThat(NextOrder.labels(List.of(replaced, earlier), findings))
                .containsExactly(
                        earlier,
                        new Label(millisecondMore(span(48, 72)), Label.Kind.NORMAL, "finding-1"),
                        new Label(span(199, 221), Label.Kind.KNOWN, "finding-3"));
        assertThat(NextOrder.trainUntil(last, hours(500), findings))
                .isEqualTo(millisecondMore(span(48, 72)).to());
        assertThat(NextOrder.trainUntil(last, START.plusSeconds(60), findings))
                .isEqualTo(START.plusSeconds(60));
        assertThat(NextOrder.trainUntil(last, hours(500), List.of())).isEqualTo(last);
    }

    @Test
    void whatPeopleSaidOfAnswersIsKnownToTheSameQuestionAlone() {
        var fault = new Label(span(-900, -800), Label.Kind.FAULT, "pump wear");
        var replaced = new Label(span(0, 10), Label.Kind.CLASS, "good");
        var earlier = List.of(fault, replaced);
        var said =
                List.of(
                        said("classify grade", Optional.of("bad"), Optional.empty()),
                        said("classify colour", Optional.of("red"), Optional.empty()),
                        said("life", Optional.empty(), Optional.of(hours(12))),
                        said("forecast oil", Optional.empty(), Optional.empty()));

        assertThat(NextOrder.labels(earlier, List.of(), said, Optional.of("classify grade")))
                .containsExactly(
                        fault, new Label(millisecondMore(span(0, 10)), Label.Kind.CLASS, "bad"));
        assertThat(NextOrder.labels(earlier, List.of(), said, Optional.of("life")))
                .containsExactly(
                        fault,
                        new Label(
                                new TimeSpan(hours(12).minusMillis(1), hours(12)),
                                Label.Kind.END,
                                ""));
        assertThat(NextOrder.labels(earlier, List.of(), said, Optional.of("forecast oil")))
                .containsExactly(fault);
        assertThat(NextOrder.labels(earlier, List.of(), said, Optional.empty()))
                .containsExactly(fault);
    }

    private static AnswerVerdict said(
            String topic, Optional<String> trueClass, Optional<Instant> failedAt) {
        return new AnswerVerdict(
                TENANT,
                PRESS,
                topic,
                "press-1/v1",
                hours(0),
                hours(10),
                AnswerVerdict.Kind.WRONG,
                Optional.of("good"),
                trueClass,
                failedAt,
                "key:a",
                START,
                "");
    }

    @Test
    void theShadowIsBetterOnlyForAReason() {
        compare(
                """
                live (C confirmed, F false alarm, K known, - not judged) ; shadow  | caught false better
                C100-150 F200-210 ; 100-150                     | 1/1 1/0 yes
                C100-150 F200-210 ; 101-150 200-208             | 1/1 1/1 no
                C100-150 F200-210 ; 101-150 200-203             | 1/1 1/1 yes
                C100-150 F200-250 ; 101-150 200-205 240-245     | 1/1 1/1 yes
                C100-150 F200-250 ; 101-150 200-220 230-250     | 1/1 1/1 no
                C100-150 F200-210 ; 90-150 200-208              | 1/1 1/1 yes
                C100-150 F200-210 ; 300-310                     | 1/0 1/1 no
                C100-150 ; 100-150 300-310                      | 1/1 0/1 no
                C100-150 -300-310 ; 100-150 300-310             | 1/1 0/0 no
                F200-210 F220-230 ; 220-230                     | 0/0 2/1 yes
                C100-150 F200-210 ;                             | 1/0 1/0 no
                K100-150 ; 100-150                              | 0/0 0/0 no
                C100-150 F900-999 ; 100-150                     | 1/1 0/0 no
                """);
    }

    @Test
    void theReasonIsASentence() {
        var live =
                List.of(
                        finding(1, "v1", 100, 150, Optional.of(Verdict.Kind.CONFIRMED)),
                        finding(2, "v1", 200, 210, Optional.of(Verdict.Kind.FALSE_ALARM)));
        var better = compare(live, List.of(finding(3, "v2", 95, 150, Optional.empty())));
        var worse = compare(live, List.of());

        assertThat(better.reason().en())
                .isEqualTo(
                        "press-1/v2 raises fewer false alarms and is earlier by 5 h in the median:"
                            + " caught 1 instead of 1 of 1 confirmed faults; 0 instead of 1 false"
                            + " alarms in 4 weeks.");
        assertThat(better.reason().de())
                .isEqualTo(
                        "press-1/v2 meldet weniger Fehlalarme und ist im Median 5 h früher: 1 statt"
                            + " 1 von 1 bestätigten Störungen erkannt; 0 statt 1 Fehlalarme in 4"
                            + " Wochen.");
        assertThat(worse.reason().en())
                .startsWith("press-1/v2 misses a confirmed fault: caught 0 instead of 1 of 1");
    }

    @Test
    void aKnownFaultCountsEvenIfTheLiveVersionMissedIt() {
        var comparison =
                Comparison.of(
                        span(0, 672),
                        new Comparison.Raised("press-1/v1", List.of()),
                        new Comparison.Raised(
                                "press-1/v2",
                                List.of(finding(1, "v2", 100, 150, Optional.empty()))),
                        List.of(new Label(span(90, 160), Label.Kind.FAULT, "pump wear")));

        assertThat(comparison.better()).isTrue();
        assertThat(comparison.confirmedCaught()).isEqualTo(new Comparison.Count(0, 1));
        assertThat(comparison.falseAlarms()).isEqualTo(new Comparison.Count(0, 0));
    }

    @Test
    void whereNoFaultWasConfirmedTheReasonSaysSo() {
        var live = List.of(finding(1, "v1", 200, 210, Optional.of(Verdict.Kind.FALSE_ALARM)));

        assertThat(compare(live, List.of()).reason().en())
                .isEqualTo(
                        "press-1/v2 raises fewer false alarms: no confirmed fault in this time; 0"
                                + " instead of 1 false alarms in 4 weeks.");
    }

    private static void compare(String table) {
        table.lines()
                .skip(1)
                .forEach(line -> {
                    var halves = line.split("\\|");
                    var findings = halves[0].split(";");
                    var expected = halves[1].trim().split("\\s+");
                    var comparison =
                            compare(findings(findings[0], "v1"), findings(findings[1], "v2"));
                    assertThat(
                                    "%d/%d %d/%d %s"
                                            .formatted(
                                                    comparison.confirmedCaught().live(),
                                                    comparison.confirmedCaught().shadow(),
                                                    comparison.falseAlarms().live(),
                                                    comparison.falseAlarms().shadow(),
                                                    comparison.better() ? "yes" : "no"))
                            .as(line)
                            .isEqualTo(String.join(" ", expected));
                });
    }

    private static Comparison compare(List<Finding> live, List<Finding> shadow) {
        return Comparison.of(
                span(0, 672),
                new Comparison.Raised("press-1/v1", live),
                new Comparison.Raised("press-1/v2", shadow),
                List.of());
    }

    private static List<Finding> findings(String text, String version) {
        var findings = new ArrayList<Finding>();
        for (var word : text.trim().split("\\s+")) {
            if (!word.isEmpty()) {
                var hours = word.replaceAll("^[CFK-]", "").split("-");
                findings.add(
                        finding(
                                findings.size() + 1,
                                version,
                                Integer.parseInt(hours[0]),
                                Integer.parseInt(hours[1]),
                                verdict(word)));
            }
        }
        return findings;
    }

    private static Optional<Verdict.Kind> verdict(String word) {
        return switch (word.charAt(0)) {
            case 'C' -> Optional.of(Verdict.Kind.CONFIRMED);
            case 'F' -> Optional.of(Verdict.Kind.FALSE_ALARM);
            case 'K' -> Optional.of(Verdict.Kind.KNOWN);
            default -> Optional.empty();
        };
    }

    private static void check(String table) {
        table.lines()
                .skip(1)
                .forEach(line -> {
                    var words = line.replace("|", "").split("\\s+");
                    var hours = words[0].split("-");
                    var verdict = Optional.of(Verdict.Kind.valueOf(words[1]));
                    var finding =
                            finding(
                                    1,
                                    "v1",
                                    Integer.parseInt(hours[0]),
                                    Integer.parseInt(hours[1]),
                                    verdict);

                    var label = VerdictLabel.of(finding).orElseThrow();

                    assertThat(label.kind()).as(line).isEqualTo(Label.Kind.valueOf(words[2]));
                    assertThat(label.span().from())
                            .as(line)
                            .isEqualTo(hours(Integer.parseInt(words[3])));
                    assertThat(label.span().to())
                            .as(line)
                            .isBetween(
                                    hours(Integer.parseInt(words[4])),
                                    hours(Integer.parseInt(words[4])).plusMillis(1));
                    assertThat(label.note()).isEqualTo("finding-1");
                });
    }

    private static Finding finding(
            int number, String version, int from, int to, Optional<Verdict.Kind> verdict) {
        return new Finding(
                "finding-" + number,
                TENANT,
                PRESS,
                "press-1/" + version,
                hours(from),
                hours(to),
                3,
                hours(from),
                1,
                List.of(),
                new Finding.Sentence("", ""),
                verdict.map(kind -> new Verdict(kind, "me", START, "")));
    }

    private static TimeSpan millisecondMore(TimeSpan span) {
        return new TimeSpan(span.from(), span.to().plusMillis(1));
    }

    private static TimeSpan span(int from, int to) {
        return new TimeSpan(hours(from), hours(to));
    }

    private static Instant hours(int hours) {
        return START.plus(Duration.ofHours(hours));
    }
}
