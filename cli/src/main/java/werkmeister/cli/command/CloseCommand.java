package werkmeister.cli.command;

import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import werkmeister.cli.terminal.Shell;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Closes a pod for a time: for everyone, or for everyone but one tenant. */
@Command(name = "close")
final class CloseCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "POD", descriptionKey = "close.pod")
    String pod = "";

    @Option(names = "--from", paramLabel = "TIME", descriptionKey = "close.from")
    Optional<Instant> from = Optional.empty();

    @Option(names = "--to", required = true, paramLabel = "TIME", descriptionKey = "close.to")
    Instant to = Instant.MAX;

    @ArgGroup Share share = new Share();

    /** How much of it is closed. */
    static final class Share {
        @Option(names = "--percent", paramLabel = "N", descriptionKey = "close.percent")
        Optional<Integer> percent = Optional.empty();

        @Option(names = "--kilowatts", paramLabel = "KW", descriptionKey = "close.kilowatts")
        Optional<Double> kilowatts = Optional.empty();
    }

    @Option(names = "--why", paramLabel = "TEXT", descriptionKey = "close.why")
    Optional<String> why = Optional.empty();

    CloseCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        var body = Json.object().put("pod", pod).put("to", to.toString());
        share.percent.ifPresent(percent -> body.put("percent", percent));
        share.kilowatts.ifPresent(limit -> body.put("kilowatts", limit));
        from.ifPresent(time -> body.put("from", time.toString()));
        why.ifPresent(text -> body.put("why", text));
        connection.tenant.ifPresent(tenant -> body.put("tenant", tenant));
        try (var api = connection.open(shell)) {
            var answer = api.post("/site/closures", body);
            return speech.answer(shell, answer, () -> new Closures(shell).print(answer));
        }
    }
}
