package werkmeister.bench.models;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/**
 * What came of a protocol.
 *
 * @param protocol how it was tried, in one sentence
 * @param seconds of training and telling, all seeds together
 * @param kilobytes of the last model; 0 where it was not kept
 */
public record Outcome(
        String name,
        String protocol,
        List<Figure> figures,
        double seconds,
        double kilobytes,
        List<Peer> peers) {
    public Outcome {
        figures = List.copyOf(figures);
        peers = List.copyOf(peers);
    }

    /** One without peers. */
    Outcome(String name, String protocol, List<Figure> figures, double seconds, double kilobytes) {
        this(name, protocol, figures, seconds, kilobytes, List.of());
    }

    /** The same beside what peers took. */
    Outcome with(List<ScikitLearn.Answer> answers) {
        return new Outcome(
                name,
                protocol,
                figures,
                seconds,
                kilobytes,
                answers.stream().map(ScikitLearn.Answer::effort).toList());
    }

    /** Another product on the same rows in the same run, with its defaults. */
    public record Peer(String name, double seconds, double megabytes) {}

    /**
     * A figure.
     *
     * @param value the mean over the seeds; {@code spread} from the least to the greatest
     * @param published the best that we know to be published under this protocol
     * @param trivial the same figure of trivial rivals; {@code peers} of other products
     */
    public record Figure(
            String name,
            double value,
            double spread,
            int seeds,
            Optional<Double> published,
            Optional<String> goal,
            Optional<Boolean> met,
            Map<String, Double> trivial,
            Map<String, Double> peers) {
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
                    Map.of(),
                    Map.of());
        }

        Figure published(double best) {
            return new Figure(
                    name, value, spread, seeds, Optional.of(best), goal, met, trivial, peers);
        }

        Figure atLeast(double wanted) {
            return aiming(">= " + wanted, value >= wanted);
        }

        Figure atMost(double wanted) {
            return aiming("<= " + wanted, value <= wanted);
        }

        Figure between(double low, double high) {
            return aiming(low + " to " + high, value >= low && value <= high);
        }

        private Figure aiming(String wanted, boolean reached) {
            return new Figure(
                    name,
                    value,
                    spread,
                    seeds,
                    published,
                    Optional.of(wanted),
                    Optional.of(reached),
                    trivial,
                    peers);
        }

        /** Beside what peers reached. */
        Figure against(Map<String, Double> others) {
            return new Figure(name, value, spread, seeds, published, goal, met, trivial, others);
        }

        /** Beside what trivial rivals reached. */
        <R> Figure beside(Map<String, R> rivals, ToDoubleFunction<R> of) {
            var values = new TreeMap<String, Double>();
            rivals.forEach((rival, result) -> values.put(rival, of.applyAsDouble(result)));
            return beside(values);
        }

        Figure beside(Map<String, Double> rivals) {
            return new Figure(name, value, spread, seeds, published, goal, met, rivals, peers);
        }
    }
}
