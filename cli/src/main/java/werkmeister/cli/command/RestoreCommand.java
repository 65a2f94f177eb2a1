package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** An export back into an empty tenant of the same name. */
@Command(name = "restore")
final class RestoreCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "FILE", descriptionKey = "restore.file")
    Path file = Path.of("werkmeister-export.zip");

    RestoreCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws NoSuchFileException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        try (var api = connection.open(shell);
                var progress = new Progress(shell, shell.say("restore.progress"), 0)) {
            progress.at(0);
            var answer = api.upload("/restore", file);
            progress.close();
            return speech.answer(
                    shell,
                    answer,
                    () ->
                            shell.out()
                                    .println(
                                            shell.say(
                                                    "restore.done",
                                                    Json.text(answer, "tenant"),
                                                    count(answer.path("machines").asLong(0)),
                                                    count(answer.path("samples").asLong(0)),
                                                    count(answer.path("versions").asLong(0)),
                                                    count(answer.path("findings").asLong(0)))));
        }
    }

    private String count(long number) {
        return shell.writing().count(number);
    }
}
