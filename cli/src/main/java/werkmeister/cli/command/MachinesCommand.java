package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;
import werkmeister.units.Refusal;

import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The machines that are watched, or one of them. */
@Command(name = "machines")
final class MachinesCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(arity = "0..1", paramLabel = "MACHINE", descriptionKey = "machines.machine")
    Optional<String> machine = Optional.empty();

    @Option(names = "--add", descriptionKey = "machines.add")
    boolean add;

    @Option(names = "--name", paramLabel = "NAME", descriptionKey = "machines.name")
    Optional<String> name = Optional.empty();

    @Option(names = "--zone", paramLabel = "ZONE", descriptionKey = "option.zone")
    Optional<ZoneId> zone = Optional.empty();

    @Option(names = "--delete", descriptionKey = "machines.delete")
    boolean delete;

    @Option(names = "--keep-days", paramLabel = "DAYS", descriptionKey = "machines.keep-days")
    Optional<Integer> keepDays = Optional.empty();

    @Option(names = "--keep-for-ever", descriptionKey = "machines.keep-for-ever")
    boolean keepForEver;

    @Option(names = "--yes", descriptionKey = "machines.yes")
    boolean yes;

    MachinesCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            if (add) {
                return added(api);
            }
            if (delete) {
                return deleted(api);
            }
            if (keepForEver || keepDays.isPresent()) {
                return kept(api);
            }
            return machine.isPresent() ? one(api, machine.get()) : all(api);
        }
    }

    private int added(Api api) {
        String id = machine.orElseThrow(() -> Refusals.missing(shell, "MACHINE"));
        var answer = add(api, shell, id, name.orElse(id), zone);
        return speech.answer(
                shell, answer, () -> shell.out().println(shell.say("machines.added", id)));
    }

    /** Adds a machine that stands in the given zone, or where this computer stands. */
    static JsonNode add(Api api, Shell shell, String id, String name, Optional<ZoneId> zone) {
        var body = Json.object();
        body.put("machine", id).put("name", name).put("zone", zone.orElse(shell.zone()).getId());
        return api.post("/machines", body);
    }

    private int deleted(Api api) {
        String id = machine.orElseThrow(() -> Refusals.missing(shell, "MACHINE"));
        if (!yes) {
            var there = api.get("/machines/" + Api.encoded(id));
            throw Refusal.invalid(
                    shell.say(
                            "machines.sure",
                            id,
                            shell.writing().count(there.path("rows").asLong(0))));
        }
        var answer =
                api.delete("/machines/%s?confirm=%s".formatted(Api.encoded(id), Api.encoded(id)));
        return speech.answer(
                shell,
                answer,
                () ->
                        shell.out()
                                .println(
                                        shell.say(
                                                "machines.deleted",
                                                id,
                                                shell.writing()
                                                        .count(answer.path("files").asLong(0)),
                                                shell.writing()
                                                        .count(answer.path("rows").asLong(0)),
                                                Json.text(answer, "manifest"))));
    }

    private int kept(Api api) {
        String id = machine.orElseThrow(() -> Refusals.missing(shell, "MACHINE"));
        if (keepForEver && keepDays.isPresent()) {
            throw Refusal.invalid(shell.say("machines.keep-both"));
        }
        var body = Json.object();
        keepDays.ifPresentOrElse(days -> body.put("days", days), () -> body.putNull("days"));
        String path = "/machines/%s/retention".formatted(Api.encoded(id));
        var answer = api.post(yes ? path + "?confirm=" + Api.encoded(id) : path, body);
        return speech.answer(
                shell,
                answer,
                () ->
                        shell.out()
                                .println(
                                        keepForEver
                                                ? shell.say("machines.kept-for-ever", id)
                                                : shell.say(
                                                        "machines.kept",
                                                        id,
                                                        shell.writing()
                                                                .count(
                                                                        answer.path("days")
                                                                                .asLong(0)),
                                                        shell.writing()
                                                                .count(
                                                                        answer.path("expired")
                                                                                .asLong(0)))));
    }

    private int one(Api api, String id) {
        var answer = api.get("/machines/" + Api.encoded(id));
        return speech.answer(shell, answer, () -> new Outline(shell).print(answer));
    }

    private int all(Api api) {
        var items = api.items("/machines");
        return speech.answer(shell, Json.items(items), () -> print(items));
    }

    private void print(List<JsonNode> items) {
        var writing = shell.writing();
        var table = new Listing(shell).table("machines.table");
        for (JsonNode item : items) {
            table.row(
                    Json.text(item, "machine"),
                    item.path("name").asString("-"),
                    String.valueOf(item.path("signals").size()),
                    writing.count(item.path("rows").asLong(0)),
                    Json.time(shell, item, "first"),
                    Json.time(shell, item, "last"),
                    item.path("liveVersion").asString("-"),
                    item.path("shadowVersion").asString("-"),
                    String.valueOf(item.path("findingsOpen").asLong(0)));
        }
        new Listing(shell).print(table, "machines.none");
    }
}
