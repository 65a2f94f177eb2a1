package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;

/** Proves that no entry of the journal was changed, left out or put in later. */
@Command(name = "verify")
final class JournalVerifyCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    JournalVerifyCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            var items = new ArrayList<JsonNode>();
            api.post("/checks").path("items").forEach(items::add);
            items.removeIf(
                    item -> !Json.text(item, "name").toLowerCase(Locale.ROOT).contains("journal"));
            speech.answer(
                    shell, Json.items(items), () -> new CheckAccount(shell).print(items, true));
            return isProved(items) ? ExitCode.OK : ExitCode.FAILED;
        }
    }

    private static boolean isProved(List<JsonNode> items) {
        return !items.isEmpty()
                && items.stream().allMatch(item -> item.path("ok").asBoolean(false));
    }
}
