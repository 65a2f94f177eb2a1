package werkmeister.serving.feedback;

import werkmeister.learning.order.Label;
import werkmeister.serving.finding.AnswerVerdict;
import werkmeister.serving.finding.Finding;
import werkmeister.units.TimeSpan;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Closes the loop: what people said of findings becomes part of the next training order. */
public final class NextOrder {
    private static final Comparator<Label> BY_TIME =
            Comparator.comparing((Label label) -> label.span().from())
                    .thenComparing(label -> label.span().to());

    private NextOrder() {}

    /**
     * What is known of a machine's time: the earlier labels and one for each judged finding, in
     * order of time. A verdict that was changed replaces its earlier label.
     */
    public static List<Label> labels(List<Label> earlier, List<Finding> findings) {
        var labels = new ArrayList<>(earlier);
        labels.removeIf(label ->
                findings.stream().anyMatch(finding -> VerdictLabel.isFrom(label, finding)));
        findings.stream()
                .flatMap(finding -> VerdictLabel.of(finding).stream())
                .forEach(labels::add);
        labels.sort(BY_TIME);
        return List.copyOf(labels);
    }

    /**
     * What is known of a machine's time to who answers a topic: what there is to know to who
     * watches, and what people said of the answers to this very topic. What earlier orders knew of
     * answers comes anew, for it may have been replaced, or be of another topic.
     */
    public static List<Label> labels(
            List<Label> earlier,
            List<Finding> findings,
            List<AnswerVerdict> verdicts,
            Optional<String> topic) {
        var labels = new ArrayList<>(labels(earlier, findings));
        labels.removeIf(label -> label.kind().isOfAnswer());
        verdicts.stream()
                .filter(verdict -> topic.filter(verdict.topic()::equals).isPresent())
                .flatMap(verdict -> label(verdict).stream())
                .forEach(labels::add);
        labels.sort(BY_TIME);
        return List.copyOf(labels);
    }

    /** Empty where nobody said what the truth was. */
    private static Optional<Label> label(AnswerVerdict verdict) {
        Optional<Label> end =
                verdict.failedAt()
                        .map(failed ->
                                new Label(
                                        new TimeSpan(failed.minusMillis(1), failed),
                                        Label.Kind.END,
                                        verdict.note()));
        return end.or(() ->
                verdict.trueClass()
                        .map(name ->
                                new Label(
                                        new TimeSpan(verdict.from(), verdict.to().plusMillis(1)),
                                        Label.Kind.CLASS,
                                        name)));
    }

    /**
     * Where the training of the next version should end: after the last finding whose verdict
     * teaches something (what is known is only left out), else where it ended before; the gate
     * replays what follows.
     *
     * @param last where the training of the version before ended
     * @param end of what there is
     */
    public static Instant trainUntil(Instant last, Instant end, List<Finding> findings) {
        var judged =
                findings.stream()
                        .flatMap(finding -> VerdictLabel.of(finding).stream())
                        .filter(label -> label.kind() != Label.Kind.KNOWN)
                        .map(label -> label.span().to())
                        .max(Comparator.naturalOrder())
                        .filter(until -> until.isAfter(last))
                        .orElse(last);
        return judged.isAfter(end) ? end : judged;
    }
}
