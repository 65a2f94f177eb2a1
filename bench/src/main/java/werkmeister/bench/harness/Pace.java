package werkmeister.bench.harness;

import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.LongSupplier;

/**
 * A stopwatch.
 *
 * @param nanos a clock that only goes forward
 * @param atLeast for so long a rate is taken
 */
public record Pace(LongSupplier nanos, Duration atLeast) {
    private static final double NANOS = 1e9;

    /** What is done again and again, and how many units of it one time is. */
    @FunctionalInterface
    public interface Step {
        long take() throws Exception;
    }

    /** Units a second. */
    public double perSecond(Step step) throws Exception {
        long start = nanos.getAsLong();
        long units = 0;
        long spent;
        do {
            units += step.take();
            spent = nanos.getAsLong() - start;
        } while (spent < atLeast.toNanos());
        return units / (spent / NANOS);
    }

    /** How long it takes to make something. */
    public <T> Timed<T> timed(Callable<T> work) throws Exception {
        long start = nanos.getAsLong();
        T made = work.call();
        return new Timed<>(made, (nanos.getAsLong() - start) / NANOS);
    }

    /** What was made, and in what time. */
    public record Timed<T>(T made, double seconds) {}
}
