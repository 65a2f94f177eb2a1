package werkmeister.cli.trial;

import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Table;
import werkmeister.learning.metric.ClassError;
import werkmeister.learning.order.Intent;
import werkmeister.learning.trial.ClassTrial;
import werkmeister.learning.trial.Prediction;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A trial of classes. */
record ClassRun(TrialFiles files, ClassCases cases, ClassTrial.Report report)
        implements TrialResult {
    static ClassRun of(TrialRequest request, TrialFiles files, LongSupplier nanoTime) {
        ClassCases cases = ClassCases.of(request, files);
        return new ClassRun(files, cases, ClassTrial.run(cases.task(), nanoTime));
    }

    @Override
    public ObjectNode json() {
        var json =
                TrialJson.of(Intent.CLASSIFY, files.train(), cases.choice(), report.split().kind());
        json.put("target", cases.target());
        json.put("perGroup", cases.grouped());
        json.put("trained", report.trained());
        report.error().ifPresent(error -> TrialJson.classes(json.putObject("metrics"), error));
        var baselines = json.putObject("baselines");
        report.rivals()
                .forEach((name, error) -> TrialJson.classes(baselines.putObject(name), error));
        TrialJson.effort(json, report.trainSeconds(), report.tellSeconds(), report.modelBytes());
        return json;
    }

    @Override
    public void print(Shell shell) {
        var account = new TrialAccount(shell);
        account.say("trial.class.target", cases.target(), cases.task().classes().size());
        account.signals(cases.choice());
        account.split(report.split().kind(), report.trained(), report.told().size());
        shell.out().println();
        if (report.error().isEmpty()) {
            account.say("trial.no-truth");
        } else {
            ClassError error = report.error().get();
            var table = account.table("trial.class.table");
            row(table, account, "werkmeister", error);
            report.rivals().forEach((name, rival) -> row(table, account, name, rival));
            table.print(shell.out());
            shell.out().println();
            byClass(error, account).print(shell.out());
        }
        account.effort(report.trainSeconds(), report.tellSeconds(), report.modelBytes());
    }

    private static void row(Table table, TrialAccount account, String name, ClassError error) {
        table.row(name, account.percent(error.accuracy()), account.number(error.macroF1(), 3));
    }

    private static Table byClass(ClassError error, TrialAccount account) {
        var table = account.table("trial.class.each");
        for (ClassError.OfClass one : error.byClass()) {
            table.row(
                    one.name(),
                    String.valueOf(one.cases()),
                    account.number(one.precision(), 3),
                    account.number(one.recall(), 3),
                    account.number(one.f1(), 3));
        }
        return table;
    }

    @Override
    public void write(Path predictions) throws IOException {
        var all = new ArrayList<Prediction>();
        for (int i = 0; i < report.told().size(); i++) {
            int at = i;
            report.told()
                    .get(i)
                    .ifPresent(told ->
                            all.add(
                                    new Prediction(
                                            cases.files()[at],
                                            cases.rows()[at],
                                            cases.names()[at],
                                            told.probability(),
                                            Double.NaN,
                                            Double.NaN,
                                            cases.task().classes().get(told.number()),
                                            "")));
        }
        PredictionsFile.write(predictions, cases.triedSheets(), List.copyOf(all));
    }
}
