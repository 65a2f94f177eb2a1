package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import werkmeister.cli.terminal.Shell;
import werkmeister.factory.job.Together;
import werkmeister.units.Memory;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Submits a job that holds its room for a time: the dry run of a site. */
@Command(name = "submit")
final class SubmitCommand implements Callable<Integer> {
    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(paramLabel = "NAME", descriptionKey = "submit.name")
    String name = "";

    @Option(names = "--hold", paramLabel = "DURATION", descriptionKey = "submit.hold")
    Optional<Duration> hold = Optional.empty();

    @Option(names = "--cpus", paramLabel = "N", descriptionKey = "submit.cpus")
    Optional<Long> cpus = Optional.empty();

    @Option(names = "--memory", paramLabel = "SIZE", descriptionKey = "submit.memory")
    Optional<Memory> memory = Optional.empty();

    @Option(names = "--gpus", paramLabel = "N", descriptionKey = "submit.gpus")
    Optional<Long> gpus = Optional.empty();

    @Option(names = "--gpu-share", paramLabel = "SHARE", descriptionKey = "submit.share")
    Optional<Double> gpuShare = Optional.empty();

    @Option(names = "--parts", paramLabel = "N", descriptionKey = "submit.parts")
    Optional<Integer> parts = Optional.empty();

    @Option(names = "--least-parts", paramLabel = "N", descriptionKey = "submit.least")
    Optional<Integer> leastParts = Optional.empty();

    @Option(names = "--models", split = ",", paramLabel = "MODEL", descriptionKey = "submit.models")
    List<String> models = new ArrayList<>();

    @Option(names = "--together", paramLabel = "LEVEL", descriptionKey = "submit.together")
    Optional<Together.Level> together = Optional.empty();

    @Option(names = "--required", descriptionKey = "submit.required")
    boolean required;

    @Option(names = "--segment", paramLabel = "N", descriptionKey = "submit.segment")
    Optional<Integer> segment = Optional.empty();

    @Option(names = "--runtime", paramLabel = "DURATION", descriptionKey = "submit.runtime")
    Optional<Duration> runtime = Optional.empty();

    @Option(names = "--checkpoint", paramLabel = "DURATION", descriptionKey = "submit.checkpoint")
    Optional<Duration> checkpoint = Optional.empty();

    @Option(names = "--deadline", paramLabel = "TIME", descriptionKey = "submit.deadline")
    Optional<Instant> deadline = Optional.empty();

    @Option(names = "--preemptible", descriptionKey = "submit.preemptible")
    boolean preemptible;

    @Option(names = "--service", descriptionKey = "submit.service")
    boolean service;

    @Option(names = "--priority", paramLabel = "N", descriptionKey = "submit.priority")
    Optional<Integer> priority = Optional.empty();

    @Option(names = "--retries", paramLabel = "N", descriptionKey = "submit.retries")
    Optional<Integer> retries = Optional.empty();

    @Option(names = "--count", paramLabel = "N", descriptionKey = "submit.count")
    Optional<Integer> count = Optional.empty();

    SubmitCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        if (together.isEmpty() && (required || segment.isPresent())) {
            throw Refusals.missing(shell, "--together");
        }
        try (var api = connection.open(shell)) {
            var answer = api.post("/jobs", body());
            return speech.answer(
                    shell,
                    answer,
                    () -> shell.out().println(sentence(answer, answer.path("jobs"))));
        }
    }

    private String sentence(JsonNode answer, JsonNode jobs) {
        return answer.has("array")
                ? shell.say(
                        "submit.array", Json.text(answer, "array"), answer.path("count").asLong(0))
                : shell.say("submit.done", Json.text(jobs.path(0), "id"));
    }

    private ObjectNode body() {
        var body = Json.object().put("name", name);
        hold.ifPresent(time -> body.put("hold", time.toString()));
        cpus.ifPresent(number -> body.put("cpus", number));
        memory.ifPresent(size -> body.putObject("memory").put("bytes", size.bytes()));
        gpus.ifPresent(number -> body.put("gpus", number));
        gpuShare.ifPresent(share -> body.put("gpuShare", share));
        parts.ifPresent(number -> body.put("parts", number));
        leastParts.ifPresent(number -> body.put("leastParts", number));
        if (!models.isEmpty()) {
            models.forEach(body.putArray("models")::add);
        }
        together.ifPresent(level -> near(body.putObject("together"), level));
        terms(body);
        return body;
    }

    private void near(ObjectNode near, Together.Level level) {
        near.put("level", level.name());
        near.put("required", required);
        segment.ifPresent(number -> near.put("segment", number));
    }

    private void terms(ObjectNode body) {
        runtime.ifPresent(time -> body.put("runtime", time.toString()));
        checkpoint.ifPresent(time -> body.put("checkpoint", time.toString()));
        deadline.ifPresent(time -> body.put("deadline", time.toString()));
        if (preemptible) {
            body.put("preemptible", true);
        }
        if (service) {
            body.put("service", true);
        }
        priority.ifPresent(number -> body.put("priority", number));
        retries.ifPresent(number -> body.put("retries", number));
        count.ifPresent(number -> body.put("count", number));
    }

    /** Such as nvlink. */
    static Together.Level level(String text) {
        return Together.Level.valueOf(text.toUpperCase(Locale.ROOT));
    }
}
