package werkmeister.cli.command;

import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.client.ApiProblem;
import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Table;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** The site: what is there and what is held; of a large one by pods. */
@Command(name = "site")
final class SiteCommand implements Callable<Integer> {
    /** A table of more nodes is read by nobody. */
    private static final int NODES_MAX = 40;

    private static final int FORBIDDEN = 403;
    private static final int BAR = 24;

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
            return speech.answer(shell, site, () -> print(site, api));
        }
    }

    private void print(JsonNode answer, Api api) {
        var site = answer.path("site");
        int nodes = 0;
        for (JsonNode pod : site.path("pods")) {
            nodes += pod.path("nodes").size();
        }
        if (nodes > NODES_MAX) {
            pods(site, heldMilli(api));
        } else {
            nodes(site);
        }
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

    /** Thousandths of GPUs by pod; empty: who asks may not know. */
    private static Optional<Map<String, Long>> heldMilli(Api api) {
        try {
            var held = new HashMap<String, Long>();
            for (JsonNode node : api.items("/nodes")) {
                held.merge(Json.text(node, "pod"), node.path("gpusHeldMilli").asLong(0), Long::sum);
            }
            return Optional.of(held);
        } catch (ApiProblem e) {
            if (e.status() == FORBIDDEN) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private void pods(JsonNode site, Optional<Map<String, Long>> heldMilli) {
        var table = new Listing(shell).table("site.pods.table");
        for (JsonNode pod : site.path("pods")) {
            long gpus = 0;
            long away = 0;
            var models = new TreeSet<String>();
            for (JsonNode node : pod.path("nodes")) {
                gpus += node.path("offer").path("gpus").path("gpus").asLong(0);
                away += Json.text(node, "state").equals("UP") ? 0 : 1;
                models.add(node.path("offer").path("model").asString("-"));
            }
            String name = Json.text(pod, "name");
            Optional<Double> held = heldMilli.map(all -> all.getOrDefault(name, 0L) / 1e3);
            table.row(
                    name,
                    shell.writing().count(pod.path("nodes").size()),
                    shell.writing().count(away),
                    shell.writing().count(gpus),
                    String.join(", ", models),
                    held.map(count -> shell.writing().number(count, 0)).orElse("-"),
                    gpus == 0 ? "" : Table.bar(held.orElse(0.0), gpus, BAR));
        }
        table.print(shell.out());
        shell.out().println(shell.say("site.pods.nodes"));
    }

    private void nodes(JsonNode site) {
        var listing = new Listing(shell);
        var table = listing.table("site.table");
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
    }
}
