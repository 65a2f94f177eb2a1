package werkmeister.serving.feedback;

import werkmeister.learning.order.Label;
import werkmeister.serving.finding.Finding;
import werkmeister.serving.finding.Verdict;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.util.Optional;

/**
 * What a verdict says of a machine's time.
 *
 * <p>A confirmed fault began before anyone saw it: the label starts earlier by half of the
 * finding's length, at least six hours and at most three days, and ends two hours after the last
 * sample seen. A false alarm is normal time exactly as long as it lasted. Something known is left
 * out with an hour on both sides.
 */
public final class VerdictLabel {
    private static final Duration EARLIER_MIN = Duration.ofHours(6);
    private static final Duration EARLIER_MAX = Duration.ofDays(3);
    private static final Duration LATER = Duration.ofHours(2);
    private static final Duration AROUND_KNOWN = Duration.ofHours(1);

    private VerdictLabel() {}

    /** Empty as long as nobody has judged the finding. */
    static Optional<Label> of(Finding finding) {
        return finding.verdict().map(verdict -> label(finding, verdict));
    }

    /** Whether a label comes from the verdict on this finding. */
    static boolean isFrom(Label label, Finding finding) {
        return label.note().equals(finding.id()) || label.note().startsWith(finding.id() + ": ");
    }

    private static Label label(Finding finding, Verdict verdict) {
        var note = verdict.note().isBlank() ? finding.id() : finding.id() + ": " + verdict.note();
        return of(new TimeSpan(finding.from(), finding.to()), verdict.kind(), note);
    }

    /**
     * What a verdict on a finding says.
     *
     * @param seen from the finding's first sample to its last
     */
    public static Label of(TimeSpan seen, Verdict.Kind kind, String note) {
        return switch (kind) {
            case CONFIRMED ->
                    new Label(widened(seen, earlier(seen), LATER), Label.Kind.FAULT, note);
            case FALSE_ALARM ->
                    new Label(
                            widened(seen, Duration.ZERO, Duration.ofMillis(1)),
                            Label.Kind.NORMAL,
                            note);
            case KNOWN ->
                    new Label(widened(seen, AROUND_KNOWN, AROUND_KNOWN), Label.Kind.KNOWN, note);
        };
    }

    private static Duration earlier(TimeSpan seen) {
        var half = Duration.between(seen.from(), seen.to()).dividedBy(2);
        if (half.compareTo(EARLIER_MIN) < 0) {
            return EARLIER_MIN;
        }
        return half.compareTo(EARLIER_MAX) > 0 ? EARLIER_MAX : half;
    }

    private static TimeSpan widened(TimeSpan seen, Duration earlier, Duration later) {
        return new TimeSpan(seen.from().minus(earlier), seen.to().plus(later));
    }
}
