package werkmeister.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

import java.util.concurrent.Callable;

/** The site: what is there and what is free. */
@Command(name = "site")
final class SiteCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    SiteCommand(Shell shell) {
        this.shell = shell;
    }

    /** With its verb. */
    static CommandLine line(Shell shell) {
        return new CommandLine(new SiteCommand(shell))
                .addSubcommand(new SitePlanCommand(shell))
                .addSubcommand(new SiteApplyCommand(shell));
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            var site = api.get("/site");
            return speech.answer(shell, site, () -> print(site));
        }
    }

    private void print(JsonNode answer) {
        var listing = new Listing(shell);
        var table = listing.table("site.table");
        var site = answer.path("site");
        for (JsonNode pod : site.path("pods")) {
            for (JsonNode node : pod.path("nodes")) {
                var offer = node.path("offer");
                var price = offer.path("price");
                table.row(
                        Json.text(pod, "name"),
                        Json.text(node, "name"),
                        Json.text(node, "state"),
                        offer.path("cpus").path("cpus").asString("-"),
                        shell.writing().bytes(offer.path("memory").path("bytes").asLong(0)),
                        offer.path("gpus").path("gpus").asString("-"),
                        shell.writing()
                                .euros(price.path("perCpuHour").path("microEuros").asLong(0)),
                        shell.writing()
                                .euros(price.path("perGpuHour").path("microEuros").asLong(0)));
            }
        }
        listing.print(table, "site.none");
        var closures = new Closures(shell);
        site.path("closures").forEach(closures::print);
        shell.out()
                .println(
                        shell.say(
                                "site.sum",
                                Json.text(site, "name"),
                                answer.path("runs").asLong(0),
                                answer.path("waiting").asLong(0)));
    }
}
