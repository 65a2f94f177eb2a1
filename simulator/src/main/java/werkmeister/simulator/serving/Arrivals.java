package werkmeister.simulator.serving;

/** How so many copies of a trace arrive beside each other, in the trace's own time. */
public enum Arrivals {
    /**
     * Everyone in step: a rush of the trace is a rush of all copies; they differ by ten seconds at
     * most.
     */
    TOGETHER,
    /** Each copy begins at another time, and what is beyond the end comes first. */
    APART,
    /** Each request at any time, by chance: the same lengths without any rush (Poisson). */
    MEMORYLESS;

    private static final double STEP_SECONDS = 10;

    /**
     * When a copy's request arrives.
     *
     * @param shift of the copy, from 0 to 1, {@code chance} of the request likewise
     */
    double at(double recorded, RequestTrace trace, double shift, double chance) {
        double span = trace.span();
        double moved =
                switch (this) {
                    case TOGETHER -> recorded + STEP_SECONDS * (chance - 0.5);
                    case APART -> recorded + shift * span + chance * trace.resolution();
                    case MEMORYLESS -> chance * span;
                };
        return (moved % span + span) % span;
    }
}
