package werkmeister.server.http;

import static werkmeister.server.http.Route.Method.GET;
import static werkmeister.server.http.Route.Method.POST;

import werkmeister.plant.control.ImportRecord;
import werkmeister.plant.ingest.ReadOptions;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.table.Understanding;
import werkmeister.server.auth.Policy;
import werkmeister.server.intake.Imports;
import werkmeister.server.intake.SeveralImports;
import werkmeister.server.json.Json;
import werkmeister.server.loop.Answer;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.DigestInputStream;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Files on their way in: looked at, imported, and what was imported before. */
final class ImportRoutes {
    /** Bytes of an imported file at most. */
    private static final long FILE_BYTES_MAX = 64L << 30;

    /** Where files lie while they are received and read. */
    static final String INCOMING = "incoming";

    /** Characters of a file's name at most. */
    private static final int NAME_LENGTH_MAX = 255;

    /** How a file is to be read. */
    private static final Set<String> NOT_READING = Set.of("name");

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
                            "ignore", "string", "Columns that are not kept, with commas between."));

    private static final Route.Parameter DRY_RUN =
            Route.Parameter.optional("dryRun", "boolean", "Only say what was understood.");

    private static final Route.Parameter ADD =
            Route.Parameter.optional("add", "boolean", "Make new machines known.");

    private final Doors doors;
    private final Performing performing;

    ImportRoutes(Doors doors, Performing performing) {
        this.doors = doors;
        this.performing = performing;
    }

    List<Route> routes() {
        return List.of(
                new Route(
                        POST,
                        "/understand",
                        Policy.ENGINEER,
                        "Says what a file holds and keeps nothing of it; the body is its bytes.",
                        READING,
                        new Route.Takes.File(),
                        new Route.Gives.Json(200, Views.LookView.class),
                        this::understand),
                new Route(
                        POST,
                        "/machines/{machine}/imports",
                        Policy.ENGINEER,
                        "Imports a file; the body is its bytes.",
                        DRY_RUN.before(READING),
                        new Route.Takes.File(),
                        new Route.Gives.Json(201, Views.ImportView.class),
                        this::importFile),
                new Route(
                        POST,
                        "/imports",
                        Policy.ENGINEER,
                        "Imports a file of several machines, each with its own rows.",
                        ADD.before(DRY_RUN.before(READING)),
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
                        this::imports));
    }

    private Reply understand(Call call) throws IOException {
        ReadOptions options = options(call);
        return received(
                call, source -> Reply.ok(Views.LookView.of(doors.imports().look(source, options))));
    }

    private Reply importFile(Call call) throws IOException {
        Machine machine = doors.cloud().read(books -> PlantRoutes.machine(call, books));
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
        var views = outcomes.stream().map(ImportRoutes::seenView).toList();
        return new Views.ImportsView(
                views.stream().flatMap(one -> one.understood().stream()).findFirst(),
                views.stream().map(Views.ImportView::withoutAccount).toList());
    }

    /** What is done with a file that has come. */
    @FunctionalInterface
    interface Received {
        Reply use(Imports.Source source) throws IOException;
    }

    /** Receives the call's file, uses it and removes it. */
    Reply received(Call call, Received use) throws IOException {
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
                                        .imports(
                                                call.tenant(),
                                                PlantRoutes.machine(call, books).id())
                                        .stream()
                                        .map(record -> view(record, Optional.empty(), false))
                                        .toList());
        return Reply.ok(Page.of(all, Views.ImportView::id, call));
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
}
