package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Sparkline;
import werkmeister.cli.terminal.Table;
import werkmeister.serving.finding.AnswerVerdict;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What the released versions answer about a machine; says what became of an answer. */
@Command(name = "outlook")
final class OutlookCommand implements Callable<Integer> {
    private static final int WIDTH_MAX = 96;

    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "MACHINE", descriptionKey = "outlook.machine")
    String machine = "";

    @Mixin Said said = new Said();

    /** What is said of an answer. */
    static final class Said {
        @Option(names = "--verdict", paramLabel = "right|wrong", descriptionKey = "outlook.verdict")
        Optional<AnswerVerdict.Kind> verdict = Optional.empty();

        @Option(names = "--class", paramLabel = "NAME", descriptionKey = "outlook.class")
        Optional<String> trueClass = Optional.empty();

        @Option(names = "--failed-at", paramLabel = "TIME", descriptionKey = "outlook.failed")
        Optional<Instant> failedAt = Optional.empty();

        @Option(names = "--topic", paramLabel = "TOPIC", descriptionKey = "outlook.topic")
        Optional<String> topic = Optional.empty();

        @Option(names = "--as-of", paramLabel = "TIME", descriptionKey = "outlook.asOf")
        Optional<Instant> asOf = Optional.empty();

        @Option(names = "--cycle", paramLabel = "CYCLE", descriptionKey = "outlook.cycle")
        Optional<String> cycle = Optional.empty();

        @Option(names = "--since", paramLabel = "TIME", descriptionKey = "outlook.since")
        Optional<Instant> since = Optional.empty();

        @Option(names = "--note", paramLabel = "TEXT", descriptionKey = "verdict.note")
        Optional<String> note = Optional.empty();

        @Option(names = "--replace", descriptionKey = "verdict.replace")
        boolean replace;

        /** Empty where nothing is said, only asked. */
        ObjectNode body() {
            var body = Json.object();
            verdict.ifPresent(kind -> body.put("verdict", kind.name()));
            trueClass.ifPresent(name -> body.put("trueClass", name));
            failedAt.ifPresent(time -> body.put("failedAt", time.toString()));
            topic.ifPresent(text -> body.put("topic", text));
            asOf.ifPresent(time -> body.put("asOf", time.toString()));
            cycle.ifPresent(text -> body.put("cycle", text));
            since.ifPresent(time -> body.put("since", time.toString()));
            note.ifPresent(text -> body.put("note", text));
            if (replace) {
                body.put("replace", true);
            }
            return body;
        }
    }

    OutlookCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            String path = "/machines/" + Api.encoded(machine) + "/outlooks";
            ObjectNode body = said.body();
            if (!body.isEmpty()) {
                JsonNode judged = api.post(path + "/verdict", body);
                return speech.answer(shell, judged, () -> tell(judged));
            }
            var answer = api.get(path);
            return speech.answer(shell, answer, () -> print(answer.path("outlooks")));
        }
    }

    private void tell(JsonNode judged) {
        shell.out()
                .println(
                        shell.say(
                                "outlook.judged",
                                Json.text(judged, "topic"),
                                Json.text(judged, "version"),
                                Json.time(shell, judged, "to"),
                                Json.text(judged, "kind")));
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
