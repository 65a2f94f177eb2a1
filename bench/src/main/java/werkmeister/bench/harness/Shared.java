package werkmeister.bench.harness;

import org.jspecify.annotations.Nullable;

/** What several benchmarks of a suite use: made by the first that asks, ended with the suite. */
public final class Shared<T extends AutoCloseable> implements AutoCloseable {
    private final Making<T> making;
    private @Nullable T made;

    /** How it is made. */
    @FunctionalInterface
    public interface Making<T> {
        T make(Bench bench) throws Exception;
    }

    public Shared(Making<T> making) {
        this.making = making;
    }

    public T in(Bench bench) throws Exception {
        var there = made;
        if (there == null) {
            there = making.make(bench);
            made = there;
        }
        return there;
    }

    @Override
    public void close() throws Exception {
        if (made != null) {
            made.close();
        }
    }
}
