package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;

import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * Brings an ONNX model that was made elsewhere; it becomes a version that passes the gate or not.
 */
@Command(name = "import-model")
final class ImportModelCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(index = "0", paramLabel = "MACHINE", descriptionKey = "import-model.machine")
    String machine = "";

    @Parameters(index = "1", paramLabel = "FILE", descriptionKey = "import-model.file")
    Path file = Path.of("");

    @Option(
            names = "--signals",
            split = ",",
            paramLabel = "SIGNAL",
            descriptionKey = "import-model.signals")
    List<String> signals = new ArrayList<>();

    @Option(names = "--window", paramLabel = "N", descriptionKey = "import-model.window")
    Optional<Integer> window = Optional.empty();

    @Option(names = "--output", paramLabel = "NAME", descriptionKey = "import-model.output")
    Optional<String> output = Optional.empty();

    @Option(
            names = "--says",
            paramLabel = "unusual|normal|expected",
            descriptionKey = "import-model.says")
    Optional<String> says = Optional.empty();

    @Option(names = "--budget", paramLabel = "N", descriptionKey = "train.budget")
    Optional<Double> budget = Optional.empty();

    @Option(names = "--no-wait", descriptionKey = "train.no-wait")
    boolean leave;

    ImportModelCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException, NoSuchFileException {
        if (!Files.isRegularFile(file)) {
            throw new NoSuchFileException(file.toString());
        }
        try (var api = connection.open(shell)) {
            var placed = new PlacedOrders(shell, speech, api, leave);
            placed.add(machine, api.upload(path(), file));
            return placed.answer();
        }
    }

    private String path() {
        var query =
                new StringBuilder("/machines/")
                        .append(Api.encoded(machine))
                        .append("/models?name=");
        query.append(Api.encoded(String.valueOf(file.getFileName())));
        if (!signals.isEmpty()) {
            query.append("&signals=").append(Api.encoded(String.join(",", signals)));
        }
        window.ifPresent(count -> query.append("&window=").append(count));
        output.ifPresent(name -> query.append("&output=").append(Api.encoded(name)));
        says.ifPresent(what -> query.append("&says=").append(Api.encoded(what)));
        budget.ifPresent(number -> query.append("&budget=").append(number));
        return query.toString();
    }
}
