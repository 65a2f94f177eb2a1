package werkmeister.bench;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import werkmeister.bench.factory.FactoryTrials;
import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Figures;
import werkmeister.bench.harness.Machine;
import werkmeister.bench.harness.Report;
import werkmeister.bench.harness.Result;
import werkmeister.bench.harness.Size;
import werkmeister.bench.harness.Suite;
import werkmeister.bench.models.Leaderboard;
import werkmeister.bench.models.ModelsReport;
import werkmeister.cli.terminal.Shell;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** Measures and prints. */
@Command(
        name = "bench",
        description =
                "Measures Werkmeister on this machine; docs/benchmarks.md says what each figure"
                        + " is.")
final class BenchCommand implements Callable<Integer> {
    private static final int OK = 0;
    private static final int FAILED = 1;
    private static final int USAGE = 2;
    private static final String MODELS = "models";
    private static final String FACTORY = "factory";
    private static final String DATA = "WERKMEISTER_DATA";

    private final Shell shell;
    private final Path home;

    @Parameters(
            arity = "0..1",
            paramLabel = "SUITE",
            description =
                    "journal, start, live, score, data, models or factory; all but the last two if"
                            + " none is named.")
    Optional<String> suite = Optional.empty();

    @Option(
            names = "--only",
            paramLabel = "NAME",
            description = "Only this benchmark; may be given more than once.")
    List<String> only = List.of();

    @Option(names = "--json", description = "Print the figures as JSON.")
    boolean json;

    @Option(names = "--markdown", description = "Print the figures as docs/benchmarks.md has them.")
    boolean markdown;

    @Option(
            names = "--quick",
            description = "Show in seconds that everything runs; the figures mean nothing.")
    boolean quick;

    @Option(
            names = "--folder",
            paramLabel = "DIR",
            description = "Write to the disk of this folder (by default /var/tmp).")
    Path folder = Path.of("/var/tmp");

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Folder of the published data that models or the factory are tried on (else"
                            + " WERKMEISTER_DATA, else ../shared/datasets or ../shared/traces).")
    Optional<Path> data = Optional.empty();

    @Option(names = "--help", usageHelp = true, description = "Show this.")
    boolean help;

    private BenchCommand(Shell shell, Path home) {
        this.shell = shell;
        this.home = home;
    }

    /** Runs the command in a checkout and returns its exit code. */
    static int run(Shell shell, Path home, String... arguments) {
        var line = new CommandLine(new BenchCommand(shell, home));
        line.setOut(new PrintWriter(shell.out(), true, StandardCharsets.UTF_8));
        line.setErr(new PrintWriter(shell.err(), true, StandardCharsets.UTF_8));
        line.setParameterExceptionHandler((e, _) -> refuse(shell, e));
        line.setExecutionExceptionHandler((e, _, _) -> failed(shell, e));
        return line.execute(arguments);
    }

    private static int failed(Shell shell, Exception e) {
        if (e instanceof Refusal) {
            return refuse(shell, e);
        }
        e.printStackTrace(shell.err());
        return FAILED;
    }

    private static int refuse(Shell shell, Exception why) {
        shell.err().println("werkmeister bench: " + why.getMessage());
        return USAGE;
    }

    @Override
    public Integer call() throws Exception {
        if (json && markdown) {
            throw Refusal.invalid("Choose one of --json and --markdown.");
        }
        if (suite.equals(Optional.of(MODELS))) {
            return models();
        }
        if (suite.equals(Optional.of(FACTORY))) {
            return factory();
        }
        var suites = wanted();
        checkNames(suites);
        var place = place();
        try {
            var machine = Machine.here(place, shell.clock());
            var report = new Report(machine, measure(bench(place), suites));
            if (quick) {
                shell.err()
                        .println("NOTE: these figures were taken with --quick and mean nothing.");
            }
            print(report);
        } finally {
            Bench.remove(place);
        }
        return OK;
    }

    /** Their figures are no speeds: they have a report of their own. */
    private int models() throws IOException {
        var machine = Machine.here(folder, shell.clock());
        Path where = Leaderboard.data(data, Optional.ofNullable(System.getenv(DATA)), home);
        print(new ModelsReport(machine, Leaderboard.run(bench(folder), where, only)));
        return OK;
    }

    private int factory() throws Exception {
        Path where = FactoryTrials.data(data, Optional.ofNullable(System.getenv(DATA)), home);
        var place = place();
        try {
            var machine = Machine.here(place, shell.clock());
            print(FactoryTrials.run(bench(place), machine, where, only));
        } finally {
            Bench.remove(place);
        }
        return OK;
    }

    private Bench bench(Path place) {
        var size = quick ? Size.QUICK : Size.FULL;
        return new Bench(shell, home, place, size, System::nanoTime);
    }

    private List<Suite> wanted() {
        var all = Suites.all();
        if (suite.isEmpty()) {
            return all;
        }
        return List.of(
                all.stream()
                        .filter(one -> one.name().equals(suite.get()))
                        .findFirst()
                        .orElseThrow(() ->
                                Refusal.invalid(
                                        "There is no suite (%s); there are %s."
                                                .formatted(
                                                        suite.get(),
                                                        names(all)
                                                                + ", "
                                                                + MODELS
                                                                + ", "
                                                                + FACTORY))));
    }

    private static String names(List<Suite> suites) {
        return suites.stream().map(Suite::name).collect(Collectors.joining(", "));
    }

    private void checkNames(List<Suite> suites) {
        var known =
                suites.stream()
                        .flatMap(one -> one.benchmarks().stream())
                        .map(benchmark -> benchmark.name())
                        .toList();
        for (String name : only) {
            if (!known.contains(name)) {
                throw Refusal.invalid(
                        "There is no benchmark (%s); there are %s."
                                .formatted(name, String.join(", ", known)));
            }
        }
    }

    private Path place() {
        try {
            return Files.createTempDirectory(folder, "werkmeister-bench");
        } catch (IOException e) {
            throw new Refusal(
                    Refusal.Kind.INVALID,
                    "The folder (%s) cannot be written to: %s. Name another with --folder."
                            .formatted(folder, e.getMessage()));
        }
    }

    private List<Result> measure(Bench bench, List<Suite> suites) throws Exception {
        var results = new ArrayList<Result>();
        for (Suite one : suites) {
            try (one) {
                results.addAll(bench.measure(one, only));
            }
        }
        return results;
    }

    private void print(Figures figures) {
        if (json) {
            shell.out().println(figures.json());
        } else if (markdown) {
            figures.printMarkdown(shell.out());
        } else {
            figures.print(shell.out());
        }
    }
}
