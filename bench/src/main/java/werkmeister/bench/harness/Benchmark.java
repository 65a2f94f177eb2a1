package werkmeister.bench.harness;

import java.util.Optional;

/**
 * Something to be measured.
 *
 * @param name begins with the suite's, and is never given to something else
 * @param unit of its value and of its floor
 */
public record Benchmark(
        String name, String unit, Repeats repeats, Optional<Goal> goal, Opening opening) {
    /** How a contest begins; the time that takes is not measured. */
    @FunctionalInterface
    public interface Opening {
        Contest open(Bench bench) throws Exception;
    }
}
