package werkmeister.bench.models;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What came of a protocol.
 *
 * @param protocol how it was tried, in one sentence
 * @param seconds of training and telling, all seeds together
 * @param kilobytes of the last model; 0 where it was not kept
 */
public record Outcome(
        String name, String protocol, List<Figure> figures, double seconds, double kilobytes) {
    public Outcome {
        figures = List.copyOf(figures);
    }

    /**
     * A figure.
     *
     * @param value the mean over the seeds; {@code spread} from the least to the greatest
     * @param published the best that we know to be published under this protocol
     * @param trivial the same figure of trivial rivals
     */
    public record Figure(
            String name,
            double value,
            double spread,
            int seeds,
            Optional<Double> published,
            Optional<String> goal,
            Optional<Boolean> met,
            Map<String, Double> trivial) {
        static Figure of(String name, double... values) {
            double sum = 0;
            double least = Double.POSITIVE_INFINITY;
            double greatest = Double.NEGATIVE_INFINITY;
            for (double value : values) {
                sum += value / values.length;
                least = Math.min(least, value);
                greatest = Math.max(greatest, value);
            }
            return new Figure(
                    name,
                    sum,
                    greatest - least,
                    values.length,
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Map.of());
        }

        Figure published(double best) {
            return new Figure(name, value, spread, seeds, Optional.of(best), goal, met, trivial);
        }

        Figure atLeast(double wanted) {
            return new Figure(
                    name,
                    value,
                    spread,
                    seeds,
                    published,
                    Optional.of(">= " + wanted),
                    Optional.of(value >= wanted),
                    trivial);
        }

        Figure atMost(double wanted) {
            return new Figure(
                    name,
                    value,
                    spread,
                    seeds,
                    published,
                    Optional.of("<= " + wanted),
                    Optional.of(value <= wanted),
                    trivial);
        }

        Figure between(double low, double high) {
            return new Figure(
                    name,
                    value,
                    spread,
                    seeds,
                    published,
                    Optional.of(low + " to " + high),
                    Optional.of(value >= low && value <= high),
                    trivial);
        }

        Figure beside(Map<String, Double> rivals) {
            return new Figure(name, value, spread, seeds, published, goal, met, rivals);
        }
    }
}
