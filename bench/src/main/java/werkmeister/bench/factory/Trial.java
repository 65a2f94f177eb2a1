package werkmeister.bench.factory;

import java.util.List;
import java.util.Optional;

/**
 * What came of a workload.
 *
 * @param name of the benchmark, such as {@code openb}
 * @param protocol how it was tried, in one sentence
 * @param unit of all values
 * @param met whether ours reached the goal
 * @param seconds of all runs together, on as many threads as there are cores
 */
public record Trial(
        String name,
        String workload,
        String protocol,
        String unit,
        List<Score> scores,
        Optional<String> goal,
        Optional<Boolean> met,
        double seconds) {
    public Trial {
        scores = List.copyOf(scores);
    }

    /**
     * What one policy reached.
     *
     * @param mean over all runs, {@code worst} of them
     * @param published the mean that its authors report
     */
    public record Score(
            String policy, double mean, double worst, Optional<Double> published, List<Run> runs) {
        public Score {
            runs = List.copyOf(runs);
        }

        static Score of(String policy, Optional<Double> published, List<Run> runs) {
            return new Score(
                    policy,
                    runs.stream().mapToDouble(Run::value).average().orElseThrow(),
                    runs.stream().mapToDouble(Run::value).min().orElseThrow(),
                    published,
                    runs);
        }
    }

    /** One run, by the seed of the nodes' order and that of the arrivals. */
    public record Run(long orderSeed, long seed, double value) {}
}
