package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;
import werkmeister.serving.finding.Verdict;

import java.util.Optional;
import java.util.concurrent.Callable;

/** Says what a finding was: a fault, a false alarm, or known. */
@Command(name = "verdict")
final class VerdictCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(index = "0", paramLabel = "FINDING", descriptionKey = "verdict.finding")
    String finding = "";

    @Parameters(
            index = "1",
            paramLabel = "confirmed|false-alarm|known",
            descriptionKey = "verdict.kind")
    Verdict.Kind kind = Verdict.Kind.KNOWN;

    @Option(names = "--note", paramLabel = "TEXT", descriptionKey = "verdict.note")
    Optional<String> note = Optional.empty();

    @Option(names = "--replace", descriptionKey = "verdict.replace")
    boolean replace;

    VerdictCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            var body = Json.object().put("verdict", kind.name());
            note.ifPresent(text -> body.put("note", text));
            if (replace) {
                body.put("replace", true);
            }
            var answer = api.post("/findings/" + Api.encoded(finding) + "/verdict", body);
            return speech.answer(
                    shell,
                    answer,
                    () -> shell.out().println(shell.say("verdict.done", finding, kind)));
        }
    }
}
