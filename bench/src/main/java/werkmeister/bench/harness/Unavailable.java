package werkmeister.bench.harness;

/** A benchmark cannot be run on this machine; its result is left out and the reason told. */
public final class Unavailable extends Exception {
    private static final long serialVersionUID = 1;

    /** One sentence that says what is missing and what to do. */
    public Unavailable(String message) {
        super(message);
    }
}
