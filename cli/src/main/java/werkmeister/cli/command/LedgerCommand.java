package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

import java.time.Duration;
import java.util.concurrent.Callable;

/** What the factory's time has cost. */
@Command(name = "ledger")
final class LedgerCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    LedgerCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            var ledger = api.get("/ledger");
            return speech.answer(shell, ledger, () -> print(ledger));
        }
    }

    private void print(JsonNode ledger) {
        var listing = new Listing(shell);
        var table = listing.table("ledger.table");
        for (JsonNode entry : ledger.path("entries")) {
            table.row(
                    Json.text(entry, "job"),
                    Json.time(shell, entry.path("span"), "from"),
                    Json.time(shell, entry.path("span"), "to"),
                    amount(entry, "cpuTime"),
                    amount(entry, "gpuTime"),
                    shell.writing().euros(entry.path("cost").path("microEuros").asLong(0)));
        }
        if (!table.isEmpty()) {
            var total = ledger.path("total");
            table.row(
                    shell.say("ledger.total"),
                    "",
                    "",
                    amount(total, "cpuTime"),
                    amount(total, "gpuTime"),
                    shell.writing().euros(total.path("cost").path("microEuros").asLong(0)));
        }
        listing.print(table, "ledger.none");
    }

    private String amount(JsonNode entry, String field) {
        long milliseconds = entry.path(field).path("milliseconds").asLong(0);
        return shell.writing().duration(Duration.ofMillis(milliseconds));
    }
}
