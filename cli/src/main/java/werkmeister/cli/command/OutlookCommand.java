package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Sparkline;
import werkmeister.cli.terminal.Table;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** What the released versions answer about a machine. */
@Command(name = "outlook")
final class OutlookCommand implements Callable<Integer> {
    private static final int WIDTH_MAX = 96;

    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "MACHINE", descriptionKey = "outlook.machine")
    String machine = "";

    OutlookCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            var answer = api.get("/machines/" + Api.encoded(machine) + "/outlooks");
            return speech.answer(shell, answer, () -> print(answer.path("outlooks")));
        }
    }

    private void print(JsonNode outlooks) {
        if (outlooks.isEmpty()) {
            shell.out().println(shell.say("outlook.none", machine));
        }
        for (JsonNode one : outlooks) {
            shell.out()
                    .println(
                            shell.say(
                                    "outlook.line",
                                    Json.text(one, "topic"),
                                    Json.text(one, "version"),
                                    Json.time(shell, one.path("outlook"), "asOf")));
            shell.out().println("  " + new Sentence(shell).of(one.path("words")));
            one.path("outlook").path("lines").forEach(this::picture);
            cycles(one.path("outlook"));
        }
    }

    /** The latest first. */
    private void cycles(JsonNode outlook) {
        List<JsonNode> cycles = new ArrayList<>();
        outlook.path("cycles").forEach(cycles::addFirst);
        if (cycles.isEmpty()) {
            return;
        }
        var table =
                new Table(
                        List.of(
                                shell.say("outlook.cycles", Json.text(outlook, "group"))
                                        .split("\\|")));
        for (JsonNode cycle : cycles) {
            table.row(
                    Json.text(cycle, "cycle"),
                    Json.time(shell, cycle, "to"),
                    Json.text(cycle, "told"),
                    shell.writing().percent(cycle.path("probability").asDouble(0)));
        }
        table.print(shell.out());
    }

    /** From the lowest to the highest value of the course. */
    private void picture(JsonNode line) {
        var values = new ArrayList<Double>();
        line.path("expected").forEach(value -> values.add(value.asDouble()));
        double low = values.stream().mapToDouble(Double::doubleValue).min().orElse(0);
        double[] above = values.stream().mapToDouble(value -> value - low).toArray();
        double top = java.util.Arrays.stream(above).max().orElse(0);
        shell.out()
                .println(
                        "  "
                                + new Sparkline(above.length, WIDTH_MAX).of(above, top)
                                + "  "
                                + Json.text(line, "signal"));
    }
}
