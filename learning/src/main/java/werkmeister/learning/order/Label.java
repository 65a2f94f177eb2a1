package werkmeister.learning.order;

import werkmeister.units.TimeSpan;

/** What a person knows of a span of a machine's time. */
public record Label(TimeSpan span, Kind kind, String note) {
    public enum Kind {
        /** Something was wrong: never learn it as normal, catch it next time. */
        FAULT,
        /** All was well: a finding here was a false alarm, learn it as normal. */
        NORMAL,
        /**
         * Unusual but expected, such as a service or a trial: leave out of training and of the
         * budget.
         */
        KNOWN
    }
}
