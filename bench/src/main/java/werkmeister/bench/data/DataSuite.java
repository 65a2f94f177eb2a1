package werkmeister.bench.data;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Benchmark;
import werkmeister.bench.harness.Contest;
import werkmeister.bench.harness.Goal;
import werkmeister.bench.harness.Repeats;
import werkmeister.bench.harness.Shared;
import werkmeister.bench.harness.Suite;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** 525.6 million readings: ten years, a hundred signals, one a minute. */
public final class DataSuite implements Suite {
    private static final Repeats LONG = new Repeats(0, 3);
    private static final Repeats WARM = new Repeats(2, 5);
    private static final Repeats ONCE = new Repeats(0, 1);
    private static final Duration HALF_A_YEAR = Duration.ofDays(180);
    private static final Duration YEARS = Duration.ofDays(3_650);
    private static final Goal AS_FAST = new Goal.PeerRatioAtLeast(1);
    private static final Goal NEARLY = new Goal.PeerRatioAtLeast(0.8);
    private static final Goal MEMORY = new Goal.ValueAtMost(2_048);
    private static final Goal A_MINUTE = new Goal.ValueAtMost(60);
    private static final Goal AT_ONCE = new Goal.ValueAtMost(100);
    private static final Map<String, Duration> SPANS =
            new TreeMap<>(
                    Map.of(
                            "1h", Duration.ofHours(1),
                            "1d", Duration.ofDays(1),
                            "1m", Duration.ofDays(30),
                            "10y", YEARS));

    private final Shared<Decade> decade = new Shared<>(Decade::make);

    /** How a contest begins, once there are ten years. */
    private interface Opening {
        Contest open(Bench bench, Decade decade) throws Exception;
    }

    @Override
    public String name() {
        return "data";
    }

    @Override
    public List<Benchmark> benchmarks() {
        var all = new ArrayList<Benchmark>();
        all.add(beside("data.import", "MB/s", LONG, Optional.of(AS_FAST), ImportContest::inBytes));
        all.add(
                beside(
                        "data.import.readings",
                        "readings/s",
                        ONCE,
                        Optional.empty(),
                        ImportContest::inReadings));
        all.add(
                alone(
                        "data.import.memory",
                        "MiB",
                        ONCE,
                        MEMORY,
                        (_, made) -> new MemoryContest(made)));
        all.add(
                beside(
                        "data.disk",
                        "bytes/reading",
                        ONCE,
                        Optional.empty(),
                        (_, made) -> new DiskContest(made)));
        all.add(
                beside(
                        "data.scan.mean",
                        "readings/s",
                        WARM,
                        Optional.of(NEARLY),
                        (bench, made) -> ScanContest.of(bench, made, HALF_A_YEAR, false)));
        all.add(
                beside(
                        "data.scan.covariance",
                        "readings/s",
                        WARM,
                        Optional.of(NEARLY),
                        (bench, made) -> ScanContest.of(bench, made, HALF_A_YEAR, true)));
        all.add(
                alone(
                        "data.train",
                        "s",
                        ONCE,
                        A_MINUTE,
                        (bench, made) -> new TrainContest(bench, made, true)));
        all.add(
                alone(
                        "data.train.memory",
                        "MiB",
                        ONCE,
                        MEMORY,
                        (bench, made) -> new TrainContest(bench, made, false)));
        SPANS.forEach((name, span) -> {
            all.add(chart("data.chart." + name + ".p50", span, 0.5));
            all.add(chart("data.chart." + name + ".p99", span, 0.99));
        });
        return all;
    }

    private Benchmark chart(String name, Duration span, double quantile) {
        return alone(
                name,
                "ms",
                new Repeats(1, 3),
                AT_ONCE,
                (bench, made) -> ChartContest.of(bench, made, span, quantile));
    }

    private Benchmark alone(String name, String unit, Repeats repeats, Goal goal, Opening opening) {
        return new Benchmark(
                name,
                unit,
                repeats,
                Optional.of(goal),
                bench -> opening.open(bench, decade.in(bench)));
    }

    private Benchmark beside(
            String name, String unit, Repeats repeats, Optional<Goal> goal, Opening opening) {
        return new Benchmark(
                name,
                unit,
                repeats,
                goal,
                Optional.of(Peer.NAME),
                bench -> opening.open(bench, decade.in(bench)));
    }

    @Override
    public void close() throws Exception {
        decade.close();
    }
}
