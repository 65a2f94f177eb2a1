package werkmeister.cli.trial;

import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Table;
import werkmeister.learning.metric.ForecastError;
import werkmeister.learning.order.Intent;
import werkmeister.learning.table.Split;
import werkmeister.learning.trial.ForecastTrial;
import werkmeister.learning.trial.Prediction;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.LongSupplier;

/** A trial of forecasts, machine by machine. */
record ForecastRun(TrialFiles files, ForecastSeries series, List<Tried> tried)
        implements TrialResult {
    /** What came of one machine. */
    record Tried(String machine, ForecastTrial.Report report, List<Prediction> predictions) {}

    static ForecastRun of(TrialRequest request, TrialFiles files, LongSupplier nanoTime) {
        ForecastSeries series = ForecastSeries.of(request, files);
        var tried = new ArrayList<Tried>();
        for (ForecastSeries.OfMachine one : series.machines()) {
            var report = ForecastTrial.run(one.task(), nanoTime);
            tried.add(
                    new Tried(
                            one.machine(),
                            report,
                            report.predictions().stream().map(one::placed).toList()));
        }
        return new ForecastRun(files, series, tried);
    }

    @Override
    public ObjectNode json() {
        Split.Kind split = files.test().isEmpty() ? Split.Kind.TIME : Split.Kind.FILES;
        var json = TrialJson.of(Intent.FORECAST, files.train(), series.choice(), split);
        ForecastTrial.Report first = tried.getFirst().report();
        json.put("horizon", first.horizon()).put("season", first.season());
        json.put("stepSeconds", series.stepSeconds());
        var machines = json.putArray("machines");
        for (Tried one : tried) {
            var node = machines.addObject();
            node.put("machine", one.machine()).put("origins", one.report().origins());
            metrics(node, one.report());
        }
        metrics(json, first);
        TrialJson.effort(
                json,
                tried.stream().mapToDouble(one -> one.report().trainSeconds()).sum(),
                tried.stream().mapToDouble(one -> one.report().tellSeconds()).sum(),
                0);
        return json;
    }

    private static void metrics(ObjectNode json, ForecastTrial.Report report) {
        var metrics = json.putObject("metrics");
        TrialJson.forecast(metrics, report.standardised());
        var bySignal = metrics.putObject("bySignal");
        report.bySignal()
                .forEach((name, error) -> TrialJson.forecast(bySignal.putObject(name), error));
        var baselines = json.putObject("baselines");
        report.rivals()
                .forEach((name, error) -> TrialJson.forecast(baselines.putObject(name), error));
    }

    @Override
    public void print(Shell shell) {
        var account = new TrialAccount(shell);
        account.signals(series.choice());
        for (Tried one : tried) {
            ForecastTrial.Report report = one.report();
            shell.out().println();
            account.say(
                    "trial.forecast.how",
                    report.horizon(),
                    report.season() > 1
                            ? String.valueOf(report.season())
                            : shell.say("trial.forecast.none"),
                    report.origins());
            var table = account.table("trial.forecast.table");
            row(table, account, "werkmeister", report.standardised());
            report.rivals().forEach((name, error) -> row(table, account, name, error));
            table.print(shell.out());
            shell.out().println();
            var each = account.table("trial.forecast.each");
            report.bySignal()
                    .forEach((name, error) ->
                            each.row(
                                    name,
                                    account.number(Math.sqrt(error.mse()), 3),
                                    account.number(error.mae(), 3),
                                    account.percent(error.coverage())));
            each.print(shell.out());
        }
    }

    private static void row(Table table, TrialAccount account, String name, ForecastError error) {
        table.row(
                name,
                account.number(error.mse(), 3),
                account.number(error.mae(), 3),
                Double.isNaN(error.coverage()) ? "" : account.percent(error.coverage()));
    }

    @Override
    public void write(Path predictions) throws IOException {
        PredictionsFile.write(
                predictions,
                files.tried(),
                tried.stream().flatMap(one -> one.predictions().stream()).toList());
    }
}
