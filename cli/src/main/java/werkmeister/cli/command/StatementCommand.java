package werkmeister.cli.command;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import tools.jackson.databind.JsonNode;

import werkmeister.cli.client.Api;
import werkmeister.cli.terminal.Shell;
import werkmeister.cli.terminal.Table;

import java.nio.file.Path;
import java.time.Duration;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** What a month cost, job by job. */
@Command(name = "statement")
final class StatementCommand implements Callable<Integer> {
    private static final double JOULES_PER_KWH = 3_600_000;

    private final Shell shell;

    @Mixin Speech speech = new Speech();
    @Mixin Connection connection = new Connection();

    @Option(names = "--month", paramLabel = "MONTH", descriptionKey = "statement.month")
    Optional<YearMonth> month = Optional.empty();

    @Option(names = "--zone", paramLabel = "ZONE", descriptionKey = "statement.zone")
    Optional<ZoneId> zone = Optional.empty();

    @Option(names = "--all", descriptionKey = "statement.all")
    boolean all;

    @Option(names = "--csv", paramLabel = "FILE", descriptionKey = "statement.csv")
    Optional<Path> csv = Optional.empty();

    StatementCommand(Shell shell) {
        this.shell = shell;
    }

    @Override
    public Integer call() {
        try (var api = connection.open(shell)) {
            return csv.isPresent() ? written(api, csv.get()) : shown(api);
        }
    }

    private int shown(Api api) {
        var statement = api.get("/ledger/statement" + query(List.of()));
        return speech.answer(shell, statement, () -> print(statement));
    }

    private int written(Api api, Path file) {
        long bytes = api.download("/ledger/statement" + query(List.of("format=csv")), file);
        var answer = Json.object().put("file", file.toString()).put("bytes", bytes);
        String size = shell.writing().bytes(bytes);
        return speech.answer(
                shell, answer, () -> shell.out().println(shell.say("file.written", file, size)));
    }

    private String query(List<String> first) {
        var parts = new ArrayList<String>(first);
        month.ifPresent(one -> parts.add("month=" + one));
        zone.ifPresent(one -> parts.add("zone=" + Api.encoded(one.getId())));
        if (all) {
            parts.add("all=true");
        }
        return parts.isEmpty() ? "" : "?" + String.join("&", parts);
    }

    private void print(JsonNode statement) {
        shell.out()
                .println(
                        shell.say(
                                "statement.head",
                                Json.text(statement, "month"),
                                Json.text(statement, "zone"),
                                shell.say(
                                        statement.path("closed").asBoolean(false)
                                                ? "statement.closed"
                                                : "statement.open")));
        var listing = new Listing(shell);
        var table = listing.table("statement.table");
        for (JsonNode row : statement.path("rows")) {
            add(
                    table,
                    Json.text(row, "tenant"),
                    Json.text(row, "job"),
                    Json.text(row, "name"),
                    row.path("used"));
        }
        for (JsonNode tenant : statement.path("tenants")) {
            String id = Json.text(tenant, "tenant");
            add(table, id, shell.say("ledger.total"), "", tenant.path("used"));
        }
        if (statement.path("tenants").size() > 1) {
            add(table, "", shell.say("ledger.total"), "", statement.path("total"));
        }
        listing.print(table, "ledger.none");
    }

    private void add(Table table, String tenant, String job, String name, JsonNode used) {
        table.row(
                tenant,
                job,
                name,
                used.path("attempts").asString("0"),
                time(used, "inQuota"),
                time(used, "borrowed"),
                time(used, "unknown"),
                time(used, "lost"),
                time(used, "reservedIdle"),
                time(used, "cpuTime"),
                shell.writing()
                        .number(used.path("energy").path("joules").asLong(0) / JOULES_PER_KWH, 3),
                shell.writing().euros(used.path("cost").path("microEuros").asLong(0)));
    }

    private String time(JsonNode used, String field) {
        long milliseconds = used.path(field).path("milliseconds").asLong(0);
        return milliseconds == 0 ? "-" : shell.writing().duration(Duration.ofMillis(milliseconds));
    }
}
