package werkmeister.units;

/** Time of one processor core, in milliseconds. */
public record CpuTime(long milliseconds) implements Comparable<CpuTime> {
    public static final CpuTime ZERO = new CpuTime(0);

    public CpuTime {
        if (milliseconds < 0) {
            throw Refusal.invalid("The amount (%d) must not be negative.".formatted(milliseconds));
        }
    }

    public CpuTime plus(CpuTime other) {
        return new CpuTime(Math.addExact(milliseconds, other.milliseconds));
    }

    public CpuTime minus(CpuTime other) {
        return new CpuTime(Math.subtractExact(milliseconds, other.milliseconds));
    }

    @Override
    public int compareTo(CpuTime other) {
        return Long.compare(milliseconds, other.milliseconds);
    }
}
