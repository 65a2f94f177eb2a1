package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

import java.util.List;

/** What was checked, for people: one line an invariant. */
final class CheckAccount {
    private final Shell shell;

    CheckAccount(Shell shell) {
        this.shell = shell;
    }

    /** All of them, or only those that do not hold. */
    void print(List<JsonNode> items, boolean all) {
        for (JsonNode item : items) {
            boolean ok = item.path("ok").asBoolean(false);
            if (all || !ok) {
                String line =
                        "%s  %s  %s"
                                .formatted(
                                        shell.say(ok ? "check.ok" : "check.failed"),
                                        Json.text(item, "name"),
                                        item.path("detail").asString(""));
                shell.out().println(line.stripTrailing());
            }
        }
    }
}
