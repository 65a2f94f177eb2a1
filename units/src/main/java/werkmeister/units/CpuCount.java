package werkmeister.units;

/** Whole processor cores. */
public record CpuCount(long cpus) implements Comparable<CpuCount> {
    public static final CpuCount ZERO = new CpuCount(0);

    public CpuCount {
        if (cpus < 0) {
            throw Refusal.invalid("The amount (%d) must not be negative.".formatted(cpus));
        }
    }

    public CpuCount plus(CpuCount other) {
        return new CpuCount(Math.addExact(cpus, other.cpus));
    }

    public CpuCount minus(CpuCount other) {
        return new CpuCount(Math.subtractExact(cpus, other.cpus));
    }

    @Override
    public int compareTo(CpuCount other) {
        return Long.compare(cpus, other.cpus);
    }
}
