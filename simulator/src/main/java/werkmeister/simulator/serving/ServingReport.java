package werkmeister.simulator.serving;

import werkmeister.simulator.capacity.Assistant;

import java.util.Arrays;
import java.util.List;
import java.util.function.ToDoubleFunction;

/**
 * How requests fared.
 *
 * @param requests that were played
 * @param offeredPerSecond on all GPUs together, likewise the next
 * @param servedPerSecond answered to the end while requests still arrived
 * @param utilisation share of the time that interactivity leaves for work
 * @param waitMean seconds until a prompt begins to be read, likewise the others
 * @param firstTokenP50 seconds from the arrival to the first token
 * @param tokensPerSecondP50 that a user sees; {@code tokensPerSecondP5}: the slowest twentieth sees
 *     at most so many
 */
public record ServingReport(
        int requests,
        double offeredPerSecond,
        double servedPerSecond,
        double utilisation,
        double waitMean,
        double waitP50,
        double waitP95,
        double waitP99,
        double firstTokenP50,
        double firstTokenP95,
        double tokensPerSecondP50,
        double tokensPerSecondP5) {
    /** Steps that are exactly as long as they may be are not too long for a rounding. */
    private static final double ROUNDING = 1e-6;

    static ServingReport of(
            RequestTrace trace,
            Assistant use,
            ServingTrial trial,
            List<Turn> turns,
            double workSeconds) {
        double span = trace.span();
        double[] waits = sorted(turns, Turn::waitSeconds);
        double[] firsts = sorted(turns, Turn::firstTokenSeconds);
        double[] speeds = sorted(turns, Turn::tokensPerSecond);
        long answered = turns.stream().filter(turn -> turn.ended <= span).count();
        return new ServingReport(
                turns.size(),
                turns.size() / span,
                answered / span,
                workSeconds / (trial.gpus() * span * use.interactivity()),
                Arrays.stream(waits).average().orElse(Double.NaN),
                quantile(waits, 0.5),
                quantile(waits, 0.95),
                quantile(waits, 0.99),
                quantile(firsts, 0.5),
                quantile(firsts, 0.95),
                quantile(speeds, 0.5),
                quantile(speeds, 0.05));
    }

    private static double[] sorted(List<Turn> turns, ToDoubleFunction<Turn> of) {
        double[] values = turns.stream().mapToDouble(of).toArray();
        Arrays.sort(values);
        return values;
    }

    private static double quantile(double[] sorted, double share) {
        return sorted.length == 0 ? Double.NaN : sorted[(int) (share * (sorted.length - 1))];
    }

    /** Whether 95 of 100 users see their first token in time, and 95 their tokens at the speed. */
    public boolean holds(Assistant use) {
        return firstTokenP95 <= use.firstTokenSeconds()
                && tokensPerSecondP5 >= use.tokensPerSecond() * (1 - ROUNDING);
    }
}
