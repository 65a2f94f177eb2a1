package werkmeister.bench.harness;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One figure. What does not apply is empty, and then left out of the JSON.
 *
 * @param value the median of the runs
 * @param spread the interquartile range of the runs, in the same unit
 * @param peer another product that does the same
 * @param peerValue the median of its runs
 * @param peerRatio the median of the runs' ratios of value to the peer's
 * @param floor the median of the same work without anything that can be left out
 * @param ratio the median of the runs' ratios of value to floor
 */
public record Result(
        String name,
        double value,
        String unit,
        double spread,
        int runs,
        Optional<String> peer,
        Optional<Double> peerValue,
        Optional<Double> peerRatio,
        Optional<Double> floor,
        Optional<Double> ratio,
        Optional<String> goal,
        Optional<Boolean> met) {
    private static final int DIGITS = 4;

    static Result of(Benchmark benchmark, List<Contest.Lap> laps) {
        double[] values = laps.stream().mapToDouble(Contest.Lap::value).toArray();
        double value = median(values);
        Optional<Double> floor = medianOf(laps, lap -> lap.floor());
        Optional<Double> ratio =
                medianOf(laps, lap -> lap.floor().map(below -> lap.value() / below));
        Optional<Double> peer = medianOf(laps, lap -> lap.peer());
        Optional<Double> peerRatio =
                medianOf(laps, lap -> lap.peer().map(other -> lap.value() / other));
        return new Result(
                benchmark.name(),
                rounded(value),
                benchmark.unit(),
                rounded(quantile(values, 0.75) - quantile(values, 0.25)),
                laps.size(),
                peer.flatMap(_ -> benchmark.peer()),
                peer.map(Result::rounded),
                peerRatio.map(Result::rounded),
                floor.map(Result::rounded),
                ratio.map(Result::rounded),
                benchmark.goal().map(goal -> goal.words(benchmark.unit())),
                benchmark.goal().map(goal -> goal.met(value, ratio, peerRatio)));
    }

    private static Optional<Double> medianOf(
            List<Contest.Lap> laps, Function<Contest.Lap, Optional<Double>> of) {
        double[] found =
                laps.stream().map(of).flatMap(Optional::stream).mapToDouble(d -> d).toArray();
        return found.length == 0 ? Optional.empty() : Optional.of(median(found));
    }

    static double median(double[] values) {
        return quantile(values, 0.5);
    }

    /** Between the two nearest values in proportion. */
    static double quantile(double[] values, double share) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double at = share * (sorted.length - 1);
        int below = (int) at;
        int above = Math.min(below + 1, sorted.length - 1);
        return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
    }

    /** More digits than a figure has would only look exact. */
    private static double rounded(double value) {
        if (value == 0) {
            return 0;
        }
        return new BigDecimal(value).round(new MathContext(DIGITS)).doubleValue();
    }
}
