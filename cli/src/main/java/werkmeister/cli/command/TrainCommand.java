package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.backtest.LabelSpans;
import werkmeister.cli.client.Api;
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
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(arity = "1..*", paramLabel = "MACHINE", descriptionKey = "train.machine")
    List<String> machines = new ArrayList<>();

    @Option(names = "--intent", paramLabel = "INTENT", descriptionKey = "train.intent")
    Intent intent = Intent.WATCH;

    @Option(names = "--target", paramLabel = "SIGNAL", descriptionKey = "train.target")
    Optional<String> target = Optional.empty();

    @Option(names = "--group", paramLabel = "SIGNAL", descriptionKey = "train.group")
    Optional<String> group = Optional.empty();

    @Option(names = "--no-group", descriptionKey = "train.no-group")
    boolean single;

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

    @Option(names = "--together", descriptionKey = "train.together")
    boolean together;

    @Option(names = "--each", descriptionKey = "train.each")
    boolean each;

    @Option(names = "--no-wait", descriptionKey = "train.no-wait")
    boolean leave;

    TrainCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        if (single && group.isPresent()) {
            throw Refusals.wrong(shell, group.get(), "--group", "type.no-group");
        }
        try (var api = connection.open(shell)) {
            List<String> names = new MachineNames(api).matching(machines);
            if (names.size() > 1 && labels.isPresent()) {
                throw Refusals.wrong(
                        shell, labels.get().toString(), "--labels", "type.one-machine");
            }
            var placed = new PlacedOrders(shell, speech, api, leave);
            if (names.size() == 1) {
                placed.add(names.getFirst(), api.post("/orders", order(api, names.getFirst())));
                return placed.answer();
            }
            // All of the orders are placed, or none.
            JsonNode array = api.post("/arrays", array(api, names));
            String id = Json.text(array, "array");
            long jobs =
                    array.path("orders")
                            .valueStream()
                            .map(one -> one.path("job").asString(""))
                            .distinct()
                            .count();
            shell.err().println(shell.say("train.array", id, names.size(), jobs));
            for (int i = 0; i < names.size(); i++) {
                placed.add(names.get(i), array.path("orders").get(i));
            }
            return placed.answer();
        }
    }

    private JsonNode array(Api api, List<String> names) {
        var body = Json.object();
        var list = body.putArray("machines");
        names.forEach(list::add);
        body.put("together", together);
        keepApart(body);
        want(api, body.putObject("each"));
        return body;
    }

    private JsonNode order(Api api, String machine) throws IOException {
        ObjectNode body = Json.object();
        body.put("machine", machine);
        want(api, body);
        keepApart(body);
        if (labels.isPresent()) {
            var spans = LabelSpans.read(labels.get(), shell);
            String zone = api.get("/machines/" + Api.encoded(machine)).path("zone").asString();
            var list = body.putArray("labels");
            spans.labels(ZoneId.of(zone)).forEach(label -> list.add(Json.tree(label)));
        }
        return body;
    }

    /** A training a machine, where the server would let them share one. */
    private void keepApart(ObjectNode body) {
        if (each) {
            body.put("shared", false);
        }
    }

    /** What is wanted of each machine. */
    private void want(Api api, ObjectNode body) {
        if (intent != Intent.WATCH) {
            body.put("intent", intent.name());
        }
        target.ifPresent(signal -> body.put("target", signal));
        // Blank: each sample by itself.
        (single ? Optional.of("") : group).ifPresent(signal -> body.put("group", signal));
        horizon.ifPresent(ahead -> body.put("horizon", ahead.toString()));
        if (!sisters.isEmpty()) {
            var list = body.putArray("sisters");
            new MachineNames(api).matching(sisters).forEach(list::add);
        }
        budget.ifPresent(number -> body.put("budget", number));
        until.ifPresent(instant -> body.put("trainUntil", instant.toString()));
        seed.ifPresent(number -> body.put("seed", number));
    }
}
