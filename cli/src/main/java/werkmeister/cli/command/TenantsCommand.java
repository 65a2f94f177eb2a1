package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;
import werkmeister.units.Refusal;

import java.util.Optional;
import java.util.concurrent.Callable;

/** The tenants of the site: list them, add, change or remove one. */
@Command(name = "tenants")
final class TenantsCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Option(names = "--add", paramLabel = "TENANT", descriptionKey = "tenants.add")
    Optional<String> added = Optional.empty();

    @Option(names = "--change", paramLabel = "TENANT", descriptionKey = "tenants.change")
    Optional<String> changed = Optional.empty();

    @Option(names = "--delete", paramLabel = "TENANT", descriptionKey = "tenants.delete")
    Optional<String> deleted = Optional.empty();

    @Option(names = "--yes", descriptionKey = "machines.yes")
    boolean yes;

    @Option(names = "--name", paramLabel = "NAME", descriptionKey = "tenants.name")
    Optional<String> name = Optional.empty();

    @Mixin QuotaOptions quota = new QuotaOptions();

    TenantsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            if (deleted.isPresent()) {
                return delete(api, deleted.get());
            }
            if (changed.isPresent()) {
                return change(api, changed.get());
            }
            return added.isPresent() ? add(api, added.get()) : all(api);
        }
    }

    private int add(Api api, String id) {
        var body = Json.object().put("tenant", id).put("name", name.orElse(id));
        quota.into(body);
        var answer = api.post("/tenants", body);
        return speech.answer(
                shell, answer, () -> shell.out().println(shell.say("tenants.added", id)));
    }

    private int change(Api api, String id) {
        var body =
                Json.known(api.items("/tenants"), "tenant", id)
                        .orElseThrow(() -> Refusal.notFound(shell.say("tenants.unknown", id)));
        name.ifPresent(value -> body.put("name", value));
        quota.into(body);
        var answer = api.put("/tenants/" + Api.encoded(id), body);
        return speech.answer(
                shell, answer, () -> shell.out().println(shell.say("tenants.changed", id)));
    }

    private int delete(Api api, String id) {
        if (!yes) {
            throw Refusal.invalid(shell.say("tenants.sure", id));
        }
        var answer =
                api.delete("/tenants/%s?confirm=%s".formatted(Api.encoded(id), Api.encoded(id)));
        return speech.answer(
                shell,
                answer,
                () ->
                        shell.out()
                                .println(
                                        shell.say(
                                                "tenants.deleted",
                                                id,
                                                count(answer, "machines"),
                                                count(answer, "files"),
                                                count(answer, "rows"))));
    }

    private String count(JsonNode answer, String key) {
        return shell.writing().count(answer.path(key).asLong(0));
    }

    private int all(Api api) {
        var items = api.items("/tenants");
        var listing = new Listing(shell);
        var table = listing.table("tenants.table");
        for (JsonNode tenant : items) {
            var owed = tenant.path("quota");
            var cells = owed.path("cells");
            table.row(
                    Json.text(tenant, "tenant"),
                    Json.text(tenant, "name"),
                    Json.text(tenant, "group"),
                    tenant.path("weight").asString("-"),
                    owed.path("gpus").asString("-"),
                    owed.path("gpuLimit").asString("-"),
                    owed.path("monthlyBudgetEuro").asString("-"),
                    cells.isObject()
                            ? "%s/%s/%s"
                                    .formatted(
                                            cells.path("nodes").asString("0"),
                                            cells.path("racks").asString("0"),
                                            cells.path("pods").asString("0"))
                            : "-",
                    owed.path("runningJobs").asString("-"),
                    owed.path("queuedJobs").asString("-"));
        }
        return speech.answer(shell, Json.items(items), () -> listing.print(table, "tenants.none"));
    }
}
