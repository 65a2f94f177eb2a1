package werkmeister.server.http;

import static werkmeister.server.http.Route.Method.DELETE;
import static werkmeister.server.http.Route.Method.GET;
import static werkmeister.server.http.Route.Method.POST;

import tools.jackson.databind.JsonNode;

import werkmeister.plant.control.Erasure;
import werkmeister.plant.control.ImportRecord;
import werkmeister.plant.control.PlantCommand;
import werkmeister.plant.ingest.ReadOptions;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleTable;
import werkmeister.plant.table.Understanding;
import werkmeister.server.auth.Policy;
import werkmeister.server.intake.Imports;
import werkmeister.server.intake.SeveralImports;
import werkmeister.server.intake.Taken;
import werkmeister.server.json.Json;
import werkmeister.server.loop.Answer;
import werkmeister.server.loop.Books;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
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
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Machines, their files, their samples and their charts. */
final class PlantRoutes {
    /** Bytes of an imported file at most. */
    private static final long FILE_BYTES_MAX = 64L << 30;

    /** Where files lie while they are received and read. */
    static final String INCOMING = "incoming";

    /** Characters of a file's name at most. */
    private static final int NAME_LENGTH_MAX = 255;

    /** Bytes of a batch of live samples at most. */
    private static final int SAMPLES_BYTES_MAX = 32 << 20;

    /** Samples outside of this come from a clock that is wrong. Files are read by the same rule. */
    private static final Instant TIME_LEAST = Instant.parse("1900-01-01T00:00:00Z");

    private static final Instant TIME_MOST = Instant.parse("2200-12-31T23:59:59Z");

    private static final int POINTS_DEFAULT = 1000;
    private static final int POINTS_MAX = 10_000;
    private static final Duration SPAN_DEFAULT = Duration.ofDays(30);

    /** How a file is to be read. */
    private static final Set<String> NOT_READING = Set.of("name", "dryRun", "add");

    private static final List<Route.Parameter> READING =
            List.of(
                    Route.Parameter.required("name", "string", "The file's name."),
                    Route.Parameter.optional("zone", "string", "The zone of its local times."),
                    Route.Parameter.optional("decimal", "string", "Its decimal mark."),
                    Route.Parameter.optional("time", "string", "The column that holds the time."),
                    Route.Parameter.optional("turned", "boolean", "Each of its rows is a signal."),
                    Route.Parameter.optional(
                            "part", "string", "The sheet or the archive's file that is read."),
                    Route.Parameter.optional(
                            "signal", "string", "What a column called value is called."),
                    Route.Parameter.optional(
                            "component", "string", "Stands before the names of its signals."),
                    Route.Parameter.optional("dateOrder", "string", "dmy, mdy or ymd."),
                    Route.Parameter.optional(
                            "separator",
                            "string",
                            "What stands between its fields: a character, tab or blank."),
                    Route.Parameter.optional(
                            "header", "boolean", "Whether a line holds the names."),
                    Route.Parameter.optional("encoding", "string", "Such as UTF-8."),
                    Route.Parameter.optional(
                            "noValue",
                            "string",
                            "Further texts that mean no value, with commas between."),
                    Route.Parameter.optional(
                            "ignore", "string", "Columns that are not kept, with commas between."),
                    Route.Parameter.optional("dryRun", "boolean", "Only say what was understood."));

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
                        "/machines/{machine}/imports",
                        Policy.ENGINEER,
                        "Imports a file; the body is its bytes.",
                        READING,
                        new Route.Takes.File(),
                        new Route.Gives.Json(201, Views.ImportView.class),
                        this::importFile),
                new Route(
                        POST,
                        "/imports",
                        Policy.ENGINEER,
                        "Imports a file of several machines, each with its own rows.",
                        append(
                                Route.Parameter.optional(
                                        "add", "boolean", "Make new machines known."),
                                READING),
                        new Route.Takes.File(),
                        new Route.Gives.Json(201, Views.ImportsView.class),
                        this::importSeveral),
                new Route(
                        GET,
                        "/machines/{machine}/imports",
                        Policy.VIEWER,
                        "What was imported.",
                        Page.PARAMETERS,
                        new Route.Takes.Nothing(),
                        new Route.Gives.Items(Views.ImportView.class),
                        this::imports),
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
                        append(
                                Route.Parameter.required("signal", "string", "The signal's name."),
                                span),
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

    private Reply importFile(Call call) throws IOException {
        Machine machine = doors.cloud().read(books -> machine(call, books));
        ReadOptions options = options(call);
        boolean dryRun = call.flag("dryRun");
        return received(
                call,
                source ->
                        dryRun
                                ? Reply.ok(new Views.DryRun(understood(machine, source, options)))
                                : keep(call, machine, source, options));
    }

    private Reply importSeveral(Call call) throws IOException {
        ReadOptions options = options(call);
        boolean add = call.flag("add");
        boolean dryRun = call.flag("dryRun");
        return received(
                call,
                source -> {
                    var wish = new SeveralImports.Wish(call.tenant(), source, options, add);
                    return dryRun
                            ? Reply.ok(
                                    new Views.ImportsView(
                                            Optional.of(doors.imports().several().understand(wish)),
                                            List.of()))
                            : Reply.created(keepSeveral(call, wish));
                });
    }

    /** The same file again is known by its hash, machine by machine: no key is needed. */
    private Views.ImportsView keepSeveral(Call call, SeveralImports.Wish wish) {
        var caller = Performing.caller(call, Optional.empty());
        var outcomes =
                doors.imports()
                        .several()
                        .keep(
                                caller,
                                wish,
                                imported -> new Answer(201, Json.write(view(imported))));
        var views = outcomes.stream().map(PlantRoutes::seenView).toList();
        return new Views.ImportsView(
                views.stream().flatMap(one -> one.understood().stream()).findFirst(),
                views.stream().map(Views.ImportView::withoutAccount).toList());
    }

    /** What is done with a file that has come. */
    @FunctionalInterface
    private interface Received {
        Reply use(Imports.Source source) throws IOException;
    }

    /** Receives the call's file, uses it and removes it. */
    private Reply received(Call call, Received use) throws IOException {
        String name = call.required("name");
        if (name.length() > NAME_LENGTH_MAX) {
            throw Refusal.invalid(
                    "The file's name has %d characters; at most %d are kept."
                            .formatted(name.length(), NAME_LENGTH_MAX));
        }
        Path incoming = Files.createDirectories(doors.data().resolve(INCOMING));
        Path folder = Files.createTempDirectory(incoming, "import-");
        Path file = folder.resolve(onDisk(name));
        try {
            Sha256 hash = identity(call, receive(call, file));
            return use.use(new Imports.Source(name, file, hash, ignored(call), said(call)));
        } finally {
            Files.deleteIfExists(file);
            Files.deleteIfExists(folder);
        }
    }

    private Understanding understood(Machine machine, Imports.Source source, ReadOptions options) {
        return doors.imports().understand(machine.tenant(), machine.id(), source, options);
    }

    private Reply keep(Call call, Machine machine, Imports.Source source, ReadOptions options) {
        var once = call.once(source.sha256());
        var caller = Performing.caller(call, once);
        return performing
                .earlier(once)
                .orElseGet(() ->
                        seen(
                                doors.imports()
                                        .keep(
                                                caller,
                                                machine,
                                                source,
                                                options,
                                                imported ->
                                                        new Answer(
                                                                201, Json.write(view(imported))))));
    }

    /**
     * The answer with what the live version saw: it looks after the import is durable, so an answer
     * that is given again under the same Idempotency-Key leaves it out.
     */
    private static Reply seen(Imports.Outcome outcome) {
        return outcome.taken().isEmpty()
                ? Performing.recorded(outcome.reply())
                : Reply.created(seenView(outcome));
    }

    private static Views.ImportView seenView(Imports.Outcome outcome) {
        var view = Json.read(outcome.reply().answer().body(), Views.ImportView.class);
        return outcome.taken()
                .map(taken ->
                        view.with(new Views.Seen(taken.late(), taken.scored(), taken.findings())))
                .orElse(view);
    }

    /**
     * What tells an import from others of the machine: the file's bytes, and what its signals are
     * called, for two sensors that stand still give the same bytes.
     */
    private static Sha256 identity(Call call, Sha256 bytes) {
        String names =
                Stream.of("signal", "component")
                        .flatMap(name -> call.query(name).stream().map(text -> name + "=" + text))
                        .collect(Collectors.joining("\n"));
        return names.isEmpty()
                ? bytes
                : Sha256.of((bytes.value() + "\n" + names).getBytes(StandardCharsets.UTF_8));
    }

    /** What a caller says of how to read a file. */
    private static List<String> said(Call call) {
        return READING.stream()
                .map(Route.Parameter::name)
                .filter(name -> !NOT_READING.contains(name))
                .flatMap(name -> call.query(name).map(value -> name + "=" + value).stream())
                .toList();
    }

    private static Set<String> ignored(Call call) {
        return call.query("ignore")
                .map(text -> Set.of(text.strip().split("\\s*,\\s*")))
                .orElse(Set.of());
    }

    /** A name that a file may have on any disk: the caller's own is only shown, never a path. */
    private static String onDisk(String name) {
        String plain = name.replaceAll("[^A-Za-z0-9._-]", "_");
        String end = plain.substring(Math.max(0, plain.length() - 100));
        return end.isEmpty() || end.startsWith(".") ? "file" + end : end;
    }

    private static Sha256 receive(Call call, Path file) throws IOException {
        var digest = Sha256.digest();
        long bytes = 0;
        try (var in = new DigestInputStream(call.stream(), digest);
                OutputStream out = Files.newOutputStream(file)) {
            var buffer = new byte[1 << 16];
            for (int n = in.read(buffer); n >= 0; n = in.read(buffer)) {
                bytes += n;
                if (bytes > FILE_BYTES_MAX) {
                    throw new Unanswerable(
                            Problem.of(
                                    413,
                                    Refusal.Kind.INVALID,
                                    "The file is larger than %d bytes: split it."
                                            .formatted(FILE_BYTES_MAX)));
                }
                out.write(buffer, 0, n);
            }
        }
        return Sha256.finish(digest);
    }

    private static ReadOptions options(Call call) {
        var options =
                new ReadOptions(
                        call.query("separator"),
                        call.query("decimal"),
                        call.query("zone").map(PlantRoutes::zone),
                        call.query("time"),
                        call.query("header").map(_ -> call.flag("header")),
                        call.query("dateOrder"),
                        call.query("encoding"),
                        Optional.empty(),
                        call.query("noValue")
                                .map(text -> List.of(text.split(",")))
                                .orElse(List.of()));
        return arranged(call, options);
    }

    /** Where in the file its rows stand. */
    private static ReadOptions arranged(Call call, ReadOptions read) {
        ReadOptions options = call.flag("turned") ? read.turned() : read;
        Optional<String> part = call.query("part");
        options = part.isPresent() ? options.withPart(part.get()) : options;
        Optional<String> signal = call.query("signal");
        options = signal.isPresent() ? options.withSignal(signal.get()) : options;
        Optional<String> component = call.query("component");
        return component.isPresent() ? options.withComponent(component.get()) : options;
    }

    private Reply imports(Call call) {
        List<Views.ImportView> all =
                doors.cloud()
                        .read(books ->
                                books
                                        .plant()
                                        .imports(call.tenant(), machine(call, books).id())
                                        .stream()
                                        .map(record -> view(record, Optional.empty(), false))
                                        .toList());
        return Reply.ok(Page.of(all, Views.ImportView::id, call));
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

    private static Machine machine(Call call, Books books) {
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
                books.serving().findingsOpen(machine.tenant(), machine.id()));
    }

    private static Views.ImportView view(Imports.Imported imported) {
        return view(imported.record(), imported.understood(), imported.repeated());
    }

    private static Views.ImportView view(
            ImportRecord record, Optional<Understanding> understood, boolean repeated) {
        return new Views.ImportView(
                record.id(),
                record.machine().value(),
                record.name(),
                record.sha256().value(),
                understood,
                record.rows(),
                record.rejected(),
                record.first(),
                record.last(),
                repeated,
                Optional.empty(),
                record.readings(),
                record.reading());
    }

    private static ZoneId zone(String name) {
        try {
            return ZoneId.of(name);
        } catch (DateTimeException e) {
            throw Refusal.invalid(
                    "The zone (%s) is not known: try Europe/Berlin or UTC.".formatted(name));
        }
    }

    private static <T> List<T> append(T first, List<T> rest) {
        return Stream.concat(Stream.of(first), rest.stream()).toList();
    }
}
