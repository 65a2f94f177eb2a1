package werkmeister.cli.command;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Progress;
import werkmeister.cli.terminal.Shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Orders that were placed: named at once, or followed until their jobs have ended. */
final class PlacedOrders {
    private static final Duration LOOK_EVERY = Duration.ofMillis(300);

    private final Shell shell;
    private final Speech speech;
    private final Api api;
    private final boolean leave;
    private final List<String> machines = new ArrayList<>();
    private final List<JsonNode> placed = new ArrayList<>();

    /**
     * @param leave true: nobody waits for the jobs
     */
    PlacedOrders(Shell shell, Speech speech, Api api, boolean leave) {
        this.shell = shell;
        this.speech = speech;
        this.api = api;
        this.leave = leave;
    }

    void add(String machine, JsonNode order) {
        machines.add(machine);
        placed.add(order);
        if (!leave) {
            shell.err().println(sentence(order));
        }
    }

    /** What came of them. */
    int answer() throws InterruptedException {
        if (!leave) {
            return followed();
        }
        return answer(placed, () -> placed.forEach(one -> shell.out().println(sentence(one))));
    }

    /** One machine's answer as it is, several as a list. */
    private int answer(List<JsonNode> answers, Runnable forPeople) {
        JsonNode json = answers.size() == 1 ? answers.getFirst() : Json.items(answers);
        return speech.answer(shell, json, forPeople);
    }

    private String sentence(JsonNode one) {
        String id = one.path("order").path("id").asString("");
        if (one.has("version")) {
            return shell.say("train.taken", id, Json.text(from(one), "version"));
        }
        return shell.say("train.placed", id, Json.text(one, "job"));
    }

    /** The version that an order took over. */
    private static JsonNode from(JsonNode one) {
        return one.path("order").path("share");
    }

    private int followed() throws InterruptedException {
        var orders = new ArrayList<JsonNode>();
        var lines = new ArrayList<String>();
        for (int i = 0; i < placed.size(); i++) {
            var job =
                    placed.get(i).has("version")
                            ? Json.object()
                            : jobEnded(machines.get(i), Json.text(placed.get(i), "job"));
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

    private JsonNode jobEnded(String machine, String id) throws InterruptedException {
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
