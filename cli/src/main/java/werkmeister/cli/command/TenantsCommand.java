package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;

import java.util.Optional;
import java.util.concurrent.Callable;

/** The tenants of the site: list them, add one. */
@Command(name = "tenants")
final class TenantsCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Option(names = "--add", paramLabel = "TENANT", descriptionKey = "tenants.add")
    Optional<String> added = Optional.empty();

    @Option(names = "--name", paramLabel = "NAME", descriptionKey = "tenants.name")
    Optional<String> name = Optional.empty();

    TenantsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            return added.isPresent() ? add(api, added.get()) : all(api);
        }
    }

    private int add(Api api, String id) {
        var body = Json.object().put("tenant", id).put("name", name.orElse(id));
        var answer = api.post("/tenants", body);
        return speech.answer(
                shell, answer, () -> shell.out().println(shell.say("tenants.added", id)));
    }

    private int all(Api api) {
        var items = api.items("/tenants");
        var listing = new Listing(shell);
        var table = listing.table("tenants.table");
        items.forEach(tenant -> {
            String id = tenant.path("tenant").asString(Json.text(tenant, "id"));
            table.row(id, tenant.path("name").asString(""));
        });
        return speech.answer(shell, Json.items(items), () -> listing.print(table, "tenants.none"));
    }
}
