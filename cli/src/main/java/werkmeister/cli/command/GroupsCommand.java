package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;

import java.util.Optional;
import java.util.concurrent.Callable;

/** Groups of tenants that share a quota: list them, put or remove one. */
@Command(name = "groups")
final class GroupsCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Option(names = "--put", paramLabel = "GROUP", descriptionKey = "groups.put")
    Optional<String> put = Optional.empty();

    @Option(names = "--delete", paramLabel = "GROUP", descriptionKey = "groups.delete")
    Optional<String> deleted = Optional.empty();

    @Option(names = "--parent", paramLabel = "GROUP", descriptionKey = "groups.parent")
    Optional<String> parent = Optional.empty();

    @Option(names = "--no-parent", descriptionKey = "groups.no-parent")
    boolean noParent;

    @Option(names = "--gpus", paramLabel = "N", descriptionKey = "groups.gpus")
    Optional<Long> gpus = Optional.empty();

    @Option(names = "--gpu-limit", paramLabel = "N", descriptionKey = "groups.gpu-limit")
    Optional<Long> gpuLimit = Optional.empty();

    @Option(names = "--no-gpu-limit", descriptionKey = "quota.no-gpu-limit")
    boolean noGpuLimit;

    @Option(names = "--weight", paramLabel = "N", descriptionKey = "groups.weight")
    Optional<Integer> weight = Optional.empty();

    GroupsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            if (deleted.isPresent()) {
                return delete(api, deleted.get());
            }
            return put.isPresent() ? put(api, put.get()) : all(api);
        }
    }

    /** What is not said of a group that is there already stays as it is. */
    private int put(Api api, String name) {
        ObjectNode body = Json.known(api.items("/groups"), "group", name).orElseGet(Json::object);
        parent.ifPresent(value -> body.put("parent", value));
        gpus.ifPresent(value -> body.put("gpus", value));
        gpuLimit.ifPresent(value -> body.put("gpuLimit", value));
        weight.ifPresent(value -> body.put("weight", value));
        QuotaOptions.remove(body, noParent, "parent");
        QuotaOptions.remove(body, noGpuLimit, "gpuLimit");
        var answer = api.put("/groups/" + Api.encoded(name), body);
        return speech.answer(
                shell,
                answer,
                () ->
                        shell.out()
                                .println(
                                        shell.say(
                                                "groups.is",
                                                name,
                                                answer.path("gpus").asLong(0),
                                                answer.path("weight").asLong(1))));
    }

    private int delete(Api api, String name) {
        var answer = api.delete("/groups/" + Api.encoded(name));
        return speech.answer(
                shell, answer, () -> shell.out().println(shell.say("groups.deleted", name)));
    }

    private int all(Api api) {
        var items = api.items("/groups");
        var listing = new Listing(shell);
        var table = listing.table("groups.table");
        for (JsonNode group : items) {
            table.row(
                    Json.text(group, "group"),
                    Json.text(group, "parent"),
                    group.path("gpus").asString("-"),
                    group.path("gpuLimit").asString("-"),
                    group.path("weight").asString("-"));
        }
        return speech.answer(shell, Json.items(items), () -> listing.print(table, "groups.none"));
    }
}
