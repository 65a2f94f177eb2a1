package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;
import werkmeister.server.auth.Role;

import java.util.Optional;
import java.util.concurrent.Callable;

/** The tenant's keys: list them, make one, revoke one. */
@Command(name = "keys")
final class KeysCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Option(names = "--add", paramLabel = "viewer|engineer|operator", descriptionKey = "keys.add")
    Optional<Role> role = Optional.empty();

    @Option(names = "--note", paramLabel = "TEXT", descriptionKey = "keys.note")
    String note = "";

    @Option(names = "--revoke", paramLabel = "PREFIX", descriptionKey = "keys.revoke")
    Optional<String> revoked = Optional.empty();

    KeysCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            if (role.isPresent()) {
                return added(api, role.get());
            }
            return revoked.isPresent() ? revoked(api, revoked.get()) : all(api);
        }
    }

    private int added(Api api, Role role) {
        var body = Json.object().put("role", role.name()).put("note", note);
        var answer = api.post("/keys", body);
        return speech.answer(
                shell,
                answer,
                () -> shell.out().println(shell.say("keys.added", Json.text(answer, "key"))));
    }

    private int revoked(Api api, String prefix) {
        var answer = api.delete("/keys/" + Api.encoded(prefix));
        return speech.answer(
                shell, answer, () -> shell.out().println(shell.say("keys.revoked", prefix)));
    }

    private int all(Api api) {
        var items = api.items("/keys");
        var listing = new Listing(shell);
        var table = listing.table("keys.table");
        items.forEach(key ->
                table.row(
                        Json.text(key, "prefix"),
                        Json.text(key, "role"),
                        Json.time(shell, key, "created"),
                        Json.time(shell, key, "revoked"),
                        key.path("note").asString("")));
        return speech.answer(shell, Json.items(items), () -> listing.print(table, "keys.none"));
    }
}
