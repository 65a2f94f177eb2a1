package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.terminal.Shell;

import java.util.concurrent.Callable;

/** Compares a shadow with the version that is live. */
@Command(name = "comparison")
final class ComparisonCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "MACHINE/vN", descriptionKey = "option.version-name")
    VersionName version = new VersionName("-", 1);

    ComparisonCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            var answer = api.get(version.path() + "/comparison");
            return speech.answer(shell, answer, () -> print(answer));
        }
    }

    private void print(JsonNode answer) {
        var listing = new Listing(shell);
        if (answer.path("answers").isObject()) {
            answers(answer, listing);
            return;
        }
        var table = listing.table("comparison.table");
        table.row(
                Json.text(answer, "live"),
                shell.say("comparison.live"),
                String.valueOf(answer.path("liveFindings").asLong(0)),
                String.valueOf(answer.path("confirmedCaught").path("live").asLong(0)),
                String.valueOf(answer.path("falseAlarms").path("live").asLong(0)));
        table.row(
                Json.text(answer, "shadow"),
                shell.say("comparison.shadow"),
                String.valueOf(answer.path("shadowFindings").asLong(0)),
                String.valueOf(answer.path("confirmedCaught").path("shadow").asLong(0)),
                String.valueOf(answer.path("falseAlarms").path("shadow").asLong(0)));
        listing.print(table, "comparison.none");
        shell.out().println(new Sentence(shell).of(answer.path("reason")));
    }

    /** Of versions that answer a question. */
    private void answers(JsonNode answer, Listing listing) {
        JsonNode answers = answer.path("answers");
        var table = listing.table("comparison.answers");
        String judged = String.valueOf(answers.path("judged").asInt(0));
        table.row(
                Json.text(answer, "live"),
                shell.say("comparison.live"),
                judged,
                number(answers.path("live")),
                String.valueOf(answers.path("farther").asInt(0)));
        table.row(
                Json.text(answer, "shadow"),
                shell.say("comparison.shadow"),
                judged,
                number(answers.path("shadow")),
                String.valueOf(answers.path("nearer").asInt(0)));
        table.print(shell.out());
        shell.out().println(new Sentence(shell).of(answer.path("reason")));
    }

    private String number(JsonNode value) {
        return value.isNumber() ? shell.writing().number(value.asDouble(), 3) : "-";
    }
}
