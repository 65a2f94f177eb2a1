package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

/** What was understood of a file, for people. */
final class ImportAccount {
    private final Shell shell;

    ImportAccount(Shell shell) {
        this.shell = shell;
    }

    void print(JsonNode answer) {
        var writing = shell.writing();
        if (answer.has("rows")) {
            shell.out()
                    .println(
                            shell.say(
                                    answer.path("repeated").asBoolean(false)
                                            ? "import.repeated"
                                            : "import.done",
                                    Json.text(answer, "name"),
                                    writing.count(answer.path("rows").asLong(0)),
                                    writing.count(answer.path("rejected").asLong(0)),
                                    Json.time(shell, answer, "first"),
                                    Json.time(shell, answer, "last")));
        }
        new Outline(shell).print(answer.path("understood"));
    }
}
