package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

import java.time.Duration;
import java.time.Instant;

/** A gate's report for people. */
final class GateAccount {
    private final Shell shell;

    GateAccount(Shell shell) {
        this.shell = shell;
    }

    void print(JsonNode report) {
        var writing = shell.writing();
        shell.out()
                .println(
                        Json.text(report, "verdict")
                                + "  "
                                + new Sentence(shell).of(report.path("words")));
        shell.out()
                .println(
                        shell.say(
                                "gate.threshold",
                                writing.number(report.path("threshold").asDouble(Double.NaN), 3),
                                writing.number(
                                        report.path("budget")
                                                .path("findingsPerWeek")
                                                .asDouble(Double.NaN),
                                        1)));
        var listing = new Listing(shell);
        var known = listing.table("gate.known.table");
        for (JsonNode fault : report.path("known")) {
            String lead = fault.path("lead").asString("");
            known.row(
                    Json.time(shell, fault.path("span"), "from"),
                    Json.time(shell, fault.path("span"), "to"),
                    lead.isEmpty()
                            ? shell.say("gate.missed")
                            : writing.duration(Duration.parse(lead)),
                    fault.path("note").asString(""));
        }
        if (!known.isEmpty()) {
            shell.out().println();
            known.print(shell.out());
        }
        printFindings(report);
    }

    private void printFindings(JsonNode report) {
        var listing = new Listing(shell);
        var raised = listing.table("gate.findings.table");
        for (JsonNode finding : report.path("findings")) {
            raised.row(
                    Json.time(shell, finding.path("span"), "from"),
                    shell.writing().duration(length(finding.path("span"))),
                    shell.writing().number(finding.path("peak").asDouble(Double.NaN), 2),
                    shell.say(finding.path("fault").asBoolean(false) ? "yes" : "no"));
        }
        if (!raised.isEmpty()) {
            shell.out().println();
            raised.print(shell.out());
        }
    }

    private static Duration length(JsonNode span) {
        return Duration.between(
                Instant.parse(span.path("from").asString()),
                Instant.parse(span.path("to").asString()));
    }
}
