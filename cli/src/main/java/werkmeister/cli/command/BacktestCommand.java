package werkmeister.cli.command;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import werkmeister.cli.backtest.BacktestRequest;
import werkmeister.cli.backtest.BacktestRun;
import werkmeister.cli.terminal.Shell;
import werkmeister.cli.trial.Trial;
import werkmeister.cli.trial.TrialRequest;
import werkmeister.cli.trial.TrialResult;
import werkmeister.learning.order.Intent;
import werkmeister.learning.table.Roles;
import werkmeister.plant.ingest.Ingest;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Trains on the first part of files, scores the rest, and says how good that was. */
@Command(name = "backtest")
final class BacktestCommand implements Callable<Integer> {
    /** Labels come from columns or from a file. */
    static final class Labels {
        @Option(
                names = "--label",
                paramLabel = "COL",
                split = ",",
                descriptionKey = "backtest.label")
        List<String> columns = new ArrayList<>();

        @Option(names = "--labels", paramLabel = "FILE", descriptionKey = "backtest.labels")
        Optional<Path> file = Optional.empty();
    }

    private final Shell shell;

    @Mixin Speech speech = new Speech();

    @Parameters(arity = "1..*", paramLabel = "FILE", descriptionKey = "backtest.file")
    List<Path> files = new ArrayList<>();

    @Mixin Reading reading = new Reading();

    @Option(
            names = "--intent",
            paramLabel = "watch|life|classify|forecast",
            descriptionKey = "backtest.intent")
    Intent intent = Intent.WATCH;

    @Option(names = "--machine", paramLabel = "NAME|COL", descriptionKey = "backtest.machine")
    Optional<String> machine = Optional.empty();

    @Option(names = "--target", paramLabel = "COL", descriptionKey = "backtest.target")
    Optional<String> target = Optional.empty();

    @Option(names = "--group", paramLabel = "COL", descriptionKey = "backtest.group")
    Optional<String> group = Optional.empty();

    @Option(names = "--test", arity = "1..*", paramLabel = "FILE", descriptionKey = "backtest.test")
    List<Path> tests = new ArrayList<>();

    @Option(names = "--truth", paramLabel = "FILE", descriptionKey = "backtest.truth")
    Optional<Path> truth = Optional.empty();

    @Option(names = "--horizon", paramLabel = "N", descriptionKey = "backtest.horizon")
    Optional<Integer> horizon = Optional.empty();

    @Option(names = "--limit", paramLabel = "N", descriptionKey = "backtest.limit")
    Optional<Double> limit = Optional.empty();

    @ArgGroup Labels labels = new Labels();

    @Option(names = "--ignore", paramLabel = "COL", split = ",", descriptionKey = "backtest.ignore")
    List<String> ignored = new ArrayList<>();

    @Option(
            names = "--train-until",
            paramLabel = "ROW|TIME|SHARE",
            descriptionKey = "backtest.train-until")
    Optional<String> trainUntil = Optional.empty();

    @Option(names = "--train-file", paramLabel = "FILE", descriptionKey = "backtest.train-file")
    Optional<Path> trainFile = Optional.empty();

    @Option(names = "--alerts-per-week", paramLabel = "N", descriptionKey = "backtest.alerts")
    Optional<Double> alertsPerWeek = Optional.empty();

    @Option(names = "--scores", paramLabel = "FILE", descriptionKey = "backtest.scores")
    Optional<Path> scores = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", descriptionKey = "train.seed")
    long seed = 1;

    BacktestCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        return intent == Intent.WATCH ? watch() : other();
    }

    private int other() throws IOException {
        TrialResult result = Trial.of(shell, trial(), System::nanoTime);
        if (scores.isPresent()) {
            result.write(scores.get());
        }
        return speech.answer(shell, result.json(), () -> result.print(shell));
    }

    private TrialRequest trial() {
        return new TrialRequest(
                intent,
                files,
                reading.optionsWithoutTime(),
                reading.time,
                new Roles(machine, Optional.empty(), group, target),
                ignored,
                tests,
                truth,
                horizon,
                limit,
                seed);
    }

    private int watch() throws IOException {
        var result = BacktestRun.of(shell, request(), Ingest::table, System::nanoTime);
        if (scores.isPresent()) {
            result.write(scores.get());
        }
        return speech.answer(shell, result.json(), () -> result.print(shell));
    }

    private BacktestRequest request() {
        var columns = new ArrayList<>(labels.columns);
        target.ifPresent(columns::add);
        if (!tests.isEmpty() && (files.size() > 1 || trainFile.isPresent())) {
            throw Refusal.invalid(shell.say("backtest.one-to-train-on", files.size()));
        }
        return new BacktestRequest(
                tests.isEmpty() ? files : tests,
                reading.options(),
                machine,
                columns,
                truth.or(() -> labels.file),
                ignored,
                trainUntil,
                tests.isEmpty() ? trainFile : Optional.of(files.getFirst()),
                alertsPerWeek,
                seed);
    }
}
