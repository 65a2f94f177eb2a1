package werkmeister.learning.trees;

/**
 * How trees are grown.
 *
 * @param rounds of boosting
 * @param depth of each tree at most
 * @param learningRate how much of each tree is added
 * @param rowShare of the rows that each tree sees; {@code columnShare} of the columns likewise
 * @param leafWeightMin so many rows (by weight) at least in a leaf
 * @param seed of what is drawn
 */
public record Settings(
        int rounds,
        int depth,
        double learningRate,
        double rowShare,
        double columnShare,
        double leafWeightMin,
        long seed) {
    /** The same with another seed. */
    public Settings seeded(long other) {
        return new Settings(
                rounds, depth, learningRate, rowShare, columnShare, leafWeightMin, other);
    }

    /** The same with no greater share of the columns than this. */
    public Settings withColumnShare(double most) {
        return new Settings(
                rounds,
                depth,
                learningRate,
                rowShare,
                Math.min(columnShare, most),
                leafWeightMin,
                seed);
    }
}
