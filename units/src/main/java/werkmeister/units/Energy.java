package werkmeister.units;

/** Energy, in joules. */
public record Energy(long joules) implements Comparable<Energy> {
    public static final Energy ZERO = new Energy(0);

    public Energy {
        if (joules < 0) {
            throw Refusal.invalid("The amount (%d) must not be negative.".formatted(joules));
        }
    }

    public Energy plus(Energy other) {
        return new Energy(Math.addExact(joules, other.joules));
    }

    public Energy minus(Energy other) {
        return new Energy(Math.subtractExact(joules, other.joules));
    }

    @Override
    public int compareTo(Energy other) {
        return Long.compare(joules, other.joules);
    }
}
