package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;
import werkmeister.factory.fleet.NodeState;
import werkmeister.units.Refusal;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.concurrent.Callable;

/** Puts nodes into a state: those that are named, or all of a rack or a pod. */
@Command
final class NodeMarkCommand implements Callable<Integer> {
    private final Shell shell;
    private final NodeState state;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();
    @Mixin Whereabouts where = new Whereabouts();

    @Parameters(arity = "0..*", paramLabel = "NODE", descriptionKey = "node.which")
    List<String> named = List.of();

    NodeMarkCommand(Shell shell, NodeState state) {
        this.shell = shell;
        this.state = state;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            var nodes = new TreeSet<>(named);
            if (where.said()) {
                where.nodes(api).forEach(node -> nodes.add(Json.text(node, "node")));
            }
            if (nodes.isEmpty()) {
                throw where.said()
                        ? Refusal.notFound(shell.say("nodes.none"))
                        : Refusals.missing(shell, "NODE");
            }
            var marks = new ArrayList<JsonNode>();
            for (String node : nodes) {
                marks.add(mark(api, node));
            }
            return speech.answer(shell, Json.items(marks), () -> marks.forEach(this::print));
        }
    }

    private JsonNode mark(Api api, String node) {
        return api.post(
                "/nodes/%s/state".formatted(Api.encoded(node)),
                Json.object().put("state", state.name()));
    }

    private void print(JsonNode mark) {
        String node = Json.text(mark, "node");
        long jobs = mark.path("jobs").asLong(0);
        shell.out().println(sentence(mark, node, jobs));
    }

    private String sentence(JsonNode mark, String node, long jobs) {
        return switch (state) {
            case UP -> shell.say("node.up", node);
            case DRAINING ->
                    jobs == 0
                            ? shell.say("node.drained", node)
                            : shell.say("node.draining", node, jobs);
            case LOST -> shell.say("node.lost", node, mark.path("failed").asLong(0));
            case RETIRING ->
                    mark.path("left").asBoolean()
                            ? shell.say("node.left", node)
                            : shell.say("node.retiring", node, jobs);
        };
    }
}
