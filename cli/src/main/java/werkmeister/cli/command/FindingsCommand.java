package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What was unusual: all findings, or one with what explains it. */
@Command(name = "findings")
final class FindingsCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(arity = "0..1", paramLabel = "FINDING", descriptionKey = "findings.which")
    Optional<String> which = Optional.empty();

    @Option(
            names = {"-m", "--machine"},
            paramLabel = "MACHINE",
            descriptionKey = "findings.machine")
    Optional<String> machine = Optional.empty();

    @Option(names = "--open", descriptionKey = "findings.open")
    boolean open;

    FindingsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            return which.isPresent() ? one(api, which.get()) : all(api);
        }
    }

    private int one(Api api, String id) {
        var finding = api.get("/findings/" + Api.encoded(id));
        return speech.answer(shell, finding, () -> new FindingAccount(shell).print(finding));
    }

    private int all(Api api) {
        var query = new ArrayList<String>();
        machine.ifPresent(name -> query.add("machine=" + Api.encoded(name)));
        if (open) {
            query.add("open=true");
        }
        String path = query.isEmpty() ? "" : "?" + String.join("&", query);
        var items = api.items("/findings" + path);
        return speech.answer(shell, Json.items(items), () -> print(items));
    }

    private void print(List<JsonNode> items) {
        var listing = new Listing(shell);
        var table = listing.table("findings.table");
        for (JsonNode item : items) {
            table.row(
                    Json.text(item, "id"),
                    Json.text(item, "machine"),
                    Json.time(shell, item, "from"),
                    shell.writing().number(item.path("peak").asDouble(Double.NaN), 2),
                    Json.text(item.path("verdict"), "kind"),
                    new Sentence(shell).of(item.path("sentence")));
        }
        listing.print(table, "findings.none");
    }
}
