package werkmeister.server.intake;

import werkmeister.plant.control.ImportReading;
import werkmeister.plant.control.ImportRecord;
import werkmeister.plant.control.PlantCommand;
import werkmeister.plant.ingest.Ingest;
import werkmeister.plant.ingest.ReadOptions;
import werkmeister.plant.ingest.SampleSink;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.machine.Signal;
import werkmeister.plant.store.Overview;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.plant.table.Understanding;
import werkmeister.server.loop.Answer;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Turns files into samples of a machine: read whole, written durably, then recorded in the journal;
 * or nothing at all.
 */
public final class Imports {
    /** Names of columns that hold times. */
    private static final Pattern TIMES =
            Pattern.compile("(?i)time|zeit|date|datum|stamp|uhr(?![a-z])");

    private final Cloud cloud;
    private final SampleStore store;
    private final LiveDesk live;

    public Imports(Cloud cloud, SampleStore store, LiveDesk live) {
        this.cloud = cloud;
        this.store = store;
        this.live = live;
    }

    /**
     * A file that waits to be imported.
     *
     * @param name that its owner gave it
     * @param path where its bytes lie
     * @param sha256 of its bytes
     * @param ignored columns that are not kept
     * @param said what its owner said of how to read it, such as {@code decimal=comma}
     */
    public record Source(
            String name, Path path, Sha256 sha256, Set<String> ignored, List<String> said) {
        public Source {
            ignored = Set.copyOf(ignored);
            said = List.copyOf(said);
        }
    }

    /**
     * What came of it and of what a live version saw in it.
     *
     * @param taken empty if nothing was new or nothing is live
     */
    public record Outcome(Cloud.Reply reply, Optional<Taken> taken) {}

    /**
     * What came of it.
     *
     * @param understood empty if the file was not read again
     * @param repeated the same bytes were imported before: nothing is new
     */
    public record Imported(
            ImportRecord record, Optional<Understanding> understood, boolean repeated) {}

    /**
     * What was kept of a file.
     *
     * @param signals of its samples
     */
    record Kept(Cloud.Reply reply, List<SampleFile> files, List<String> signals, long rows) {}

    /** The same for files of several machines. */
    public SeveralImports several() {
        return new SeveralImports(cloud, store, live, this);
    }

    /**
     * A file as it was understood, and what its signals look like.
     *
     * @param overview of its measured signals
     */
    public record Look(Understanding understood, Overview overview) {}

    /** Reads a file that belongs to no machine yet and keeps nothing. */
    public Look look(Source source, ReadOptions options) {
        var looking = new Looking();
        Understanding understood = Ingest.samples(source.path(), options, looking);
        Set<String> measured =
                understood.signals().stream()
                        .filter(Understanding.Column::measured)
                        .map(Understanding.Column::name)
                        .collect(Collectors.toSet());
        return new Look(understood.named(source.name()), looking.overview().only(measured));
    }

    /** Draws what it is shown. */
    private static final class Looking implements SampleSink {
        private Overview overview = new Overview();

        @Override
        public void begin() {
            overview = new Overview();
        }

        @Override
        public void block(SampleTable samples) {
            overview.add(samples);
        }

        Overview overview() {
            return overview;
        }
    }

    /** Reads the file and keeps nothing. */
    public Understanding understand(
            TenantId tenant, MachineId machine, Source source, ReadOptions options) {
        var understood =
                Ingest.understand(source.path(), inZone(machine(tenant, machine), options));
        requireSamples(understood, source);
        return understood.named(source.name());
    }

    /**
     * Imports the file, or finds that the same bytes were imported before; the answer is made of
     * what came of it. What is later than all that the machine has said is shown to its live
     * version, as live samples are.
     */
    public Outcome keep(
            Caller caller,
            Machine machine,
            Source source,
            ReadOptions options,
            Function<Imported, Answer> answer) {
        Optional<ImportRecord> before = recorded(machine, source);
        return before.isPresent()
                ? new Outcome(
                        record(
                                caller,
                                machine,
                                source,
                                again(before.get()),
                                Optional.empty(),
                                answer),
                        Optional.empty())
                : read(caller, machine, source, options, answer);
    }

    private Outcome read(
            Caller caller,
            Machine machine,
            Source source,
            ReadOptions options,
            Function<Imported, Answer> answer) {
        try (var keeping = new Keeping(store, machine, source.ignored())) {
            Understanding understood =
                    Ingest.samples(source.path(), inZone(machine, options), keeping);
            requireSamples(understood, source);
            return live.takeImported(
                    machine, () -> keep(caller, machine, source, keeping, understood, answer));
        }
    }

    Kept keep(
            Caller caller,
            Machine machine,
            Source source,
            Keeping keeping,
            Understanding understood,
            Function<Imported, Answer> answer) {
        List<SampleFile> files = keeping.commit();
        try {
            var command = command(machine, source, keeping, understood, files);
            var told = Optional.of(understood.named(source.name()));
            var reply = record(caller, machine, source, command, told, answer);
            var signals = command.signals().stream().map(Signal::name).toList();
            return new Kept(reply, files, signals, keeping.rows());
        } catch (Refusal refusal) {
            forget(files);
            throw refusal;
        }
    }

    /** Refuses a file without times or without measured signals that a person wants. */
    static void requireSamples(Understanding understood, Source source) {
        List<String> names = understood.signals().stream().map(Understanding.Column::name).toList();
        String columns = String.join(", ", names);
        for (String column : source.ignored()) {
            if (!names.contains(column)) {
                throw Refusal.invalid(
                        "The file (%s) has no column (%s) to ignore, only: %s."
                                .formatted(source.name(), column, columns));
            }
        }
        requireTimes(understood, source, columns);
        boolean any =
                understood.signals().stream()
                        .filter(column -> !source.ignored().contains(column.name()))
                        .anyMatch(column -> column.measured() && column.count() > 0);
        if (!any) {
            throw Refusal.invalid(
                    "The file (%s) holds no measured signal, only (%s): nothing was imported."
                            .formatted(source.name(), columns));
        }
    }

    private static void requireTimes(Understanding understood, Source source, String columns) {
        if (understood.format().timeColumn().isPresent()) {
            return;
        }
        understood.signals().stream()
                .filter(column -> TIMES.matcher(column.name()).find())
                .filter(column -> column.type().equals("text"))
                .findFirst()
                .ifPresent(column -> {
                    throw Refusal.invalid(
                            "The times in column (%s) of file (%s) cannot be read as times from 1900 to 2200: correct them at the source."
                                    .formatted(column.name(), source.name()));
                });
        throw Refusal.invalid(
                "The file (%s) has no column that holds a time, so its rows have no place in the machine's history: name it with --time; there are (%s)."
                        .formatted(source.name(), columns));
    }

    Cloud.Reply record(
            Caller caller,
            Machine machine,
            Source source,
            PlantCommand.RecordImport command,
            Optional<Understanding> understood,
            Function<Imported, Answer> answer) {
        return cloud.perform(
                caller,
                new CloudCommand.ToPlant(command),
                events ->
                        answer.apply(
                                new Imported(
                                        recorded(machine, source).orElseThrow(),
                                        understood,
                                        events.isEmpty())));
    }

    Optional<ImportRecord> recorded(Machine machine, Source source) {
        return cloud.read(
                books -> books.plant().repeated(machine.tenant(), machine.id(), source.sha256()));
    }

    static PlantCommand.RecordImport again(ImportRecord before) {
        return new PlantCommand.RecordImport(
                before.tenant(),
                before.machine(),
                before.name(),
                before.sha256(),
                before.rows(),
                before.rejected(),
                before.first(),
                before.last(),
                before.files(),
                List.of(),
                before.reading(),
                before.readings());
    }

    private Machine machine(TenantId tenant, MachineId machine) {
        return cloud.read(books -> books.plant().machine(tenant, machine));
    }

    private PlantCommand.RecordImport command(
            Machine machine,
            Source source,
            Keeping kept,
            Understanding understood,
            List<SampleFile> files) {
        List<SampleFile> known =
                cloud.read(books -> books.plant().files(machine.tenant(), machine.id()));
        var reading = new ImportReading(understood.format(), source.said(), understood.questions());
        var novelty = Overlap.of(store, known, files, kept.signals(), kept.values());
        return new PlantCommand.RecordImport(
                machine.tenant(),
                machine.id(),
                source.name(),
                source.sha256(),
                kept.rows(),
                understood.rejectedTotal(),
                instant(kept.first()),
                instant(kept.last()),
                files,
                signals(understood, kept),
                Optional.of(reading),
                Optional.of(novelty));
    }

    /** Of what is kept, the codes of quality are no signals. */
    private static List<Signal> signals(Understanding understood, Keeping keeping) {
        Map<String, Understanding.Column> columnsByName = new HashMap<>();
        for (Understanding.Column column : understood.signals()) {
            // In a long file of several machines a signal is named after its machine, too.
            String own = column.name().substring(column.name().lastIndexOf('\\') + 1);
            columnsByName.putIfAbsent(own, column);
        }
        understood.signals().forEach(column -> columnsByName.put(column.name(), column));
        return keeping.signals().stream()
                .map(name -> Optional.ofNullable(columnsByName.get(name)).map(c -> c.named(name)))
                .flatMap(Optional::stream)
                .filter(Understanding.Column::measured)
                .map(column -> new Signal(column.name(), column.unit()))
                .toList();
    }

    /**
     * A refused command leaves nothing behind: what was written for it goes, unless an import has
     * the same content.
     */
    private void forget(List<SampleFile> files) {
        Set<String> known =
                cloud.read(books ->
                        books.plant().files().stream()
                                .map(SampleFile::path)
                                .collect(Collectors.toSet()));
        files.stream().filter(file -> !known.contains(file.path())).forEach(store::delete);
    }

    private static ReadOptions inZone(Machine machine, ReadOptions options) {
        return options.zone().isPresent() ? options : options.withZone(machine.zone());
    }

    private static Instant instant(long micros) {
        return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
    }
}
