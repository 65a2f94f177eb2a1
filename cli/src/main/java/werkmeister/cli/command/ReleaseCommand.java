package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import werkmeister.cli.terminal.Shell;

import java.util.concurrent.Callable;

/** Lets a version go live for a stated reason. */
@Command(name = "release")
final class ReleaseCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "MACHINE/vN", descriptionKey = "option.version-name")
    VersionName version = new VersionName("-", 1);

    @Option(
            names = "--reason",
            required = true,
            paramLabel = "TEXT",
            descriptionKey = "release.reason")
    String reason = "";

    @Option(names = "--force", descriptionKey = "release.force")
    boolean force;

    ReleaseCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            var body = Json.object().put("reason", reason).put("force", force);
            var answer = api.post(version.path() + "/release", body);
            return speech.answer(
                    shell, answer, () -> shell.out().println(shell.say("release.done", version)));
        }
    }
}
