package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** The factory's jobs, or one of them. */
@Command(name = "jobs")
final class JobsCommand implements Callable<Integer> {
    /** Jobs of one page of the API. */
    private static final int MOST = 1_000;

    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Parameters(arity = "0..1", paramLabel = "JOB", descriptionKey = "jobs.which")
    Optional<String> which = Optional.empty();

    @Option(names = "--cancel", descriptionKey = "jobs.cancel")
    boolean cancel;

    @Option(names = "--newest", paramLabel = "N", descriptionKey = "jobs.newest")
    Optional<Integer> newest = Optional.empty();

    JobsCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            if (cancel) {
                return cancelled(api, which.orElseThrow(() -> Refusals.missing(shell, "JOB")));
            }
            if (which.filter(JobsCommand::isArray).isPresent()) {
                return array(api, which.get());
            }
            return which.isPresent() ? one(api, which.get()) : all(api);
        }
    }

    private static boolean isArray(String id) {
        return id.startsWith("array-");
    }

    private int array(Api api, String id) {
        var items = api.items("/jobs?array=" + Api.encoded(id));
        return speech.answer(shell, Json.items(items), () -> print(items));
    }

    private int cancelled(Api api, String id) {
        String kind = isArray(id) ? "/arrays/" : "/jobs/";
        var job = api.post(kind + Api.encoded(id) + "/cancel");
        return speech.answer(
                shell, job, () -> shell.out().println(shell.say("jobs.cancelled", id)));
    }

    private int one(Api api, String id) {
        var job = api.get("/jobs/" + Api.encoded(id));
        return speech.answer(shell, job, () -> new Outline(shell).print(job));
    }

    private int all(Api api) {
        var items = newest.isPresent() ? newest(api, newest.get()) : api.items("/jobs");
        return speech.answer(shell, Json.items(items), () -> print(items));
    }

    /** Why it waits, and that its deadline will not be kept. */
    private String why(JsonNode job) {
        String why = new Sentence(shell).of(job.path("why"));
        boolean late = job.has("deadlineMet") && !job.path("deadlineMet").asBoolean(true);
        return late ? (why + " " + shell.say("jobs.late")).strip() : why;
    }

    private static List<JsonNode> newest(Api api, int most) {
        var items = new ArrayList<JsonNode>();
        api.get("/jobs?newest=true&limit=" + Math.clamp(most, 1, MOST))
                .path("items")
                .forEach(items::add);
        return items;
    }

    private void print(List<JsonNode> items) {
        var listing = new Listing(shell);
        var writing = shell.writing();
        var table = listing.table("jobs.table");
        for (JsonNode job : items) {
            long cpu = job.path("cpuTime").path("milliseconds").asLong(0);
            table.row(
                    Json.text(job, "id"),
                    Json.text(job, "name"),
                    Json.text(job, "state"),
                    job.path("attempt").asString("-"),
                    Json.text(job, "node"),
                    Json.time(shell, job, "submittedAt"),
                    job.has("start")
                            ? Json.time(shell, job, "start")
                            : Json.time(shell, job, "startedAt"),
                    writing.duration(Duration.ofMillis(cpu)),
                    writing.euros(job.path("cost").path("microEuros").asLong(0)),
                    why(job));
        }
        listing.print(table, "jobs.none");
    }
}
