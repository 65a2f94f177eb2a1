package werkmeister.cli.simulate;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Sparkline;
import werkmeister.cli.terminal.Table;
import werkmeister.cli.text.Writing;
import werkmeister.simulator.virtual.SiteReport;

import java.util.ArrayList;
import java.util.List;

/** What a simulated site says to people. */
record SiteAccount(Shell shell) {
    private static final int PICTURE = 40;

    void print(SiteSimulation simulation) {
        SiteReport first = simulation.reports().getFirst();
        shell.out().println(head(first));
        var heads = new ArrayList<>(List.of(shell.say("simulate.site.table").split("\\|")));
        if (simulation.reports().size() > 1) {
            heads.add(">" + String.join(", ", simulation.whatIf()));
        }
        var table = new Table(heads);
        List<List<String>> columns = simulation.reports().stream().map(this::column).toList();
        List<String> names = List.of(shell.say("simulate.site.rows").split("\\|"));
        for (int i = 0; i < names.size(); i++) {
            var row = new ArrayList<String>();
            row.add(names.get(i));
            for (List<String> column : columns) {
                row.add(column.get(i));
            }
            table.row(row.toArray(String[]::new));
        }
        table.print(shell.out());
        double[] use = first.daily().stream().mapToDouble(SiteReport.Day::utilisation).toArray();
        shell.out()
                .println(
                        shell.say(
                                "simulate.site.days",
                                new Sparkline(use.length, PICTURE).of(use, 1)));
    }

    /** What was played, in a line. */
    String head(SiteReport report) {
        Writing writing = shell.writing();
        return shell.say(
                "simulate.site.head",
                report.workload(),
                writing.count(report.submitted()),
                writing.count((int) report.gpus()),
                report.days(),
                writing.percent(report.load()));
    }

    private List<String> column(SiteReport report) {
        Writing writing = shell.writing();
        return List.of(
                writing.count(report.jobs()),
                writing.percent(report.utilisation()),
                writing.number(report.jain(), 3),
                wait(report, "all", false),
                wait(report, "all", true),
                wait(report, "1", true),
                wait(report, "33+", true),
                writing.number(
                        report.classes().isEmpty() ? 1 : report.classes().getFirst().slowdown(), 1),
                writing.number(report.inQuotaHours(), 0),
                writing.number(report.borrowedHours(), 0),
                writing.number(report.lostHours(), 0),
                writing.number(report.idleHours(), 0),
                writing.count(report.evictions()),
                writing.count(report.nodeLosses()),
                writing.number(report.megawattHours(), 0),
                writing.number(report.euros(), 0));
    }

    private String wait(SiteReport report, String size, boolean p95) {
        return report.classes().stream()
                .filter(one -> one.gpus().equals(size))
                .findFirst()
                .map(one -> shell.writing().seconds(p95 ? one.waitP95() : one.waitP50()))
                .orElse("-");
    }
}
