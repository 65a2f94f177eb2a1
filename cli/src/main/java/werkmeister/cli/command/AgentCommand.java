package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.agent.Gpus;
import werkmeister.cli.agent.NvidiaSmi;
import werkmeister.cli.client.Api;
import werkmeister.cli.client.ApiProblem;
import werkmeister.cli.client.Unreachable;
import werkmeister.cli.terminal.Shell;
import werkmeister.units.Refusal;

import java.io.PrintStream;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Tells the server again and again that this node lives and how its GPUs are. */
@Command(name = "agent")
final class AgentCommand implements Callable<Integer> {
    private static final int SECONDS_MAX = 3600;

    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Option(names = "--node", required = true, paramLabel = "NODE", descriptionKey = "agent.node")
    String node = "";

    @Option(names = "--every", paramLabel = "SECONDS", descriptionKey = "agent.every")
    int seconds = 15;

    @Option(names = "--once", descriptionKey = "agent.once")
    boolean once;

    @Option(names = "--nvidia-smi", paramLabel = "PROGRAM", descriptionKey = "agent.nvidia-smi")
    String nvidiaSmi = "nvidia-smi";

    private String said = "";

    AgentCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (seconds < 1 || seconds > SECONDS_MAX) {
            throw Refusal.invalid(shell.say("agent.wrong-every", seconds, SECONDS_MAX));
        }
        var smi = new NvidiaSmi(nvidiaSmi, "dmesg");
        try (var api = connection.open(shell)) {
            if (once) {
                return beat(api, smi.look());
            }
            while (true) {
                // Whatever the server says, or does not: the next heartbeat may be heard.
                try {
                    beat(api, smi.look());
                } catch (ApiProblem e) {
                    say(shell.err(), String.valueOf(e.getMessage()));
                } catch (Unreachable e) {
                    say(shell.err(), shell.say("unreachable", e.server()));
                }
                TimeUnit.SECONDS.sleep(seconds);
            }
        }
    }

    private int beat(Api api, Gpus gpus) {
        var body = Json.object().put("gpus", gpus.count()).put("healthy", gpus.healthy());
        JsonNode answer = api.post("/nodes/%s/heartbeat".formatted(Api.encoded(node)), body);
        return speech.answer(
                shell,
                answer,
                () -> {
                    String state = Json.text(answer, "state");
                    say(
                            shell.out(),
                            gpus.count() == 0
                                    ? shell.say("agent.none", node, state)
                                    : shell.say(
                                            "agent.gpus",
                                            node,
                                            gpus.count(),
                                            gpus.healthy(),
                                            state));
                });
    }

    /** Says what has changed since the heartbeat before, and nothing if nothing has. */
    private void say(PrintStream where, String sentence) {
        if (!sentence.equals(said)) {
            where.println(sentence);
            said = sentence;
        }
    }
}
