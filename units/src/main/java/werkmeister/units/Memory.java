package werkmeister.units;

/** Memory, in bytes. */
public record Memory(long bytes) implements Comparable<Memory> {
    public static final Memory ZERO = new Memory(0);

    public Memory {
        if (bytes < 0) {
            throw Refusal.invalid("The amount (%d) must not be negative.".formatted(bytes));
        }
    }

    public Memory plus(Memory other) {
        return new Memory(Math.addExact(bytes, other.bytes));
    }

    public Memory minus(Memory other) {
        return new Memory(Math.subtractExact(bytes, other.bytes));
    }

    @Override
    public int compareTo(Memory other) {
        return Long.compare(bytes, other.bytes);
    }
}
