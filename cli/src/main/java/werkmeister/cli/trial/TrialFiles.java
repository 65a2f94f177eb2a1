package werkmeister.cli.trial;

import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;
import werkmeister.learning.table.CaseReading.Sheet;
import werkmeister.learning.table.Roles;
import werkmeister.plant.ingest.Ingest;
import werkmeister.plant.ingest.ReadOptions;
import werkmeister.plant.table.RawTable;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The files of a trial as they were read.
 *
 * @param roles with the column that a person named as the time, where it merely counts
 */
record TrialFiles(List<Sheet> train, List<Sheet> test, Optional<String[]> truth, Roles roles) {
    static TrialFiles read(Shell shell, TrialRequest request) throws IOException {
        var all = new ArrayList<Path>(request.files());
        all.addAll(request.tests());
        var sheets = new ArrayList<Sheet>();
        Roles roles = request.roles();
        try (var progress = new Progress(shell, shell.say("backtest.reading"), all.size())) {
            for (Path path : all) {
                progress.at(sheets.size(), path.getFileName().toString());
                RawTable table = table(path, request.reading());
                if (request.time().isPresent()) {
                    String time = request.time().get();
                    if (!table.timed() && table.signals().contains(time)) {
                        roles =
                                new Roles(
                                        roles.machine(),
                                        Optional.of(time),
                                        roles.group(),
                                        roles.target());
                    } else {
                        table = table(path, request.reading().withTimeColumn(time));
                    }
                }
                sheets.add(new Sheet(path.toString(), table));
            }
        }
        int trained = request.files().size();
        Optional<String[]> truth =
                request.truth().isPresent()
                        ? Optional.of(truth(request.truth().get(), request.reading()))
                        : Optional.empty();
        checkNames(sheets.getFirst().table(), roles, request.ignored());
        return new TrialFiles(
                sheets.subList(0, trained), sheets.subList(trained, sheets.size()), truth, roles);
    }

    /** What is tried on: the test files, else the others. */
    List<Sheet> tried() {
        return test.isEmpty() ? train : test;
    }

    private static void checkNames(RawTable table, Roles roles, List<String> ignored) {
        roles.check(table);
        for (String name : ignored) {
            new Roles(Optional.of(name), Optional.empty(), Optional.empty(), Optional.empty())
                    .check(table);
        }
    }

    private static RawTable table(Path path, ReadOptions options) throws NoSuchFileException {
        if (!Files.isRegularFile(path)) {
            throw new NoSuchFileException(path.toString());
        }
        RawTable table = Ingest.table(path, options);
        if (table.rows() == 0) {
            throw Refusal.invalid("The file (%s) has no rows.".formatted(path));
        }
        return table;
    }

    /** The last column of a file, line by line. */
    private static String[] truth(Path path, ReadOptions options) throws NoSuchFileException {
        RawTable table = table(path, options);
        return Roles.texts(table, Roles.columns(table).getLast());
    }
}
