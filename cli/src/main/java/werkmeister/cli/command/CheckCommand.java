package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

import java.util.ArrayList;
import java.util.concurrent.Callable;

/** Proves the house's invariants on the data as it lies there. */
@Command(name = "check")
final class CheckCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Option(names = "--all", descriptionKey = "check.all")
    boolean all;

    CheckCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            var answer = api.post("/checks");
            speech.answer(shell, answer, () -> print(answer));
            return answer.path("failed").asLong(1) == 0 ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private void print(JsonNode answer) {
        var items = new ArrayList<JsonNode>();
        answer.path("items").forEach(items::add);
        new CheckAccount(shell).print(items, all);
        shell.out()
                .println(
                        shell.say(
                                "check.sum",
                                answer.path("passed").asLong(0),
                                answer.path("failed").asLong(0)));
    }
}
