package werkmeister.bench.live;

import werkmeister.bench.harness.Benchmark;
import werkmeister.bench.harness.Goal;
import werkmeister.bench.harness.Repeats;
import werkmeister.bench.harness.Suite;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Sources that each send a batch of live samples and wait until it is durable. */
public final class LiveSuite implements Suite {
    private static final Repeats REPEATS = new Repeats(2, 7);
    private static final Goal HALF = new Goal.RatioAtLeast(0.5);

    @Override
    public String name() {
        return "live";
    }

    @Override
    public List<Benchmark> benchmarks() {
        return Stream.of(1, 32, 256)
                .map(sources ->
                        new Benchmark(
                                "live.append." + sources,
                                "batches/s",
                                REPEATS,
                                Optional.of(HALF),
                                bench -> LiveContest.open(bench, sources)))
                .toList();
    }
}
