package werkmeister.factory.placement;

import werkmeister.units.Refusal;

/**
 * What a piece of work asks of one node.
 *
 * @param cpuMilli thousandths of a core
 * @param memoryMib mebibytes
 * @param gpus how many GPUs; 0: none
 * @param gpuMilli thousandths of each; less than 1000 only of a single one, 0 where there is none
 * @param models a bit for each GPU model that will do; 0: any
 */
public record Shape(int cpuMilli, int memoryMib, int gpus, int gpuMilli, long models) {
    /** A whole GPU. */
    public static final int WHOLE = 1_000;

    public Shape {
        if (cpuMilli < 0 || memoryMib < 0 || gpus < 0) {
            throw Refusal.invalid(
                    "Work cannot ask for less than nothing (%d mCPU, %d MiB, %d GPU)."
                            .formatted(cpuMilli, memoryMib, gpus));
        }
        boolean shared = gpuMilli > 0 && gpuMilli < WHOLE;
        if (gpus == 0 ? gpuMilli != 0 : !(gpuMilli == WHOLE || shared && gpus == 1)) {
            throw Refusal.invalid(
                    "%d GPU of %d thousandths each: a part (1 to 999) can be asked of a single GPU, 1000 of several."
                            .formatted(gpus, gpuMilli));
        }
    }

    /** Thousandths of all its GPUs together. */
    public int totalMilli() {
        return gpus * gpuMilli;
    }

    /** So many of it on one node. */
    public Shape times(int parts) {
        return parts == 1
                ? this
                : new Shape(cpuMilli * parts, memoryMib * parts, gpus * parts, gpuMilli, models);
    }

    /** Whether it shares a GPU. */
    public boolean shared() {
        return gpus == 1 && gpuMilli < WHOLE;
    }

    boolean allows(int model) {
        return models == 0 || (models >> model & 1) == 1;
    }
}
