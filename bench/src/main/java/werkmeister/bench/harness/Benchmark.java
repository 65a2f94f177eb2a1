package werkmeister.bench.harness;

import java.util.Optional;

/**
 * Something to be measured.
 *
 * @param name begins with the suite's, and is never given to something else
 * @param unit of its value and of its floor
 * @param peer the product that is measured beside it
 */
public record Benchmark(
        String name,
        String unit,
        Repeats repeats,
        Optional<Goal> goal,
        Optional<String> peer,
        Opening opening) {
    /** One without a peer. */
    public Benchmark(
            String name, String unit, Repeats repeats, Optional<Goal> goal, Opening opening) {
        this(name, unit, repeats, goal, Optional.empty(), opening);
    }

    /** How a contest begins; the time that takes is not measured. */
    @FunctionalInterface
    public interface Opening {
        Contest open(Bench bench) throws Exception;
    }
}
