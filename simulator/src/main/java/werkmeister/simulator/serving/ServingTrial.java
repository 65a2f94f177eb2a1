package werkmeister.simulator.serving;

import werkmeister.units.Refusal;

/**
 * What is to be played.
 *
 * @param gpus an engine each
 * @param perSecond requests a second on all of them together, in the mean
 */
public record ServingTrial(int gpus, double perSecond, Arrivals arrivals, long seed) {
    private static final int GPUS_MAX = 1_000;

    public ServingTrial {
        if (gpus < 1 || gpus > GPUS_MAX || !(perSecond > 0 && perSecond < 1e9)) {
            throw Refusal.invalid(
                    "GPUs to replay on (%d) must be 1 to %d, requests a second (%s) more than 0."
                            .formatted(gpus, GPUS_MAX, perSecond));
        }
    }
}
