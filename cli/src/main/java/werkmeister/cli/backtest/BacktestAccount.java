package werkmeister.cli.backtest;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Sparkline;
import werkmeister.cli.terminal.Table;
import werkmeister.cli.text.Writing;
import werkmeister.learning.evaluate.BacktestReport;
import werkmeister.learning.evaluate.ScoredSeries;

import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

/**
 * The result for people: what was understood, each file's score over time, the metrics beside
 * trivial rivals.
 */
final class BacktestAccount {
    private static final int MARGIN = 4;
    private static final int WIDEST = 96;

    private final Shell shell;
    private final Writing writing;

    BacktestAccount(Shell shell) {
        this.shell = shell;
        this.writing = shell.writing();
    }

    void print(List<JudgedFile> files, BacktestReport report) {
        understood(files);
        files.forEach(this::troubles);
        for (int i = 0; i < files.size(); i++) {
            picture(files.get(i), report.scored().get(i));
        }
        say("backtest.picture");
        shell.out().println();
        metrics(files, report);
        shell.out().println();
        say(
                "backtest.effort",
                writing.seconds(report.trainSeconds()),
                writing.seconds(report.scoreSeconds()),
                writing.number(report.threshold(), 3));
    }

    private void understood(List<JudgedFile> files) {
        var signals = new TreeSet<String>();
        var withheld = new TreeSet<String>();
        var used = new TreeSet<String>();
        for (JudgedFile file : files) {
            signals.addAll(file.series().table().signals());
            withheld.addAll(file.columns().withheld());
            used.addAll(file.columns().used());
        }
        say("backtest.signals", signals.size(), String.join(", ", signals));
        if (!withheld.isEmpty()) {
            say("backtest.withheld", String.join(", ", withheld));
        }
        boolean labelled = files.stream().anyMatch(file -> file.series().labels().isPresent());
        if (!used.isEmpty()) {
            say("backtest.labels-from", String.join(", ", used));
        } else if (!labelled) {
            say("backtest.no-labels");
        }
        shell.out().println();
    }

    /** What was lost on the way, so that no row is dropped in silence. */
    private void troubles(JudgedFile file) {
        var understood = file.table().understood();
        long lost = understood.rows() - file.table().rows();
        if (lost > 0) {
            say("backtest.lost", file.path(), writing.count(lost));
        }
        if (understood.rejectedTotal() > 0) {
            var first = understood.rejected().getFirst();
            say(
                    "backtest.rejected",
                    file.path(),
                    writing.count(understood.rejectedTotal()),
                    first.row(),
                    first.column(),
                    first.value());
        }
    }

    private void picture(JudgedFile file, ScoredSeries scored) {
        int findings = Arrays.stream(scored.findings()).max().orElse(0);
        say(
                "backtest.scored",
                file.series().name(),
                writing.count(file.table().rows()),
                writing.count(file.series().trainRows()),
                findings);
        int width = Math.clamp(shell.columns() - MARGIN, 20, WIDEST);
        var line = new Sparkline(scored.rows(), width);
        String indent = " ".repeat(MARGIN - 2);
        shell.out().println(indent + line.of(scored.scores(), 2 * scored.threshold()));
        String raised = line.marks(i -> scored.findings()[i] > 0, '▲');
        if (!raised.isEmpty()) {
            shell.out().println(indent + raised);
        }
        file.series()
                .labels()
                .map(known -> line.marks(i -> known[scored.firstRow() + i], '━'))
                .filter(marks -> !marks.isEmpty())
                .ifPresent(marks -> shell.out().println(indent + marks));
    }

    private void metrics(List<JudgedFile> files, BacktestReport report) {
        if (report.point().isEmpty() && files.stream().noneMatch(file -> file.table().timed())) {
            say("backtest.findings-untimed", report.findings().total());
            return;
        }
        if (report.point().isEmpty()) {
            say(
                    "backtest.findings",
                    report.findings().total(),
                    writing.number(report.findings().perWeek(), 2));
            return;
        }
        var point = report.point().get();
        var table = new Table(List.of(shell.say("backtest.table").split("\\|")));
        table.row(
                "werkmeister",
                number(point.precision()),
                number(point.recall()),
                number(point.f1()),
                writing.percent(point.falseAlarmRate()),
                writing.percent(point.missedAlarmRate()),
                number(point.vusPr()));
        report.baselines()
                .forEach((name, rival) ->
                        table.row(name, "", "", number(rival.f1()), "", "", number(rival.vusPr())));
        table.print(shell.out());
        report.events().ifPresent(this::events);
    }

    private void events(BacktestReport.Events events) {
        shell.out().println();
        if (events.total() == 0) {
            say("backtest.no-events");
        }
        double lead = events.medianLeadSeconds();
        say(
                "backtest.events",
                events.caught(),
                events.total(),
                Double.isFinite(lead) ? writing.seconds(lead) : "-",
                writing.number(events.falsePerWeek(), 2));
    }

    private void say(String key, Object... values) {
        shell.out().println(shell.say(key, values));
    }

    private String number(double value) {
        return writing.number(value, 3);
    }
}
