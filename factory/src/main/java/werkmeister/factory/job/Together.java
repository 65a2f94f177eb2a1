package werkmeister.factory.job;

import werkmeister.units.Refusal;

/**
 * How near to each other the parts of a job are to be.
 *
 * @param required whether it waits rather than be spread further
 * @param segment parts of which each so many share one such domain; 0: all of them one
 */
public record Together(Level level, boolean required, int segment) {
    /** Domains of a site, the tightest first. */
    public enum Level {
        NVLINK,
        RACK,
        POD
    }

    public Together {
        if (segment < 0) {
            throw Refusal.invalid("The segment (%d) must not be negative.".formatted(segment));
        }
    }
}
