package werkmeister.bench.harness;

/** How often a contest is run: first laps that do not count, then laps that do. */
public record Repeats(int warmUps, int runs) {
    /** For what takes a second or two. */
    public static final Repeats MANY = new Repeats(3, 11);

    /** For what takes many seconds. */
    public static final Repeats FEW = new Repeats(1, 7);

    public Repeats {
        if (warmUps < 0 || runs < 1) {
            throw new IllegalArgumentException(
                    "There must be at least one run (%d) and no negative warm-up (%d)."
                            .formatted(runs, warmUps));
        }
    }
}
