package werkmeister.learning.table;

/**
 * A column that a model does not see.
 *
 * @param reason why
 */
public record Withheld(String column, Reason reason) {
    /** Why a column is kept from a model. */
    public enum Reason {
        /** A person said so. */
        ASKED,
        /** It counts the rows or names them: it says nothing of cases to come. */
        ID,
        /** It is the target in other words, or is set only where the target is. */
        LEAK,
        /** It is another label, known no sooner than the target. */
        LABEL,
        /** It never changes. */
        CONSTANT
    }
}
