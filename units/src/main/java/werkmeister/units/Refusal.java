package werkmeister.units;

import java.util.Objects;

/**
 * A command or an input that is not accepted, in one sentence that names the place, the value and
 * what to do. Nothing has changed when it is thrown.
 */
public final class Refusal extends RuntimeException {
    private static final long serialVersionUID = 1;

    /** What the caller can do about it. */
    public enum Kind {
        /** The input is wrong: correct it and try again. */
        INVALID,
        /** Who asks is not known. */
        UNAUTHENTICATED,
        /** Who asks may not do this. */
        FORBIDDEN,
        /** The thing named does not exist for this tenant. */
        NOT_FOUND,
        /** The state has moved on: look again. */
        CONFLICT,
        /** A limit is reached: free something or wait. */
        CAPACITY,
        /** Stored bytes differ from what was recorded of them: restore the named file. */
        CORRUPT
    }

    private final Kind kind;
    private final String german;

    public Refusal(Kind kind, String message) {
        this(kind, message, message);
    }

    private Refusal(Kind kind, String message, String german) {
        super(message);
        this.kind = kind;
        this.german = german;
    }

    /** The same with its sentence in German, where it is told to people as an answer. */
    public Refusal german(String sentence) {
        return new Refusal(kind, getMessage(), sentence);
    }

    /** The sentence in German; in English where nobody has said it in German. */
    public String inGerman() {
        return german;
    }

    /** The sentence; there always is one. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }

    public Kind kind() {
        return kind;
    }

    public static Refusal invalid(String message) {
        return new Refusal(Kind.INVALID, message);
    }

    public static Refusal notFound(String message) {
        return new Refusal(Kind.NOT_FOUND, message);
    }

    public static Refusal conflict(String message) {
        return new Refusal(Kind.CONFLICT, message);
    }

    public static Refusal capacity(String message) {
        return new Refusal(Kind.CAPACITY, message);
    }

    public static Refusal corrupt(String message) {
        return new Refusal(Kind.CORRUPT, message);
    }
}
