package werkmeister.server.http;

import static werkmeister.server.http.Route.Method.DELETE;
import static werkmeister.server.http.Route.Method.GET;
import static werkmeister.server.http.Route.Method.POST;

import tools.jackson.databind.JsonNode;

import werkmeister.plant.control.Erasure;
import werkmeister.plant.control.Expiry;
import werkmeister.plant.control.PlantCommand;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleTable;
import werkmeister.server.auth.Policy;
import werkmeister.server.intake.Taken;
import werkmeister.server.json.Json;
import werkmeister.server.loop.Answer;
import werkmeister.server.loop.Books;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.Refusal;
import werkmeister.units.TimeSpan;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Machines, their samples and their charts. */
final class PlantRoutes {
    /** Bytes of a batch of live samples at most. */
    private static final int SAMPLES_BYTES_MAX = 32 << 20;

    /** Samples outside of this come from a clock that is wrong. Files are read by the same rule. */
    private static final Instant TIME_LEAST = Instant.parse("1900-01-01T00:00:00Z");

    private static final Instant TIME_MOST = Instant.parse("2200-12-31T23:59:59Z");

    private static final int POINTS_DEFAULT = 1000;
    private static final int POINTS_MAX = 10_000;
    private static final Duration SPAN_DEFAULT = Duration.ofDays(30);

    private final Doors doors;
    private final Performing performing;

    PlantRoutes(Doors doors, Performing performing) {
        this.doors = doors;
        this.performing = performing;
    }

    List<Route> routes() {
        var span =
                List.of(
                        Route.Parameter.optional(
                                "from", "string", "First instant, else 30 days before the end."),
                        Route.Parameter.optional(
                                "to", "string", "End, else the machine's last sample."),
                        Route.Parameter.optional(
                                "points", "integer", "Points of the chart, else 1000."));
        return List.of(
                new Route(
                        GET,
                        "/machines",
                        Policy.VIEWER,
                        "The tenant's machines.",
                        Page.PARAMETERS,
                        new Route.Takes.Nothing(),
                        new Route.Gives.Items(Views.MachineView.class),
                        this::machines),
                new Route(
                        POST,
                        "/machines",
                        Policy.ENGINEER,
                        "Makes a machine known.",
                        List.of(),
                        new Route.Takes.Json(Views.MachineBody.class),
                        new Route.Gives.Json(201, Views.MachineView.class),
                        this::register),
                new Route(
                        GET,
                        "/machines/{machine}",
                        Policy.VIEWER,
                        "One machine.",
                        List.of(),
                        new Route.Takes.Nothing(),
                        new Route.Gives.Json(200, Views.MachineView.class),
                        call ->
                                Reply.ok(
                                        doors.cloud()
                                                .read(books -> view(books, machine(call, books))))),
                new Route(
                        DELETE,
                        "/machines/{machine}",
                        Policy.ENGINEER,
                        "Removes a machine with its samples, models and findings for ever.",
                        List.of(
                                Route.Parameter.required(
                                        "confirm", "string", "The machine's name once more.")),
                        new Route.Takes.Nothing(),
                        new Route.Gives.Json(200, Erasure.class),
                        this::remove),
                new Route(
                        POST,
                        "/machines/{machine}/retention",
                        Policy.ENGINEER,
                        "Says how many days samples are kept; what is older is erased.",
                        List.of(
                                Route.Parameter.optional(
                                        "confirm",
                                        "string",
                                        "The machine's name once more, if something would go.")),
                        new Route.Takes.Json(Views.RetentionBody.class),
                        new Route.Gives.Json(200, Views.RetentionView.class),
                        this::retain),
                new Route(
                        POST,
                        "/machines/{machine}/samples",
                        Policy.ENGINEER,
                        "Takes live samples; answered means durable.",
                        List.of(),
                        new Route.Takes.Json(Views.SamplesBody.class, SAMPLES_BYTES_MAX),
                        new Route.Gives.Json(200, Taken.class),
                        this::samples),
                new Route(
                        GET,
                        "/machines/{machine}/trend",
                        Policy.VIEWER,
                        "A signal over time: least and greatest value per point.",
                        Route.Parameter.required("signal", "string", "The signal's name.")
                                .before(span),
                        new Route.Takes.Nothing(),
                        new Route.Gives.Json(200, werkmeister.server.chart.Charts.Trend.class),
                        this::trend),
                new Route(
                        GET,
                        "/machines/{machine}/scores",
                        Policy.VIEWER,
                        "The live version's score over time.",
                        span,
                        new Route.Takes.Nothing(),
                        new Route.Gives.Json(200, werkmeister.server.chart.Charts.Scores.class),
                        this::scores));
    }

    private Reply machines(Call call) {
        List<Views.MachineView> all =
                doors.cloud()
                        .read(books ->
                                books.plant().machines(call.tenant()).stream()
                                        .map(machine -> view(books, machine))
                                        .toList());
        return Reply.ok(Page.of(all, Views.MachineView::machine, call));
    }

    private Reply register(Call call) {
        var body = call.body(Views.MachineBody.class);
        var id = new MachineId(body.machine());
        Optional<Machine> known =
                doors.cloud().read(books -> books.plant().find(call.tenant(), id));
        var machine =
                new Machine(
                        call.tenant(),
                        id,
                        body.name().or(() -> known.map(Machine::name)).orElse(id.value()),
                        body.zone()
                                .map(PlantRoutes::zone)
                                .or(() -> known.map(Machine::zone))
                                .orElse(ZoneId.of("UTC")),
                        known.map(Machine::signals).orElse(List.of()));
        return performing.perform(
                call,
                new CloudCommand.ToPlant(new PlantCommand.RegisterMachine(machine)),
                201,
                _ ->
                        doors.cloud()
                                .read(books ->
                                        view(books, books.plant().machine(call.tenant(), id))));
    }

    private Reply remove(Call call) {
        Optional<Reply> earlier = performing.earlier(call.once());
        if (earlier.isPresent()) {
            return earlier.get();
        }
        Machine machine = doors.cloud().read(books -> machine(call, books));
        if (!call.required("confirm").equals(machine.id().value())) {
            throw Refusal.invalid(
                    "Machine (%s) and all its samples, models and findings would be gone for ever: repeat its name as confirm=%s."
                            .formatted(machine.id(), machine.id()));
        }
        return Performing.recorded(
                doors.erasing()
                        .remove(
                                Performing.caller(call, call.once()),
                                call.tenant(),
                                machine.id(),
                                erasure -> new Answer(200, Json.write(erasure))));
    }

    private Reply retain(Call call) {
        Machine machine = doors.cloud().read(books -> machine(call, books));
        Optional<Integer> days = call.body(Views.RetentionBody.class).days();
        Optional<Expiry> going = going(machine, days);
        boolean confirmed = call.query("confirm").equals(Optional.of(machine.id().value()));
        if (going.isPresent() && !confirmed) {
            throw Refusal.invalid(
                    "%d files of machine (%s) with %d rows are older than that and would be gone for ever: repeat its name as confirm=%s."
                            .formatted(
                                    going.get().files().size(),
                                    machine.id(),
                                    going.get().rows(),
                                    machine.id()));
        }
        var told =
                new Views.RetentionView(
                        machine.id().value(),
                        days,
                        going.map(expiry -> expiry.files().size()).orElse(0),
                        going.map(Expiry::rows).orElse(0L));
        var command = new PlantCommand.SetRetention(machine.tenant(), machine.id(), days);
        Reply reply = performing.perform(call, new CloudCommand.ToPlant(command), 200, _ -> told);
        doors.housekeeping().expire(machine.tenant(), machine.id());
        return reply;
    }

    /** What goes at once; a number of days that is none is refused later, by who knows. */
    private Optional<Expiry> going(Machine machine, Optional<Integer> days) {
        Instant now = doors.cloud().now();
        return days.filter(some -> some > 0)
                .map(some ->
                        doors.cloud()
                                .read(books ->
                                        books.plant()
                                                .expiry(machine.tenant(), machine.id(), some, now)))
                .filter(expiry -> !expiry.files().isEmpty());
    }

    private Reply samples(Call call) {
        Machine machine = doors.cloud().read(books -> machine(call, books));
        SampleTable samples = table(call.body(Views.SamplesBody.class));
        // A repeated batch is recognised by its times: no key is needed to take it once.
        return Reply.ok(
                doors.live()
                        .take(
                                Performing.caller(call, Optional.empty()),
                                call.tenant(),
                                machine.id(),
                                samples));
    }

    private static SampleTable table(Views.SamplesBody body) {
        if (body.signals().isEmpty()
                || new HashSet<>(body.signals()).size() < body.signals().size()) {
            throw Refusal.invalid(
                    "The signals (%s) must be one or more names, each once."
                            .formatted(String.join(", ", body.signals())));
        }
        int rows = body.rows().size();
        var times = new long[rows];
        var columns = new double[body.signals().size()][rows];
        for (int row = 0; row < rows; row++) {
            List<JsonNode> cells = body.rows().get(row);
            if (cells.size() != columns.length + 1) {
                throw Refusal.invalid(
                        "Row %d has %d cells; it needs the time and %d values."
                                .formatted(row + 1, cells.size(), columns.length));
            }
            times[row] = micros(cells.getFirst(), row);
            if (row > 0 && times[row] <= times[row - 1]) {
                throw Refusal.invalid(
                        "Row %d (%s) is not later than the row before: send rows in order of time."
                                .formatted(row + 1, cells.getFirst().asString()));
            }
            for (int i = 0; i < columns.length; i++) {
                columns[i][row] = value(cells.get(i + 1), row, body.signals().get(i));
            }
        }
        return new SampleTable(times, body.signals(), columns);
    }

    private static long micros(JsonNode cell, int row) {
        try {
            var time = Instant.parse(cell.asString());
            if (time.isBefore(TIME_LEAST) || time.isAfter(TIME_MOST)) {
                throw Refusal.invalid(
                        "Row %d lies at (%s), outside %s to %s: set the clock of what sends it."
                                .formatted(row + 1, time, TIME_LEAST, TIME_MOST));
            }
            return ChronoUnit.MICROS.between(Instant.EPOCH, time);
        } catch (DateTimeException | ArithmeticException e) {
            throw Refusal.invalid(
                    "Row %d begins with (%s); a time such as 2026-11-23T12:00:00Z belongs there."
                            .formatted(row + 1, cell));
        }
    }

    private static double value(JsonNode cell, int row, String signal) {
        if (cell.isNull()) {
            return Double.NaN;
        }
        if (!cell.isNumber()) {
            throw Refusal.invalid(
                    "Row %d has (%s) for signal (%s); a number or null belongs there."
                            .formatted(row + 1, cell, signal));
        }
        double value = cell.asDouble();
        if (Double.isInfinite(value)) {
            throw Refusal.invalid(
                    "Row %d has (%s) for signal (%s), which is too large for a number: send null where there is no value."
                            .formatted(row + 1, value, signal));
        }
        return value;
    }

    private Reply trend(Call call) {
        Machine machine = doors.cloud().read(books -> machine(call, books));
        return Reply.ok(
                doors.charts()
                        .trend(
                                call.tenant(),
                                machine.id(),
                                call.required("signal"),
                                span(call, machine),
                                points(call)));
    }

    private Reply scores(Call call) {
        Machine machine = doors.cloud().read(books -> machine(call, books));
        return Reply.ok(
                doors.charts()
                        .scores(call.tenant(), machine.id(), span(call, machine), points(call)));
    }

    private TimeSpan span(Call call, Machine machine) {
        Instant last =
                doors.cloud()
                        .read(books ->
                                books.plant().files(machine.tenant(), machine.id()).stream()
                                        .map(SampleFile::last)
                                        .max(Comparator.naturalOrder())
                                        .orElse(Instant.EPOCH));
        Instant to = call.instant("to").orElse(last.plusSeconds(1));
        Instant from = call.instant("from").orElse(to.minus(SPAN_DEFAULT));
        return new TimeSpan(from, to);
    }

    private static int points(Call call) {
        OptionalLong points = call.wholeNumber("points", 1, POINTS_MAX);
        return (int) points.orElse(POINTS_DEFAULT);
    }

    static Machine machine(Call call, Books books) {
        return books.plant().machine(call.tenant(), call.path("machine", MachineId::new));
    }

    private static Views.MachineView view(Books books, Machine machine) {
        List<SampleFile> files = books.plant().files(machine.tenant(), machine.id());
        var served = books.serving().served(machine.tenant(), machine.id());
        return new Views.MachineView(
                machine.id().value(),
                machine.name(),
                machine.zone().getId(),
                machine.signals().stream().map(Views.SignalView::of).toList(),
                files.stream().mapToLong(SampleFile::rows).sum(),
                files.stream().map(SampleFile::first).min(Comparator.naturalOrder()),
                files.stream().map(SampleFile::last).max(Comparator.naturalOrder()),
                served.live().map(running -> running.version()),
                served.shadow().map(running -> running.version()),
                books.serving().findingsOpen(machine.tenant(), machine.id()),
                books.plant().keepDays(machine.tenant(), machine.id()),
                books.plant().place(machine.tenant(), machine.id()));
    }

    static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw Refusal.invalid(
                    "The zone (%s) is not known: try Europe/Berlin or UTC.".formatted(name));
        }
    }
}
