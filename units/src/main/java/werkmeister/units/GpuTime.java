package werkmeister.units;

/** Time of one GPU, in milliseconds. */
public record GpuTime(long milliseconds) implements Comparable<GpuTime> {
    public static final GpuTime ZERO = new GpuTime(0);

    public GpuTime {
        if (milliseconds < 0) {
            throw Refusal.invalid("The amount (%d) must not be negative.".formatted(milliseconds));
        }
    }

    /**
     * Of thousandths of GPUs that are held for so long; what is below a millisecond is left out.
     */
    public static GpuTime of(long gpuMilli, long milliseconds) {
        return new GpuTime(Math.multiplyExact(gpuMilli, milliseconds) / GpuCount.MILLI);
    }

    public GpuTime plus(GpuTime other) {
        return new GpuTime(Math.addExact(milliseconds, other.milliseconds));
    }

    public GpuTime minus(GpuTime other) {
        return new GpuTime(Math.subtractExact(milliseconds, other.milliseconds));
    }

    @Override
    public int compareTo(GpuTime other) {
        return Long.compare(milliseconds, other.milliseconds);
    }
}
