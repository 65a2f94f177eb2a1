package werkmeister.units;

/** Money, in millionths of a euro. */
public record Money(long microEuros) implements Comparable<Money> {
    public static final Money ZERO = new Money(0);

    public Money {
        if (microEuros < 0) {
            throw Refusal.invalid("The amount (%d) must not be negative.".formatted(microEuros));
        }
    }

    public Money plus(Money other) {
        return new Money(Math.addExact(microEuros, other.microEuros));
    }

    public Money minus(Money other) {
        return new Money(Math.subtractExact(microEuros, other.microEuros));
    }

    @Override
    public int compareTo(Money other) {
        return Long.compare(microEuros, other.microEuros);
    }
}
