package werkmeister.bench.harness;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;

class BenchTest {
    @TempDir Path folder;
    private final CapturedShell shell = new CapturedShell();

    @Test
    void warmUpsDoNotCount() throws Exception {
        var figures = new ArrayList<>(List.of(1000.0, 2.0, 4.0, 6.0));
        var suite = suite(benchmark("one", _ -> () -> Contest.Lap.alone(figures.removeFirst())));

        var result = bench(Size.FULL).measure(suite, List.of()).getFirst();

        assertThat(result.runs()).isEqualTo(3);
        assertThat(result.value()).isEqualTo(4);
    }

    @Test
    void onlyWhatIsNamedIsMeasured() throws Exception {
        var suite =
                suite(
                        benchmark("one", _ -> () -> Contest.Lap.alone(1)),
                        benchmark("two", _ -> () -> Contest.Lap.alone(2)));

        assertThat(bench(Size.QUICK).measure(suite, List.of("two")))
                .extracting(Result::name)
                .containsExactly("two");
    }

    @Test
    void whatThisMachineCannotMeasureIsLeftOutAndTold() throws Exception {
        var suite =
                suite(
                        benchmark(
                                "one",
                                _ -> {
                                    throw new Unavailable("there is no such thing here");
                                }),
                        benchmark("two", _ -> () -> Contest.Lap.alone(2)));

        assertThat(bench(Size.QUICK).measure(suite, List.of()))
                .extracting(Result::name)
                .containsExactly("two");
        assertThat(shell.err()).isEqualTo("NOTE: one is left out: there is no such thing here\n");
    }

    @Test
    void aRateIsTakenUntilTheTimeIsUp() throws Exception {
        var clock = new AtomicLong();
        var pace = new Pace(clock::get, Duration.ofSeconds(1));

        double rate =
                pace.perSecond(() -> {
                    clock.addAndGet(400_000_000); // Three steps: 1.2 s.
                    return 6;
                });

        assertThat(rate).isEqualTo(15);
    }

    @Test
    void theMachineTellsWhatItIs() throws Exception {
        var machine = Machine.here(folder, shell.shell().clock());

        assertThat(machine.cores()).isPositive();
        assertThat(machine.memoryGiB()).isPositive();
        assertThat(machine.system()).contains(System.getProperty("os.version"));
        assertThat(machine.java()).startsWith("25");
        assertThat(machine.fileSystem()).isNotBlank();
        assertThat(machine.version()).isNotBlank();
        assertThat(machine.at()).isEqualTo(CapturedShell.NOW);
    }

    private Bench bench(Size size) {
        return new Bench(shell.shell(), folder, folder, size, System::nanoTime);
    }

    private static Benchmark benchmark(String name, Benchmark.Opening opening) {
        return new Benchmark(name, "s", new Repeats(1, 3), Optional.empty(), opening);
    }

    private static Suite suite(Benchmark... benchmarks) {
        return new Suite() {
            @Override
            public String name() {
                return "example";
            }

            @Override
            public List<Benchmark> benchmarks() {
                return List.of(benchmarks);
            }
        };
    }
}
