package werkmeister.learning.life;

/**
 * A prediction of remaining life.
 *
 * @param expected the best guess; {@code low} to {@code high} holds the truth in nine of ten cases
 */
public record LifeSpan(double expected, double low, double high) {}
