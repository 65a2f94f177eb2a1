package werkmeister.units;

/** Whole GPUs. */
public record GpuCount(long gpus) implements Comparable<GpuCount> {
    public static final GpuCount ZERO = new GpuCount(0);

    /** Thousandths of a GPU, of which it can be shared. */
    static final int MILLI = 1_000;

    public GpuCount {
        if (gpus < 0) {
            throw Refusal.invalid("The amount (%d) must not be negative.".formatted(gpus));
        }
    }

    /** In thousandths of a GPU. */
    public long milli() {
        return gpus * MILLI;
    }

    public GpuCount plus(GpuCount other) {
        return new GpuCount(Math.addExact(gpus, other.gpus));
    }

    public GpuCount minus(GpuCount other) {
        return new GpuCount(Math.subtractExact(gpus, other.gpus));
    }

    @Override
    public int compareTo(GpuCount other) {
        return Long.compare(gpus, other.gpus);
    }
}
