package werkmeister.bench.score;

import werkmeister.bench.harness.Benchmark;
import werkmeister.bench.harness.Goal;
import werkmeister.bench.harness.Repeats;
import werkmeister.bench.harness.Shared;
import werkmeister.bench.harness.Suite;

import java.util.List;
import java.util.Optional;

/** A press's model on one core: the scorer alone, and the live watch around it. */
public final class ScoreSuite implements Suite {
    /** What the bookkeeping around the arithmetic may cost. */
    private static final Goal HALF_THE_FLOOR = new Goal.RatioAtLeast(0.5);

    private final Shared<ScoredPress> press = new Shared<>(ScoredPress::train);

    @Override
    public String name() {
        return "score";
    }

    @Override
    public List<Benchmark> benchmarks() {
        return List.of(
                benchmark(
                        "score.press",
                        Optional.of(HALF_THE_FLOOR),
                        bench -> ScoreContest.ofScorer(bench.pace(), press.in(bench))),
                benchmark(
                        "score.press.live",
                        Optional.empty(),
                        bench -> ScoreContest.ofLiveWatch(bench.pace(), press.in(bench))));
    }

    private static Benchmark benchmark(
            String name, Optional<Goal> goal, Benchmark.Opening opening) {
        return new Benchmark(name, "samples/s", Repeats.MANY, goal, opening);
    }

    @Override
    public void close() throws Exception {
        press.close();
    }
}
