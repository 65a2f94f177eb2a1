package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

/** For people: what was said of a version that answers a question. */
final class AppraisalAccount {
    private final Shell shell;

    AppraisalAccount(Shell shell) {
        this.shell = shell;
    }

    /**
     * @param version as the API gives it, with its card
     */
    void print(JsonNode version) {
        JsonNode appraisal = version.path("appraisal");
        shell.out()
                .println(
                        Json.text(appraisal, "verdict")
                                + "  "
                                + new Sentence(shell).of(appraisal.path("words")));
        shell.out().println();
        JsonNode board = appraisal.path("leaderboard");
        var table = new Listing(shell).table("appraisal.table");
        table.row(Json.text(version, "id"), number(board.path("ours")));
        for (JsonNode rival : board.path("rivals")) {
            table.row(Json.text(rival, "name"), number(rival.path("value")));
        }
        table.print(shell.out());
        JsonNode card = version.path("card");
        if (!card.path("candidates").isEmpty()) {
            shell.out().println();
            var candidates = new Listing(shell).table("appraisal.candidates");
            for (JsonNode one : card.path("candidates")) {
                candidates.row(
                        Json.text(one, "name"),
                        number(one.path("error")),
                        shell.writing().percent(one.path("weight").asDouble(0)));
            }
            candidates.print(shell.out());
        }
        shell.out().println();
        card.path("details").forEach(line -> shell.out().println("- " + line.asString("")));
        card.path("warnings")
                .forEach(line ->
                        shell.out().println(shell.say("appraisal.warning", line.asString(""))));
    }

    private String number(JsonNode value) {
        return shell.writing().number(value.asDouble(Double.NaN), 3);
    }
}
