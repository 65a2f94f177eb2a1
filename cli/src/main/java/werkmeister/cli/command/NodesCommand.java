package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;
import werkmeister.factory.fleet.NodeState;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The site's nodes: where they stand, in which state, and how full they are. */
@Command(name = "nodes")
final class NodesCommand implements Callable<Integer> {
    private static final double MILLI = 1_000;

    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();
    @Mixin Whereabouts where = new Whereabouts();

    @Option(names = "--state", paramLabel = "STATE", descriptionKey = "nodes.state")
    Optional<NodeState> state = Optional.empty();

    NodesCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            List<JsonNode> nodes =
                    where.nodes(api).stream()
                            .filter(node ->
                                    state.isEmpty()
                                            || Json.text(node, "state").equals(state.get().name()))
                            .toList();
            return speech.answer(shell, Json.items(nodes), () -> print(nodes));
        }
    }

    private void print(List<JsonNode> nodes) {
        var listing = new Listing(shell);
        var table = listing.table("nodes.table");
        long gpus = 0;
        long held = 0;
        for (JsonNode node : nodes) {
            gpus += node.path("gpus").asLong(0);
            held += node.path("gpusHeldMilli").asLong(0);
            table.row(
                    Json.text(node, "node"),
                    Json.text(node, "pod"),
                    Json.text(node, "rack"),
                    Json.text(node, "model"),
                    Json.text(node, "state"),
                    shell.writing().count(node.path("gpus").asLong(0)),
                    gpus(node.path("gpusHeldMilli").asLong(0)),
                    shell.writing().count(node.path("jobs").asLong(0)),
                    Json.time(shell, node, "heardAt"),
                    node.path("healthyGpus").asString("-"));
        }
        listing.print(table, "nodes.none");
        if (!nodes.isEmpty()) {
            shell.out()
                    .println(
                            shell.say(
                                    "nodes.sum",
                                    shell.writing().count(nodes.size()),
                                    shell.writing().count(gpus),
                                    gpus(held)));
        }
    }

    private String gpus(long milli) {
        return milli % 1_000 == 0
                ? shell.writing().count(milli / 1_000)
                : shell.writing().number(milli / MILLI, 2);
    }
}
