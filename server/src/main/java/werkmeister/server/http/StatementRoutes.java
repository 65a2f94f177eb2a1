package werkmeister.server.http;

import werkmeister.factory.control.Factory;
import werkmeister.factory.job.Job;
import werkmeister.factory.ledger.LedgerEntry;
import werkmeister.factory.ledger.Statement;
import werkmeister.factory.ledger.Sums;
import werkmeister.factory.tenant.Tenant;
import werkmeister.server.auth.Policy;
import werkmeister.server.auth.Role;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.YearMonth;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** What a month cost, as a document. */
final class StatementRoutes {
    private static final int YEAR_MIN = 1970;
    private static final int YEAR_MAX = 9999;

    private final Doors doors;

    StatementRoutes(Doors doors) {
        this.doors = doors;
    }

    List<Route> routes() {
        return List.of(
                Route.get("/ledger/statement", Policy.VIEWER, "What a month cost, job by job.")
                        .with(
                                Route.Parameter.optional(
                                        "month", "string", "Such as 2026-11; else this month."),
                                Route.Parameter.optional(
                                        "zone",
                                        "string",
                                        "Whose midnight parts months; else the server's own."),
                                Route.Parameter.optional(
                                        "all", "boolean", "For an operator: every tenant."),
                                Route.Parameter.optional(
                                        "rows", "boolean", "False: the sums without the jobs."),
                                Route.Parameter.optional(
                                        "format", "string", "json, or csv as a file."))
                        .gives(StatementView.class)
                        .by(this::statement));
    }

    /**
     * The statement of a month.
     *
     * @param from its first instant
     * @param to the first instant of the next month
     * @param closed whether the month is over
     * @param rows a line for each job
     */
    record StatementView(
            String month,
            String zone,
            Instant from,
            Instant to,
            boolean closed,
            List<RowView> rows,
            List<TenantSums> tenants,
            List<DaySums> days,
            Sums total) {}

    /**
     * A job's line.
     *
     * @param name the job's, as it was submitted
     */
    record RowView(String tenant, String job, String name, Sums used) {}

    /**
     * A tenant's sum.
     *
     * @param name for people; empty: it was removed
     */
    record TenantSums(String tenant, Optional<String> name, Sums used) {}

    /** The sum of the runs that ended on a day, such as 2026-11-23. */
    record DaySums(String day, Sums used) {}

    private Reply statement(Call call) {
        boolean all = call.flag("all");
        if (all && call.actor().role() != Role.OPERATOR) {
            throw new Refusal(
                    Refusal.Kind.FORBIDDEN,
                    "The statement of all tenants is an operator's: leave out all=true for your"
                            + " own.");
        }
        ZoneId zone = call.query("zone").map(StatementRoutes::zone).orElse(doors.zone());
        YearMonth month =
                call.query("month")
                        .map(StatementRoutes::month)
                        .orElseGet(() -> YearMonth.from(doors.cloud().now().atZone(zone)));
        boolean csv =
                switch (call.query("format").orElse("json")) {
                    case "json" -> false;
                    case "csv" -> true;
                    default ->
                            throw Call.unreadable(
                                    "The format (%s) must be json or csv."
                                            .formatted(call.required("format")));
                };
        boolean rows = call.query("rows").isEmpty() || call.flag("rows");
        Statement statement =
                statement(month, zone, all ? Optional.empty() : Optional.of(call.tenant()));
        StatementView view = view(statement, rows);
        return csv ? file(view) : Reply.ok(view);
    }

    /** Only what is found is copied while the books are held; it is summed up afterwards. */
    private Statement statement(YearMonth month, ZoneId zone, Optional<TenantId> tenant) {
        List<LedgerEntry> entries =
                doors
                        .cloud()
                        .read(books -> books.factory().charged(Statement.span(month, zone)))
                        .stream()
                        .filter(entry -> tenant.isEmpty() || tenant.get().equals(entry.tenant()))
                        .toList();
        return Statement.of(month, zone, entries);
    }

    private StatementView view(Statement statement, boolean rows) {
        var span = Statement.span(statement.month(), statement.zone());
        return doors.cloud()
                .read(books ->
                        new StatementView(
                                statement.month().toString(),
                                statement.zone().getId(),
                                span.from(),
                                span.to(),
                                !doors.cloud().now().isBefore(span.to()),
                                rows ? rows(books.factory(), statement) : List.of(),
                                tenants(books.factory(), statement),
                                statement.days().stream()
                                        .map(day -> new DaySums(day.day().toString(), day.used()))
                                        .toList(),
                                statement.total()));
    }

    private static List<RowView> rows(Factory factory, Statement statement) {
        return statement.rows().stream()
                .map(row ->
                        new RowView(
                                row.tenant().value(),
                                row.job(),
                                factory.find(row.job())
                                        .map(Job::spec)
                                        .map(s -> s.name())
                                        .orElse(""),
                                row.used()))
                .toList();
    }

    private static List<TenantSums> tenants(Factory factory, Statement statement) {
        return statement.tenants().stream()
                .map(one ->
                        new TenantSums(
                                one.tenant().value(),
                                factory.tenant(one.tenant()).map(Tenant::name),
                                one.used()))
                .toList();
    }

    private static Reply file(StatementView view) {
        return new Reply.Bytes(
                "text/csv; charset=utf-8",
                OptionalLong.empty(),
                Optional.empty(),
                Map.of(
                        "Content-Disposition",
                        "attachment; filename=\"statement-%s.csv\"".formatted(view.month())),
                out -> StatementCsv.write(view, out));
    }

    private static YearMonth month(String text) {
        try {
            var month = YearMonth.parse(text);
            if (month.getYear() >= YEAR_MIN && month.getYear() < YEAR_MAX) {
                return month;
            }
        } catch (DateTimeException e) {
            // Said below, as for a year out of bounds.
        }
        throw Call.unreadable(
                "The parameter month (%s) must be a month such as 2026-11.".formatted(text));
    }

    private static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw Call.unreadable(
                    "The parameter zone (%s) must be a time zone such as Europe/Berlin."
                            .formatted(text));
        }
    }
}
