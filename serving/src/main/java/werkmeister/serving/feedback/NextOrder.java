package werkmeister.serving.feedback;

import werkmeister.learning.order.Label;
import werkmeister.serving.finding.Finding;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** Closes the loop: what people said of findings becomes part of the next training order. */
public final class NextOrder {
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
        labels.sort(
                Comparator.comparing((Label label) -> label.span().from())
                        .thenComparing(label -> label.span().to()));
        return List.copyOf(labels);
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
