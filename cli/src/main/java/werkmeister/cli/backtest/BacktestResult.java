package werkmeister.cli.backtest;

import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.terminal.Shell;
import werkmeister.learning.evaluate.BacktestReport;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** What a backtest found, in the forms in which it is handed out. */
public final class BacktestResult {
    private final List<JudgedFile> files;
    private final BacktestReport report;

    BacktestResult(List<JudgedFile> files, BacktestReport report) {
        this.files = List.copyOf(files);
        this.report = report;
    }

    /** In the shape that scripts rely on. */
    public ObjectNode json() {
        return BacktestJson.of(files, report);
    }

    /** For people. */
    public void print(Shell shell) {
        new BacktestAccount(shell).print(files, report);
    }

    /** A line a scored row: {@code file,row,time,score,threshold,alarm,finding}. */
    public void write(Path scores) throws IOException {
        ScoresFile.write(scores, files, report.scored());
    }
}
