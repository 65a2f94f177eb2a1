package werkmeister.factory.job;

import werkmeister.units.Refusal;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a job wants to run, beyond what one part of it holds.
 *
 * @param parts that start together or not at all; each holds the job's resources on one node
 * @param leastParts with which it begins if there is no room for all; as many as parts: all
 * @param gpuMilli thousandths of its single GPU; empty: whole GPUs
 * @param models of GPUs that will do; none: any
 * @param runtime expected with all parts; empty: unknown
 * @param checkpoint how often it keeps what it has done; empty: never, an interruption loses all
 * @param deadline by which it should have ended; empty: any time will do
 * @param preemptible whether it may be interrupted for another
 * @param service whether it runs until someone ends it
 */
public record Terms(
        int parts,
        int leastParts,
        Optional<Integer> gpuMilli,
        List<String> models,
        Optional<Together> together,
        Optional<Duration> runtime,
        Optional<Duration> checkpoint,
        Optional<Instant> deadline,
        boolean preemptible,
        boolean service) {
    static final int PARTS_MAX = 10_000;
    private static final int WHOLE = 1_000;
    private static final Instant LAST = Instant.parse("9999-12-31T23:59:59Z");

    /** One part, nothing wished for, not to be interrupted. */
    public static final Terms PLAIN =
            new Terms(
                    1,
                    1,
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    false,
                    false);

    public Terms {
        models = List.copyOf(models);
        if (parts < 1 || parts > PARTS_MAX || leastParts < 1 || leastParts > parts) {
            throw Refusal.invalid(
                    "The parts of a job (%d, at least %d) must be 1 to %d, the least not above all."
                            .formatted(parts, leastParts, PARTS_MAX));
        }
        if (gpuMilli.filter(milli -> milli < 1 || milli > WHOLE).isPresent()) {
            throw Refusal.invalid(
                    "The share of a GPU (%d thousandths) must be 1 to 1000."
                            .formatted(gpuMilli.get()));
        }
        checkLength("runtime", runtime);
        checkLength("checkpoint", checkpoint);
        if (deadline.filter(time -> time.isBefore(Instant.EPOCH) || time.isAfter(LAST))
                .isPresent()) {
            throw Refusal.invalid(
                    "The deadline (%s) must be from 1970 to 9999.".formatted(deadline.get()));
        }
        if (together.isPresent() && parts % Math.max(1, together.get().segment()) != 0) {
            throw Refusal.invalid(
                    "The parts (%d) must be a multiple of the segment (%d)."
                            .formatted(parts, together.get().segment()));
        }
    }

    private static void checkLength(String what, Optional<Duration> length) {
        if (length.filter(time -> time.toMillis() < 1 || time.toDays() > 3_650).isPresent()) {
            throw Refusal.invalid(
                    "The %s (%s) must be above 0 and at most ten years."
                            .formatted(what, length.get()));
        }
    }

    /** How long that takes with so many parts which takes so long with all: fewer are slower. */
    public Duration stretched(Duration all, int some) {
        return some == parts ? all : all.multipliedBy(parts).dividedBy(some);
    }
}
