package werkmeister.cli.trial;

import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Table;
import werkmeister.learning.order.Intent;
import werkmeister.learning.table.CaseReading;
import werkmeister.learning.table.FeatureChoice;
import werkmeister.learning.table.Leaks;
import werkmeister.learning.table.Roles;
import werkmeister.learning.trial.LifeTrial;
import werkmeister.learning.trial.Prediction;
import werkmeister.plant.table.RawTable;
import werkmeister.server.json.Json;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** A trial of remaining lives. */
record LifeRun(TrialFiles files, FeatureChoice choice, Unit unit, LifeTrial.Report report)
        implements TrialResult {
    private static final int SHOWN = 8;

    /** What lives are counted in. */
    enum Unit {
        CYCLES,
        HOURS,
        ROWS;

        String said(Shell shell) {
            return switch (this) {
                case CYCLES -> shell.say("trial.unit.cycles");
                case HOURS -> shell.say("trial.unit.hours");
                case ROWS -> shell.say("trial.unit.rows");
            };
        }
    }

    static LifeRun of(TrialRequest request, TrialFiles files, LongSupplier nanoTime) {
        RawTable first = files.train().getFirst().table();
        Roles roles = files.roles().forLife(first);
        FeatureChoice choice =
                FeatureChoice.of(
                        first,
                        roles,
                        request.ignored(),
                        column ->
                                roles.target().isPresent()
                                        && first.signals().contains(column)
                                        && Leaks.tells(
                                                first.column(column),
                                                first.column(roles.target().get())));
        var train = CaseReading.of(files.train(), roles, choice.features());
        Optional<CaseReading> test =
                files.test().isEmpty()
                        ? Optional.empty()
                        : Optional.of(CaseReading.of(files.test(), roles, choice.features()));
        Optional<double[]> remaining = roles.target().map(train::numbers);
        Optional<double[]> truth =
                files.truth()
                        .map(LifeRun::numbers)
                        .or(() ->
                                test.isPresent() && roles.target().isPresent()
                                        ? Optional.of(test.get().numbers(roles.target().get()))
                                        : Optional.empty());
        var task =
                new LifeTrial.Task(train, remaining, test, truth, request.limit(), request.seed());
        Unit unit =
                roles.clock().isPresent() ? Unit.CYCLES : first.timed() ? Unit.HOURS : Unit.ROWS;
        return new LifeRun(files, choice, unit, LifeTrial.run(task, nanoTime));
    }

    private static double[] numbers(String[] texts) {
        return Arrays.stream(texts).mapToDouble(LifeRun::number).toArray();
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text.strip());
        } catch (NumberFormatException e) {
            throw Refusal.invalid(
                    "The file of the truth says (%s) where a remaining life belongs."
                            .formatted(text));
        }
    }

    @Override
    public ObjectNode json() {
        var json = TrialJson.of(Intent.LIFE, files.train(), choice, report.split());
        json.put("unit", TrialJson.word(unit));
        json.put("trainMachines", report.trainMachines());
        json.put("testMachines", report.testMachines());
        json.put("modes", report.modes());
        Json.number(json, "limit", report.limit());
        Json.number(json, "medianLife", report.medianLife());
        report.errors().ifPresent(errors -> TrialJson.life(json.putObject("metrics"), errors));
        var baselines = json.putObject("baselines");
        report.rivals()
                .forEach((name, errors) -> TrialJson.life(baselines.putObject(name), errors));
        TrialJson.effort(json, report.trainSeconds(), report.tellSeconds(), report.modelBytes());
        return json;
    }

    @Override
    public void print(Shell shell) {
        var account = new TrialAccount(shell);
        account.signals(choice);
        account.split(report.split(), report.trainMachines(), report.testMachines());
        account.say(
                "trial.life.limit",
                account.number(report.limit(), 0),
                unit.said(shell),
                account.number(report.medianLife(), 0),
                report.modes());
        shell.out().println();
        machines(shell, account);
        if (report.errors().isEmpty()) {
            account.say("trial.no-truth");
        } else {
            var table = account.table("trial.life.table");
            row(table, account, "werkmeister", report.errors().get());
            report.rivals().forEach((name, errors) -> row(table, account, name, errors));
            table.print(shell.out());
        }
        account.effort(report.trainSeconds(), report.tellSeconds(), report.modelBytes());
    }

    private static void row(
            Table table, TrialAccount account, String name, LifeTrial.Errors errors) {
        boolean ours = errors.meanWidth() > 0;
        table.row(
                name,
                account.number(errors.raw().rmse(), 2),
                account.number(errors.raw().mae(), 2),
                account.number(errors.raw().score(), 0),
                account.number(errors.capped().rmse(), 2),
                account.number(errors.capped().score(), 0),
                ours ? account.percent(errors.coverage()) : "");
    }

    /** The last word on each of the first machines. */
    private void machines(Shell shell, TrialAccount account) {
        Map<String, Prediction> last = new LinkedHashMap<>();
        report.predictions().forEach(one -> last.put(one.machine(), one));
        last.values().stream()
                .limit(SHOWN)
                .forEach(one ->
                        account.say(
                                "trial.life.machine",
                                one.machine(),
                                account.number(one.value(), 0),
                                unit.said(shell),
                                account.number(one.low(), 0),
                                account.number(one.high(), 0)));
        if (last.size() > SHOWN) {
            account.say("trial.more", last.size() - SHOWN);
        }
        shell.out().println();
    }

    @Override
    public void write(Path predictions) throws IOException {
        PredictionsFile.write(predictions, files.tried(), report.predictions());
    }
}
