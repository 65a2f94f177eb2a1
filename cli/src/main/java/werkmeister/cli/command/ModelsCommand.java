package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The model versions of all machines or of one, one version, or a file of it. */
@Command(name = "models")
final class ModelsCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(arity = "0..1", paramLabel = "MACHINE[/vN]", descriptionKey = "models.which")
    Optional<String> which = Optional.empty();

    @Option(names = "--file", paramLabel = "NAME", descriptionKey = "models.file")
    Optional<String> file = Optional.empty();

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            descriptionKey = "models.output")
    Optional<Path> output = Optional.empty();

    ModelsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            if (which.isPresent() && which.get().contains("/")) {
                var version = version(which.get());
                return file.isPresent() ? download(api, version, file.get()) : one(api, version);
            }
            return all(api);
        }
    }

    private VersionName version(String text) {
        try {
            return VersionName.of(text);
        } catch (IllegalArgumentException _) {
            throw Refusals.wrong(shell, text, "MACHINE/vN", "type.versionname");
        }
    }

    private int download(Api api, VersionName version, String name) {
        var target = output.orElse(Path.of(name).getFileName());
        long bytes = api.download(version.path() + "/files/" + Api.encoded(name), target);
        var answer = Json.object().put("file", target.toString()).put("bytes", bytes);
        return speech.answer(
                shell,
                answer,
                () ->
                        shell.out()
                                .println(
                                        shell.say(
                                                "file.written",
                                                target,
                                                shell.writing().bytes(bytes))));
    }

    private int one(Api api, VersionName version) {
        var answer = api.get(version.path());
        return speech.answer(shell, answer, () -> new Outline(shell).print(answer));
    }

    private int all(Api api) {
        String query = which.map(machine -> "?machine=" + Api.encoded(machine)).orElse("");
        var items = api.items("/versions" + query);
        return speech.answer(shell, Json.items(items), () -> print(items));
    }

    private void print(List<JsonNode> items) {
        var listing = new Listing(shell);
        var writing = shell.writing();
        var table = listing.table("models.table");
        for (JsonNode item : items) {
            double seconds = item.path("trainSeconds").asDouble(0);
            table.row(
                    Json.text(item, "id"),
                    answers(item),
                    Json.text(item, "state"),
                    Json.text(item.path(item.has("appraisal") ? "appraisal" : "gate"), "verdict"),
                    writing.number(item.path("threshold").asDouble(Double.NaN), 2),
                    writing.seconds(seconds),
                    writing.bytes((long) (1000 * item.path("sizeKb").asDouble(0))),
                    writing.euros(item.path("cost").path("microEuros").asLong(0)),
                    Json.time(shell, item, "publishedAt"));
        }
        listing.print(table, "models.none");
    }

    private String answers(JsonNode item) {
        String topic = item.path("topic").asString("watch");
        return item.has("shared") ? shell.say("models.shared", topic) : topic;
    }
}
