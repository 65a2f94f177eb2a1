package werkmeister.simulator.trace;

/**
 * A job of a trace.
 *
 * @param submitted seconds since the trace's first job
 * @param seconds it ran, at least one
 * @param gpus that it held all at once
 */
public record TraceJob(int number, String tenant, long submitted, long seconds, int gpus) {
    public double gpuSeconds() {
        return (double) seconds * gpus;
    }
}
