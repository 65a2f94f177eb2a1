package werkmeister.simulator.virtual;

import java.time.Duration;
import java.util.Optional;

/**
 * A job that comes.
 *
 * @param at milliseconds since the beginning
 * @param runtime that it needs with all its GPUs
 * @param expected what its owner says of that
 * @param checkpoint how often it keeps what it has done
 */
public record Arrival(
        long at,
        String tenant,
        int gpus,
        Duration runtime,
        Duration expected,
        Optional<Duration> checkpoint,
        boolean preemptible) {
    /** What people name as a limit: the next of a few round lengths. */
    static Duration named(Duration runtime) {
        for (long minutes : new long[] {10, 60, 240, 720, 1_440, 4_320, 10_080}) {
            if (runtime.compareTo(Duration.ofMinutes(minutes)) <= 0) {
                return Duration.ofMinutes(minutes);
            }
        }
        return runtime.multipliedBy(2);
    }
}
