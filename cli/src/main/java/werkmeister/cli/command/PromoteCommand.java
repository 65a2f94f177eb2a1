package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import werkmeister.cli.terminal.Shell;

import java.util.Optional;
import java.util.concurrent.Callable;

/** Lets the shadow take the live version's place. */
@Command(name = "promote")
final class PromoteCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "MACHINE/vN", descriptionKey = "option.version-name")
    VersionName version = new VersionName("-", 1);

    @Option(names = "--reason", paramLabel = "TEXT", descriptionKey = "promote.reason")
    Optional<String> reason = Optional.empty();

    PromoteCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            var body = Json.object();
            reason.ifPresent(text -> body.put("reason", text));
            var answer = api.post(version.path() + "/promote", body);
            return speech.answer(
                    shell, answer, () -> shell.out().println(shell.say("promote.done", version)));
        }
    }
}
