package werkmeister.cli.backtest;

import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;
import werkmeister.learning.evaluate.Backtest;
import werkmeister.learning.evaluate.BacktestReport;
import werkmeister.learning.order.AlertBudget;
import werkmeister.plant.table.LabelColumns;
import werkmeister.plant.table.RawTable;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** One backtest from files to a result: read, find the labels, train, score, judge. */
public final class BacktestRun {
    private final Shell shell;
    private final BacktestRequest request;
    private final TableSource source;
    private final LongSupplier nanoTime;

    private BacktestRun(
            Shell shell, BacktestRequest request, TableSource source, LongSupplier nanoTime) {
        this.shell = shell;
        this.request = request;
        this.source = source;
        this.nanoTime = nanoTime;
    }

    public static BacktestResult of(
            Shell shell, BacktestRequest request, TableSource source, LongSupplier nanoTime)
            throws IOException {
        return new BacktestRun(shell, request, source, nanoTime).run();
    }

    private BacktestResult run() throws IOException {
        var until = TrainUntil.of(request.trainUntil(), request.trainFile().isPresent(), shell);
        Optional<LabelSpans> spans =
                request.labelFile().isPresent()
                        ? Optional.of(LabelSpans.read(request.labelFile().get(), shell))
                        : Optional.empty();
        Optional<RawTable> trainTable =
                request.trainFile().isPresent()
                        ? Optional.of(asked(request.trainFile().get()))
                        : Optional.empty();
        var files = new ArrayList<JudgedFile>();
        int count = request.files().size();
        try (var progress = new Progress(shell, shell.say("backtest.reading"), count)) {
            for (Path file : request.files()) {
                progress.at(files.size(), file.getFileName().toString());
                files.addAll(judgedOf(file, spans, trainTable, until));
            }
        }
        checkNames(files);
        spans.ifPresent(known -> known.checkKnows(request.files()));
        return new BacktestResult(files, report(files, trainTable));
    }

    private RawTable read(Path file) throws NoSuchFileException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        return source.read(file, request.reading());
    }

    /** The file, or the one machine of it that a person named. */
    private RawTable asked(Path file) throws NoSuchFileException {
        RawTable table = read(file);
        Optional<String> named = request.machine().filter(name -> !tellsMachines(table, name));
        return named.map(name -> source.read(file, request.reading().withMachine(name)))
                .orElse(table);
    }

    private static boolean tellsMachines(RawTable table, String name) {
        return table.understood().signals().stream()
                .anyMatch(column -> column.name().equals(name) && column.type().equals("machine"));
    }

    /** A file that holds several machines is as many: what is usual for one is not for another. */
    private List<JudgedFile> judgedOf(
            Path path, Optional<LabelSpans> spans, Optional<RawTable> trainTable, TrainUntil until)
            throws NoSuchFileException {
        RawTable table = asked(path);
        List<String> machines = table.understood().machines();
        if (machines.size() < 2 || trainTable.isPresent()) {
            return List.of(judged(path, table, spans, trainTable, until));
        }
        var judged = new ArrayList<JudgedFile>();
        var few = new ArrayList<String>();
        for (String machine : machines) {
            RawTable rows = source.read(path, request.reading().withMachine(machine));
            if (rows.rows() < JudgedFile.FEWEST_ROWS) {
                few.add(machine);
            } else {
                judged.add(judged(path, rows, spans, trainTable, until).named(machine));
            }
        }
        if (judged.isEmpty()) {
            return List.of(judged(path, table, spans, trainTable, until));
        }
        if (!few.isEmpty()) {
            shell.err()
                    .println(shell.say("backtest.few-of-machines", path, String.join(", ", few)));
        }
        return judged;
    }

    private JudgedFile judged(
            Path path,
            RawTable table,
            Optional<LabelSpans> spans,
            Optional<RawTable> trainTable,
            TrainUntil until) {
        var columns = labelColumns(path, table, spans.isPresent());
        Optional<boolean[]> labels =
                spans.map(known ->
                        known.rows(
                                path,
                                table.times(),
                                table.timed(),
                                JudgedFile.zone(table),
                                table.rowNumbers()));
        if (labels.isEmpty() && !columns.used().isEmpty()) {
            labels = Optional.of(columns.rows(table));
        }
        var signals = signals(path, table, columns, trainTable);
        var file = JudgedFile.of(path, table, columns, signals, labels, until);
        checkRows(file, trainTable.isPresent());
        return file;
    }

    private LabelColumns labelColumns(Path path, RawTable table, boolean spans) {
        if (spans) {
            return LabelColumns.withheldOnly(table);
        }
        for (String name : request.labels()) {
            if (!table.signals().contains(name) && !table.texts().containsKey(name)) {
                throw Refusal.invalid(
                        shell.say("backtest.no-column", path, name, columnsOf(table)));
            }
        }
        return request.labels().isEmpty()
                ? LabelColumns.found(table)
                : LabelColumns.named(table, request.labels());
    }

    /** What the model may see: measured, neither label nor ignored, known to what it trains on. */
    private List<String> signals(
            Path path, RawTable table, LabelColumns columns, Optional<RawTable> trainTable) {
        var signals = new ArrayList<>(table.measured());
        signals.removeAll(columns.withheld());
        signals.removeAll(request.ignored());
        trainTable.ifPresent(other -> signals.retainAll(other.measured()));
        if (signals.isEmpty()) {
            throw Refusal.invalid(shell.say("backtest.no-signals", path, columnsOf(table)));
        }
        return signals;
    }

    private void checkRows(JudgedFile file, boolean trainedElsewhere) {
        int train = file.series().trainRows();
        int rows = file.table().rows();
        if (!trainedElsewhere && train < JudgedFile.FEWEST_TRAIN_ROWS) {
            throw Refusal.invalid(
                    shell.say(
                            "backtest.few-rows",
                            file.path(),
                            train,
                            rows,
                            JudgedFile.FEWEST_TRAIN_ROWS));
        }
        if (train >= rows) {
            throw Refusal.invalid(shell.say("backtest.no-rest", file.path(), rows));
        }
    }

    /** A name that no file knows is a slip of the pen. */
    private void checkNames(List<JudgedFile> files) {
        for (String name : request.ignored()) {
            boolean known =
                    files.stream()
                            .anyMatch(file ->
                                    file.table().signals().contains(name)
                                            || file.table().texts().containsKey(name));
            if (!known) {
                var first = files.getFirst();
                throw Refusal.invalid(
                        shell.say(
                                "backtest.no-column",
                                first.path(),
                                name,
                                columnsOf(first.table())));
            }
        }
    }

    private BacktestReport report(List<JudgedFile> files, Optional<RawTable> trainTable) {
        var options =
                new Backtest.Options(
                        request.alertsPerWeek().map(AlertBudget::new),
                        trainTable.map(RawTable::samples),
                        request.seed(),
                        nanoTime);
        var series = files.stream().map(JudgedFile::series).toList();
        try (var _ = new Progress(shell, shell.say("backtest.running"), 0).ticking()) {
            return Backtest.run(series, options);
        }
    }

    private static String columnsOf(RawTable table) {
        var all = new LinkedHashSet<>(table.signals());
        all.addAll(table.texts().keySet());
        return String.join(", ", all);
    }
}
