package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;

import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Everything of the tenant, in one file of open formats. */
@Command(name = "export")
final class ExportCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            descriptionKey = "export.output")
    Path output = Path.of("werkmeister-export.zip");

    @Option(names = "--format", paramLabel = "parquet|csv", descriptionKey = "export.format")
    Format format = Format.parquet;

    /** Words of an option. */
    enum Format {
        parquet,
        csv
    }

    ExportCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell);
                var progress = new Progress(shell, shell.say("export.progress"), 0)) {
            progress.at(0);
            long bytes = api.download("/export?format=" + format, output);
            progress.close();
            var answer = Json.object().put("file", output.toString()).put("bytes", bytes);
            return speech.answer(
                    shell,
                    answer,
                    () ->
                            shell.out()
                                    .println(
                                            shell.say(
                                                    "file.written",
                                                    output,
                                                    shell.writing().bytes(bytes))));
        }
    }
}
