package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import werkmeister.cli.terminal.Shell;

import java.util.concurrent.Callable;

/** Lets a version run beside the live one, its findings seen by nobody. */
@Command(name = "shadow")
final class ShadowCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "MACHINE/vN", descriptionKey = "option.version-name")
    VersionName version = new VersionName("-", 1);

    ShadowCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            var answer = api.post(version.path() + "/shadow");
            return speech.answer(
                    shell, answer, () -> shell.out().println(shell.say("shadow.done", version)));
        }
    }
}
