package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Makes the server's site the one of a file. */
@Command(name = "apply")
final class SiteApplyCommand implements Callable<Integer> {
    private static final int NAMES_MAX = 8;

    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "FILE", descriptionKey = "site.plan.file")
    Path file = Path.of("");

    @Option(names = "--retire", descriptionKey = "site.apply.retire")
    boolean retire;

    SiteApplyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException {
        var body =
                Json.object()
                        .put("file", String.valueOf(file.getFileName()))
                        .put("text", text())
                        .put("retire", retire);
        try (var api = connection.open(shell)) {
            var answer = api.put("/site", body);
            return speech.answer(shell, answer, () -> print(answer));
        }
    }

    private String text() throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException e) {
            throw Refusal.invalid("%s is no text in UTF-8.".formatted(file));
        }
    }

    private void print(JsonNode change) {
        if (!change.path("changed").asBoolean()) {
            say("site.apply.same", Json.text(change, "site"));
            return;
        }
        say(
                "site.apply.sum",
                Json.text(change, "site"),
                count(change, "pods"),
                count(change, "podsBefore"),
                count(change, "nodes"),
                count(change, "nodesBefore"),
                count(change, "gpus"),
                count(change, "gpusBefore"));
        names(change, "added", shell.say("site.apply.added"));
        names(change, "altered", shell.say("site.apply.altered"));
        names(change, "leaving", shell.say("site.apply.leaving"));
        names(change, "retiring", shell.say("site.apply.retiring"));
        var closures = new Closures(shell);
        change.path("closures").forEach(closures::print);
    }

    private void say(String key, Object... values) {
        shell.out().println(shell.say(key, values));
    }

    private String count(JsonNode change, String field) {
        return shell.writing().count(change.path(field).asLong(0));
    }

    private void names(JsonNode change, String field, String head) {
        var names = change.path(field).valueStream().map(JsonNode::asString).toList();
        if (names.isEmpty()) {
            return;
        }
        String first = String.join(", ", names.subList(0, Math.min(NAMES_MAX, names.size())));
        shell.out()
                .println(
                        "%s (%s): %s%s"
                                .formatted(
                                        head,
                                        shell.writing().count(names.size()),
                                        first,
                                        names.size() > NAMES_MAX ? ", …" : ""));
    }
}
