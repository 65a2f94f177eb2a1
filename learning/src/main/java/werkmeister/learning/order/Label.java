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
        KNOWN,
        /**
         * Of which class it was, whatever else is said: the note is the class. It comes of a
         * verdict on an answer and is about that answer's topic alone.
         */
        CLASS,
        /** The machine failed at the end of the span. It comes of a verdict on a remaining life. */
        END;

        /** Whether a verdict on an answer says it: orders take it from there, never from people. */
        public boolean isOfAnswer() {
            return this == CLASS || this == END;
        }
    }
}
