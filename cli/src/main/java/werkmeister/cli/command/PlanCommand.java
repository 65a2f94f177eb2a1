package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Table;
import werkmeister.cli.text.Writing;
import werkmeister.server.json.Json;
import werkmeister.simulator.capacity.Assistant;
import werkmeister.simulator.capacity.CapacityPlan;
import werkmeister.simulator.capacity.ServingCost;
import werkmeister.simulator.capacity.WatchPlan;
import werkmeister.simulator.serving.PlanCheck;
import werkmeister.units.Refusal;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** How many GPUs, pods, megawatts and euros a number of users or machines needs. */
@Command(name = "plan")
final class PlanCommand implements Callable<Integer> {
    private static final int BAR = 30;

    /** As a server has; more take longer to play and tell no more. */
    private static final int ENGINES_MAX = 8;

    private final Shell shell;

    @Mixin Speech speech = new Speech();

    @Option(names = "--users", paramLabel = "N", descriptionKey = "plan.users")
    double users = 450e6;

    @Option(names = "--gpus", paramLabel = "N", descriptionKey = "plan.gpus")
    double gpus = 10_000;

    @Option(names = "--model", paramLabel = "NAME", descriptionKey = "plan.model")
    String model = "gpt-oss-120b";

    @Option(names = "--gpu", paramLabel = "NAME", descriptionKey = "plan.gpu")
    String gpu = "B200";

    @Option(names = "--prompt", paramLabel = "TOKENS", descriptionKey = "plan.prompt")
    double prompt = Assistant.CHAT.promptTokens();

    @Option(names = "--answer", paramLabel = "TOKENS", descriptionKey = "plan.answer")
    double answer = Assistant.CHAT.answerTokens();

    @Option(names = "--prefix-hit", paramLabel = "SHARE", descriptionKey = "plan.prefix-hit")
    double prefixHit = Assistant.CHAT.prefixHit();

    @Option(names = "--price", paramLabel = "EURO", descriptionKey = "plan.price")
    double price = 1.5;

    @Option(names = "--machines", paramLabel = "N", descriptionKey = "plan.machines")
    Optional<Double> machines = Optional.empty();

    @Option(names = "--every", paramLabel = "SECONDS", descriptionKey = "plan.every")
    double every = 1;

    @Option(names = "--first-token", paramLabel = "SECONDS", descriptionKey = "plan.first-token")
    double firstToken = Assistant.CHAT.firstTokenSeconds();

    @Option(names = "--check", paramLabel = "FILE|DIR", descriptionKey = "plan.check")
    Optional<Path> check = Optional.empty();

    @Option(names = "--seed", paramLabel = "N", descriptionKey = "plan.seed")
    long seed = 42;

    PlanCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (!(price >= 0 && price < 1e6)) {
            throw Refusal.invalid(shell.say("plan.bad-price", price));
        }
        if (machines.isPresent()) {
            var watch = new WatchPlan(machines.get(), every, 90);
            return speech.answer(shell, json(watch), () -> print(watch));
        }
        var cost = ServingCost.of(model, gpu);
        var use = Assistant.CHAT.shaped(prompt, answer, prefixHit).answeringWithin(firstToken);
        var plan = new CapacityPlan(cost, use, users, gpus);
        if (check.isPresent()) {
            return check(plan, check.get());
        }
        return speech.answer(shell, json(plan), () -> print(plan));
    }

    private int check(CapacityPlan plan, Path place) {
        var account = new PlanCheckAccount(shell, plan.cost(), plan.use(), seed);
        int engines = (int) Math.min(plan.gpus(), ENGINES_MAX);
        List<List<PlanCheck>> checks = account.check(place, engines);
        return speech.answer(shell, account.json(checks), () -> account.print(checks));
    }

    private static JsonNode json(WatchPlan plan) {
        ObjectNode json = Json.object(plan);
        json.put("coresToTake", plan.coresToTake());
        json.put("coresToScore", plan.coresToScore());
        json.put("coresToTrain", plan.coresToTrain());
        json.put("terabytesPerYear", plan.terabytesPerYear());
        return json;
    }

    private JsonNode json(CapacityPlan plan) {
        ObjectNode json = Json.object(plan);
        json.put("secondsPerRequest", plan.cost().seconds(plan.use()));
        json.put("requestsPerSecond", plan.requestsPerSecond());
        plan.slots().ifPresent(slots -> json.put("slots", slots));
        json.set("bill", Json.object(plan.bill(plan.gpus(), price)));
        var answers = json.putArray("answers");
        for (CapacityPlan.Reading reading : CapacityPlan.Reading.values()) {
            CapacityPlan.Answer one = plan.answer(reading);
            ObjectNode said = Json.object(one);
            said.set("bill", Json.object(plan.bill(one.needed(), price)));
            answers.add(said);
        }
        return json;
    }

    private void print(WatchPlan plan) {
        Writing writing = shell.writing();
        say(
                "plan.watch",
                writing.number(plan.machines(), 0),
                writing.number(plan.secondsBetween(), 3),
                writing.number(plan.coresToTake(), 2),
                writing.number(plan.coresToScore(), 2),
                writing.number(plan.coresToTrain(), 2),
                writing.number(plan.terabytesPerYear(), 2));
    }

    private void print(CapacityPlan plan) {
        Writing writing = shell.writing();
        say(
                "plan.head",
                writing.number(plan.gpus(), 0),
                gpu,
                model,
                writing.number(plan.users(), 0));
        var table = new Table(List.of(shell.say("plan.table").split("\\|")));
        for (CapacityPlan.Reading reading : CapacityPlan.Reading.values()) {
            CapacityPlan.Answer one = plan.answer(reading);
            var bill = plan.bill(one.needed(), price);
            table.row(
                    sense(reading),
                    one.holds() ? shell.say("plan.true") : shell.say("plan.false"),
                    writing.number(one.served(), 0),
                    Table.bar(one.served(), plan.users(), BAR),
                    writing.number(one.needed(), 0),
                    writing.number(bill.pods(), 0),
                    writing.number(bill.megawatts(), 1),
                    writing.number(bill.eurosPerYear() / 1e6, 1));
        }
        table.print(shell.out());
        var site = plan.bill(plan.gpus(), price);
        say(
                "plan.site",
                writing.number(plan.gpus(), 0),
                writing.number(site.pods(), 0),
                writing.number(site.megawatts(), 1),
                writing.number(site.eurosPerYear() / 1e6, 1),
                writing.number(price, 2),
                writing.number(plan.requestsPerSecond(), 0),
                writing.number(1_000 * plan.cost().seconds(plan.use()), 1));
        plan.slots().ifPresent(slots -> say("plan.slots", writing.number(slots, 0)));
        plan.cost()
                .meanError()
                .ifPresentOrElse(
                        mean ->
                                say(
                                        "plan.error",
                                        writing.percent(mean),
                                        writing.percent(plan.cost().maxError().orElse(mean))),
                        () -> say("plan.estimate"));
        say("plan.source", plan.cost().source(), plan.cost().date());
    }

    private String sense(CapacityPlan.Reading reading) {
        return switch (reading) {
            case REGULAR -> shell.say("plan.regular");
            case IN_CONVERSATION -> shell.say("plan.in-conversation");
            case ANSWERED_NOW -> shell.say("plan.answered-now");
        };
    }

    private void say(String key, Object... parts) {
        shell.out().println(shell.say(key, parts));
    }
}
