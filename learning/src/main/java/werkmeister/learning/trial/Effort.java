package werkmeister.learning.trial;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** How long training and telling took. Time comes in by the door. */
final class Effort {
    private final LongSupplier nanoTime;
    private long training;
    private long telling;

    Effort(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    <T> T training(Supplier<T> work) {
        long start = nanoTime.getAsLong();
        T done = work.get();
        training += nanoTime.getAsLong() - start;
        return done;
    }

    <T> T telling(Supplier<T> work) {
        long start = nanoTime.getAsLong();
        T done = work.get();
        telling += nanoTime.getAsLong() - start;
        return done;
    }

    double trainSeconds() {
        return training / 1e9;
    }

    double tellSeconds() {
        return telling / 1e9;
    }
}
