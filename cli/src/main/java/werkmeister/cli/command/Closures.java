package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

/** When pods are closed, a line each. */
final class Closures {
    private final Shell shell;

    Closures(Shell shell) {
        this.shell = shell;
    }

    void print(JsonNode closure) {
        String tenant = closure.path("tenant").asString("");
        var span = closure.path("span");
        String pod = Json.text(closure, "pod");
        String from = Json.time(shell, span, "from");
        String to = Json.time(shell, span, "to");
        int percent = closure.path("percent").asInt(100);
        String why = Json.text(closure, "why");
        shell.out()
                .println(
                        tenant.isEmpty()
                                ? shell.say("close.closed", percent, pod, from, to, why)
                                : shell.say("close.reserved", percent, pod, from, to, tenant, why));
    }
}
