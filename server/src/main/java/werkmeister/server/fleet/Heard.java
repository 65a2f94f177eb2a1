package werkmeister.server.fleet;

import werkmeister.factory.fleet.Node;
import werkmeister.units.Refusal;

import java.time.Instant;

/**
 * What a node's agent said last.
 *
 * @param gpus that it saw
 * @param healthy of them
 */
public record Heard(Instant at, int gpus, int healthy) {
    private static final int GPUS_MAX = 1024;

    public Heard {
        if (gpus < 0 || gpus > GPUS_MAX || healthy < 0 || healthy > gpus) {
            throw Refusal.invalid(
                    "The GPUs (%d) must be 0 to %d, and no more of them healthy (%d)."
                            .formatted(gpus, GPUS_MAX, healthy));
        }
    }

    /** Whether every GPU that the node offers is there, and none is not well. */
    boolean whole(Node node) {
        return healthy == gpus && healthy >= node.offer().gpus().gpus();
    }
}
