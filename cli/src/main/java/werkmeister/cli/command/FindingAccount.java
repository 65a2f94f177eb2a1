package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

/** A finding for people: its sentence, its score and the signals that explain it. */
final class FindingAccount {
    private final Shell shell;

    FindingAccount(Shell shell) {
        this.shell = shell;
    }

    void print(JsonNode finding) {
        var writing = shell.writing();
        shell.out()
                .println(
                        Json.text(finding, "id")
                                + "  "
                                + new Sentence(shell).of(finding.path("sentence")));
        shell.out()
                .println(
                        shell.say(
                                "finding.score",
                                Json.time(shell, finding, "from"),
                                Json.time(shell, finding, "to"),
                                writing.number(finding.path("peak").asDouble(Double.NaN), 2),
                                writing.number(finding.path("threshold").asDouble(Double.NaN), 2),
                                Json.text(finding, "version")));
        var listing = new Listing(shell);
        var table = listing.table("finding.table");
        for (JsonNode part : finding.path("explanation")) {
            table.row(
                    Json.text(part, "signal"),
                    writing.reading(part.path("actual").asDouble(Double.NaN)),
                    writing.reading(part.path("expected").asDouble(Double.NaN)),
                    writing.percent(part.path("share").asDouble(Double.NaN)));
        }
        listing.print(table, "finding.unexplained");
        var verdict = finding.path("verdict");
        if (verdict.isObject()) {
            shell.out()
                    .println(
                            shell.say(
                                    "finding.verdict",
                                    Json.text(verdict, "kind"),
                                    Json.text(verdict, "by"),
                                    Json.time(shell, verdict, "at"),
                                    verdict.path("note").asString("")));
        }
    }
}
