package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

import java.util.Optional;
import java.util.concurrent.Callable;

/** Shows the gate's report of a version, or judges it again with another budget. */
@Command(name = "gate")
final class GateCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "MACHINE/vN", descriptionKey = "option.version-name")
    VersionName version = new VersionName("-", 1);

    @Option(names = "--budget", paramLabel = "N", descriptionKey = "gate.budget")
    Optional<Double> budget = Optional.empty();

    GateCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            var known = budget.isPresent() ? Json.object() : api.get(version.path());
            var appraisal = known.path("appraisal");
            if (appraisal.isObject()) {
                speech.answer(shell, appraisal, () -> new AppraisalAccount(shell).print(known));
                return code(appraisal);
            }
            var body = Json.object();
            budget.ifPresent(n -> body.put("budget", n));
            var saved = known.path("gate");
            var report = saved.isObject() ? saved : api.post(version.path() + "/gate", body);
            speech.answer(shell, report, () -> new GateAccount(shell).print(report));
            return code(report);
        }
    }

    private static int code(JsonNode report) {
        return Json.text(report, "verdict").equals("REFUSE") ? ExitCode.FAILED : ExitCode.OK;
    }
}
