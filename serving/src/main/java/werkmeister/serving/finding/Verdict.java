package werkmeister.serving.finding;

import java.time.Instant;

/** What a person says of a finding. */
public record Verdict(Kind kind, String by, Instant at, String note) {
    public enum Kind {
        /** There was a fault. */
        CONFIRMED,
        /** There was nothing. */
        FALSE_ALARM,
        /** Unusual, but expected: a service, a trial, a cleaning. */
        KNOWN
    }
}
