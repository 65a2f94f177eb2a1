package werkmeister.bench.harness;

import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * Where figures are taken.
 *
 * @param home the checkout
 * @param folder an empty one, on the disk that is measured
 * @param nanos a clock that only goes forward
 */
public record Bench(Shell shell, Path home, Path folder, Size size, LongSupplier nanos) {
    public Pace pace() {
        return new Pace(nanos, size.lap());
    }

    /** A clock that starts with the shell's and goes on by itself. */
    public InstantSource clock() {
        Instant start = shell.clock().instant();
        long from = nanos.getAsLong();
        return () -> start.plusNanos(nanos.getAsLong() - from);
    }

    /** How far something long has come, for people. */
    public Progress progress(String label, long total) {
        return new Progress(shell, label, total);
    }

    /** Measures each of a suite's benchmarks whose name is wanted; none named wants all. */
    public List<Result> measure(Suite suite, List<String> only) throws Exception {
        var results = new ArrayList<Result>();
        for (Benchmark benchmark : suite.benchmarks()) {
            if (only.isEmpty() || only.contains(benchmark.name())) {
                measure(benchmark).ifPresent(results::add);
            }
        }
        return results;
    }

    private Optional<Result> measure(Benchmark benchmark) throws Exception {
        try (Contest contest = benchmark.opening().open(this)) {
            return Optional.of(Result.of(benchmark, laps(benchmark, contest)));
        } catch (Unavailable e) {
            shell.err()
                    .println(
                            "NOTE: %s is left out: %s".formatted(benchmark.name(), e.getMessage()));
            return Optional.empty();
        }
    }

    private List<Contest.Lap> laps(Benchmark benchmark, Contest contest) throws Exception {
        var repeats = size.repeats(benchmark.repeats());
        var laps = new ArrayList<Contest.Lap>();
        int all = repeats.warmUps() + repeats.runs();
        try (var progress = progress(benchmark.name(), all)) {
            for (int lap = 0; lap < all; lap++) {
                progress.at(lap, lap < repeats.warmUps() ? "warming up" : "");
                var measured = contest.lap();
                if (lap >= repeats.warmUps()) {
                    laps.add(measured);
                }
            }
        }
        return laps;
    }

    /** Removes a folder and all that is in it. */
    public static void remove(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
