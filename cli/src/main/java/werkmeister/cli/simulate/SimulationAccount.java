package werkmeister.cli.simulate;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Sparkline;
import werkmeister.cli.terminal.Table;
import werkmeister.cli.text.Writing;
import werkmeister.simulator.fill.FillTrial;
import werkmeister.simulator.replay.ReplayReport;

import java.util.List;

/** What a simulation says to people. */
record SimulationAccount(Shell shell) {
    private static final int PICTURE = 26;
    private static final int BAR = 20;

    void print(List<FillTrial.Report> fills, SimulationRequest request) {
        Writing writing = shell.writing();
        var table = new Table(List.of(shell.say("simulate.fill.table").split("\\|")));
        for (FillTrial.Report report : fills) {
            double[] curve =
                    report.curve().values().stream().mapToDouble(Double::doubleValue).toArray();
            table.row(
                    report.workload(),
                    report.policy(),
                    writing.number(report.allocated(), 2),
                    writing.count(report.placed()),
                    writing.count(report.arrivals()),
                    writing.count(report.idleWhole()),
                    writing.number(report.idleParts(), 1),
                    new Sparkline(curve.length, PICTURE).of(curve, 100));
        }
        table.print(shell.out());
        FillTrial.Report first = fills.getFirst();
        say(
                "simulate.fill.sum",
                writing.count(first.nodes()),
                writing.count(first.gpus()),
                writing.number(100 * first.load(), 0),
                request.orderSeed(),
                request.seed());
    }

    void print(ReplayReport report) {
        Writing writing = shell.writing();
        say(
                "simulate.replay.head",
                report.workload(),
                report.policy(),
                writing.count(report.jobs()),
                writing.count(report.gpus()),
                writing.percent(report.load()));
        double most =
                report.classes().stream()
                        .mapToDouble(ReplayReport.SizeClass::waitP95)
                        .max()
                        .orElse(0);
        var table = new Table(List.of(shell.say("simulate.replay.table").split("\\|")));
        for (ReplayReport.SizeClass one : report.classes()) {
            int bar = most == 0 ? 0 : (int) Math.ceil(BAR * one.waitP95() / most);
            table.row(
                    one.gpus().equals("all") ? shell.say("simulate.replay.all") : one.gpus(),
                    writing.count(one.jobs()),
                    writing.seconds(one.waitP50()),
                    writing.seconds(one.waitP95()),
                    writing.seconds(one.waitMax()),
                    writing.number(one.slowdown(), 1),
                    "█".repeat(bar));
        }
        table.print(shell.out());
        say(
                "simulate.replay.sum",
                writing.percent(report.utilisation()),
                writing.number(report.jain(), 3));
        shell.out().println();
    }

    private void say(String key, Object... parts) {
        shell.out().println(shell.say(key, parts));
    }
}
