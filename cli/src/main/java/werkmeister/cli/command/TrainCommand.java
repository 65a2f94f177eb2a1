package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.backtest.LabelSpans;
import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;
import werkmeister.learning.order.Intent;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Places a training order and follows its job to the end. */
@Command(name = "train")
final class TrainCommand implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(arity = "1..*", paramLabel = "MACHINE", descriptionKey = "train.machine")
    List<String> machines = new ArrayList<>();

    @Option(names = "--intent", paramLabel = "INTENT", descriptionKey = "train.intent")
    Intent intent = Intent.WATCH;

    @Option(names = "--target", paramLabel = "SIGNAL", descriptionKey = "train.target")
    Optional<String> target = Optional.empty();

    @Option(names = "--horizon", paramLabel = "DURATION", descriptionKey = "train.horizon")
    Optional<Duration> horizon = Optional.empty();

    @Option(
            names = "--sisters",
            split = ",",
            paramLabel = "MACHINE",
            descriptionKey = "train.sisters")
    List<String> sisters = new ArrayList<>();

    @Option(names = "--budget", paramLabel = "N", descriptionKey = "train.budget")
    Optional<Double> budget = Optional.empty();

    @Option(names = "--train-until", paramLabel = "TIME", descriptionKey = "train.until")
    Optional<Instant> until = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", descriptionKey = "train.seed")
    Optional<Long> seed = Optional.empty();

    @Option(names = "--labels", paramLabel = "FILE", descriptionKey = "train.labels")
    Optional<Path> labels = Optional.empty();

    @Option(names = "--no-wait", descriptionKey = "train.no-wait")
    boolean leave;

    TrainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        try (var api = connection.open(shell)) {
            List<String> names = new MachineNames(api).matching(machines);
            if (names.size() > 1 && labels.isPresent()) {
                throw Refusals.wrong(
                        shell, labels.get().toString(), "--labels", "type.one-machine");
            }
            var placed = new ArrayList<JsonNode>();
            for (String name : names) {
                JsonNode one = api.post("/orders", order(api, name));
                placed.add(one);
                if (!leave) {
                    shell.err().println(placedSentence(one));
                }
            }
            if (!leave) {
                return followed(api, names, placed);
            }
            return answer(
                    placed, () -> placed.forEach(one -> shell.out().println(placedSentence(one))));
        }
    }

    /** One machine's answer as it is, several as a list. */
    private int answer(List<JsonNode> answers, Runnable forPeople) {
        JsonNode json = answers.size() == 1 ? answers.getFirst() : Json.items(answers);
        return speech.answer(shell, json, forPeople);
    }

    private JsonNode order(Api api, String machine) throws IOException {
        var body = Json.object();
        body.put("machine", machine);
        if (intent != Intent.WATCH) {
            body.put("intent", intent.name());
        }
        target.ifPresent(signal -> body.put("target", signal));
        horizon.ifPresent(ahead -> body.put("horizon", ahead.toString()));
        if (!sisters.isEmpty()) {
            var list = body.putArray("sisters");
            new MachineNames(api).matching(sisters).forEach(list::add);
        }
        budget.ifPresent(number -> body.put("budget", number));
        until.ifPresent(instant -> body.put("trainUntil", instant.toString()));
        seed.ifPresent(number -> body.put("seed", number));
        if (labels.isPresent()) {
            var spans = LabelSpans.read(labels.get(), shell);
            String zone = api.get("/machines/" + Api.encoded(machine)).path("zone").asString();
            var list = body.putArray("labels");
            spans.labels(ZoneId.of(zone)).forEach(label -> list.add(Json.tree(label)));
        }
        return body;
    }

    private String placedSentence(JsonNode placed) {
        String id = placed.path("order").path("id").asString("");
        return shell.say("train.placed", id, Json.text(placed, "job"));
    }

    private int followed(Api api, List<String> names, List<JsonNode> placed)
            throws InterruptedException {
        var orders = new ArrayList<JsonNode>();
        var lines = new ArrayList<String>();
        for (int i = 0; i < names.size(); i++) {
            var job = jobEnded(api, names.get(i), Json.text(placed.get(i), "job"));
            String id = placed.get(i).path("order").path("id").asString("");
            var order = api.get("/orders/" + Api.encoded(id));
            orders.add(order);
            lines.add(outcome(order, job));
        }
        answer(orders, () -> lines.forEach(shell.out()::println));
        boolean made = orders.stream().allMatch(order -> order.has("version"));
        return made ? ExitCode.OK : ExitCode.FAILED;
    }

    private String outcome(JsonNode order, JsonNode job) {
        return order.has("version")
                ? shell.say("train.done", Json.text(order, "version"))
                : shell.say(
                        "train.failed",
                        Json.text(job, "state"),
                        new Sentence(shell).of(job.path("why")));
    }

    private JsonNode jobEnded(Api api, String machine, String id) throws InterruptedException {
        try (var progress = new Progress(shell, shell.say("train.progress", machine), 0)) {
            while (true) {
                var job = api.get("/jobs/" + Api.encoded(id));
                String state = Json.text(job, "state");
                if (state.equals("SUCCEEDED")
                        || state.equals("FAILED")
                        || state.equals("CANCELLED")) {
                    return job;
                }
                progress.at(0, (state + " " + new Sentence(shell).of(job.path("why"))).strip());
                Thread.sleep(LOOK_EVERY);
            }
        }
    }
}
