package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** The journal's last entries, and those to come. */
@Command(name = "tail")
final class JournalTailCommand implements Callable<Integer> {
    private static final Duration LOOK_EVERY = Duration.ofMillis(500);
    private static final int PAGE = 1000;
    private static final int FURTHER = 8;

    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Option(
            names = {"-n", "--entries"},
            paramLabel = "N",
            descriptionKey = "journal.entries")
    int entries = 20;

    @Option(
            names = {"-f", "--follow"},
            descriptionKey = "journal.follow")
    boolean follow;

    JournalTailCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() throws InterruptedException {
        try (var api = connection.open(shell)) {
            long end = api.get("/health").path("journal").path("events").asLong(0);
            long after = end;
            var shown = last(api, end);
            if (speech.json && !follow) {
                return speech.answer(shell, Json.items(shown), () -> {});
            }
            shown.forEach(this::print);
            while (follow) {
                after = shown.isEmpty() ? after : shown.getLast().path("sequence").asLong(after);
                Thread.sleep(LOOK_EVERY);
                shown = page(api, after);
                shown.forEach(this::print);
            }
            return ExitCode.OK;
        }
    }

    /**
     * The last entries that this key may see. A tenant sees only its own, which lie between those
     * of others: one looks further back until there are enough.
     */
    private List<JsonNode> last(Api api, long end) {
        for (long back = Math.max(1, entries); ; back *= FURTHER) {
            long after = Math.max(0, end - back);
            var found = since(api, after);
            if (found.size() >= entries || after == 0) {
                return found.subList(
                        Math.max(0, found.size() - Math.max(0, entries)), found.size());
            }
        }
    }

    private static List<JsonNode> since(Api api, long after) {
        var found = new ArrayList<>(page(api, after));
        for (int size = found.size(); size == PAGE; ) {
            var more = page(api, found.getLast().path("sequence").asLong(0));
            found.addAll(more);
            size = more.size();
        }
        return found;
    }

    private static List<JsonNode> page(Api api, long after) {
        var items = new ArrayList<JsonNode>();
        api.get("/journal?after=" + after + "&limit=" + PAGE).path("items").forEach(items::add);
        return items;
    }

    /** One entry a line: in JSON where that is asked for. */
    private void print(JsonNode entry) {
        if (speech.json) {
            shell.out().println(entry.toString());
            return;
        }
        String hash = entry.path("hash").asString("");
        shell.out()
                .println(
                        "%6d  %s  %s  %-24s  %s  %s"
                                .formatted(
                                        entry.path("sequence").asLong(0),
                                        Json.time(shell, entry, "at"),
                                        hash.substring(0, Math.min(12, hash.length())),
                                        Json.text(entry, "type"),
                                        Json.text(entry, "actor"),
                                        entry.path("payload")));
    }
}
