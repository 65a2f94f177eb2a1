package werkmeister.bench.start;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Benchmark;
import werkmeister.bench.harness.Goal;
import werkmeister.bench.harness.Repeats;
import werkmeister.bench.harness.Suite;
import werkmeister.bench.harness.Unavailable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/** {@code werkmeister serve} on a fresh and on a used data folder, with and without AppCDS. */
public final class StartSuite implements Suite {
    /** "Warm start to first answer about a second." */
    private static final Goal ABOUT_A_SECOND = new Goal.ValueAtMost(1.2);

    private static final Repeats REPEATS = new Repeats(2, 9);

    @Override
    public String name() {
        return "start";
    }

    @Override
    public List<Benchmark> benchmarks() {
        return List.of(
                serve("start.fresh.cds", Optional.empty(), true, true),
                serve("start.fresh.nocds", Optional.empty(), true, false),
                serve("start.used.cds", Optional.of(ABOUT_A_SECOND), false, true),
                serve("start.used.nocds", Optional.empty(), false, false),
                benchmark(
                        "start.used.script",
                        Optional.empty(),
                        bench -> new StartContest(bench, script(bench), false)));
    }

    private static Benchmark serve(
            String name, Optional<Goal> goal, boolean fresh, boolean sharing) {
        return benchmark(
                name,
                goal,
                bench -> {
                    var launch = Launch.ofJar(jar(bench), bench.folder(), sharing);
                    return new StartContest(bench, launch, fresh);
                });
    }

    private static Benchmark benchmark(
            String name, Optional<Goal> goal, Benchmark.Opening opening) {
        return new Benchmark(name, "s", REPEATS, goal, opening);
    }

    private static Path jar(Bench bench) throws Unavailable {
        return built(bench.home().resolve("cli/target/werkmeister/werkmeister.jar"));
    }

    /** As a person starts it: the script's own work is part of the time. */
    private static Launch script(Bench bench) throws Unavailable {
        built(bench.home().resolve("cli/target/werkmeister/.built"));
        return new Launch(
                List.of(bench.home().resolve("werkmeister").toString()), Optional.empty());
    }

    private static Path built(Path file) throws Unavailable {
        if (!Files.exists(file)) {
            throw new Unavailable(
                    "the product is not built (%s is missing); build it with: ./werkmeister --version"
                            .formatted(file));
        }
        return file;
    }
}
