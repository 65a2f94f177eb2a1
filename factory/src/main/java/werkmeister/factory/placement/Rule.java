package werkmeister.factory.placement;

/** Says how good a node is for a piece of work that fits there. */
public interface Rule {
    /**
     * What a node offers.
     *
     * @param score the higher, the better
     * @param device the GPU for work that shares one; -1 for other work
     */
    record Offer(double score, int device) {}

    Offer offer(NodeSpace space, Shape shape);

    /**
     * The number of the node that is taken: the first of the highest score. The order of nodes is
     * part of the rule: ties by chance would scatter work (see docs/simulation.md).
     *
     * @param scores NaN where the work does not fit
     * @return -1 where it fits nowhere
     */
    default int choose(double[] scores) {
        int best = -1;
        for (int i = 0; i < scores.length; i++) {
            if (scores[i] > (best < 0 ? Double.NEGATIVE_INFINITY : scores[best])) {
                best = i;
            }
        }
        return best;
    }
}
