package werkmeister.serving.release;

import werkmeister.learning.order.AlertBudget;
import werkmeister.units.TimeSpan;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * What a version would have done on history that its training never saw.
 *
 * @param replayed the held-out span
 * @param threshold that keeps the budget
 * @param findings the replay would have raised, with what they met
 * @param known faults in the span, with the lead the version would have given
 * @param verdict whether it may go live
 * @param words the verdict as a sentence in German and English
 */
public record GateReport(
        String version,
        TimeSpan replayed,
        AlertBudget budget,
        double threshold,
        List<Raised> findings,
        List<Known> known,
        Decision verdict,
        Words words) {
    public GateReport {
        findings = List.copyOf(findings);
        known = List.copyOf(known);
    }

    /** The same of a version that now has an id. */
    public GateReport named(String id) {
        return new GateReport(id, replayed, budget, threshold, findings, known, verdict, words);
    }

    public enum Decision {
        PASS,
        WARN,
        REFUSE
    }

    /** A finding of the replay. {@code fault} says whether it met a known fault. */
    public record Raised(TimeSpan span, double peak, Instant peakAt, boolean fault) {}

    /**
     * A known fault. {@code lead} is from the first finding to the fault's end, empty if it was
     * missed.
     */
    public record Known(TimeSpan span, String note, Optional<Duration> lead) {}

    public record Words(String de, String en) {}
}
