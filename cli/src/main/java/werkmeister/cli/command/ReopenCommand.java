package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;

import java.time.Instant;
import java.util.concurrent.Callable;

/** Takes back what closes a pod. */
@Command(name = "reopen")
final class ReopenCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "POD", descriptionKey = "close.pod")
    String pod = "";

    @Option(names = "--from", required = true, paramLabel = "TIME", descriptionKey = "reopen.from")
    Instant from = Instant.MIN;

    ReopenCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            String path = "/site/closures/%s?from=%s";
            var answer = api.delete(path.formatted(Api.encoded(pod), Api.encoded(from.toString())));
            return speech.answer(
                    shell,
                    answer,
                    () ->
                            shell.out()
                                    .println(
                                            shell.say(
                                                    "reopen.done",
                                                    pod,
                                                    shell.writing().time(from))));
        }
    }
}
