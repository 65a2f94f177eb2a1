package werkmeister.plant.control;

import werkmeister.plant.control.PlantCommand.DropFiles;
import werkmeister.plant.control.PlantCommand.ExpireFiles;
import werkmeister.plant.control.PlantCommand.PlaceMachines;
import werkmeister.plant.control.PlantCommand.RecordErasure;
import werkmeister.plant.control.PlantCommand.RecordImport;
import werkmeister.plant.control.PlantCommand.RecordSamples;
import werkmeister.plant.control.PlantCommand.RegisterMachine;
import werkmeister.plant.control.PlantCommand.RemoveMachine;
import werkmeister.plant.control.PlantCommand.ReplaceFiles;
import werkmeister.plant.control.PlantCommand.RestoreMachines;
import werkmeister.plant.control.PlantCommand.SetRetention;
import werkmeister.plant.control.PlantEvent.FilesDropped;
import werkmeister.plant.control.PlantEvent.FilesErased;
import werkmeister.plant.control.PlantEvent.FilesExpired;
import werkmeister.plant.control.PlantEvent.FilesReplaced;
import werkmeister.plant.control.PlantEvent.ImportRecorded;
import werkmeister.plant.control.PlantEvent.MachinePlace;
import werkmeister.plant.control.PlantEvent.MachineRegistered;
import werkmeister.plant.control.PlantEvent.MachineRemoved;
import werkmeister.plant.control.PlantEvent.MachinesPlaced;
import werkmeister.plant.control.PlantEvent.MachinesRestored;
import werkmeister.plant.control.PlantEvent.RetentionSet;
import werkmeister.plant.control.PlantEvent.SamplesRecorded;
import werkmeister.plant.control.PlantEvent.SignalsExtended;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.machine.Place;
import werkmeister.plant.machine.Signal;
import werkmeister.plant.store.SampleFile;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/**
 * The plant's book: which machines there are, what was imported, and which sample files are theirs.
 */
public final class Plant {
    /** Everything the book knows, as a snapshot. */
    public record State(List<MachineState> machines, long imports, List<Erasure> erasures) {
        public State {
            machines = List.copyOf(machines);
            erasures = List.copyOf(erasures);
        }
    }

    /**
     * A machine with its files in the order in which they were recorded.
     *
     * @param replaced files that are on the books no longer and may still be on the disk
     * @param keepDays how long its samples are kept; empty for ever
     * @param place where it stands, if that was said
     */
    public record MachineState(
            Machine machine,
            List<SampleFile> files,
            List<ImportRecord> imports,
            List<SampleFile> replaced,
            Optional<Integer> keepDays,
            Optional<Place> place) {
        public MachineState {
            files = List.copyOf(files);
            imports = List.copyOf(imports);
            replaced = List.copyOf(replaced);
        }

        private MachineState settled() {
            return new MachineState(machine, files, imports, List.of(), keepDays, place);
        }
    }

    private record Key(TenantId tenant, MachineId machine) implements Comparable<Key> {
        @Override
        public int compareTo(Key other) {
            int byTenant = tenant.compareTo(other.tenant);
            return byTenant != 0 ? byTenant : machine.compareTo(other.machine);
        }
    }

    /** A century. */
    private static final int KEEP_DAYS_MAX = 36_525;

    private final TreeMap<Key, MachinePage> pages = new TreeMap<>();
    private final List<Erasure> erasures = new ArrayList<>();
    private long imports;

    /** The book as it stood in a snapshot. */
    public static Plant of(State state) {
        var plant = new Plant();
        for (MachineState machine : state.machines()) {
            plant.put(machine);
        }
        plant.imports = state.imports();
        plant.erasures.addAll(state.erasures());
        return plant;
    }

    public State state() {
        return new State(
                pages.values().stream().map(MachinePage::state).toList(), imports, erasures);
    }

    /** Judges a command and changes nothing. */
    public List<PlantEvent> decide(PlantCommand command, Instant now) {
        return switch (command) {
            case RegisterMachine(var machine) -> register(machine);
            case RecordImport asked -> record(asked, now);
            case RecordSamples asked -> record(asked);
            case ReplaceFiles asked -> replace(asked);
            case DropFiles asked -> drop(asked);
            case SetRetention asked -> retain(asked);
            case ExpireFiles(var tenant, var machine) -> expire(tenant, machine, now);
            case PlaceMachines(var tenant, var places) -> place(tenant, places);
            case RemoveMachine(var tenant, var machine) ->
                    List.of(
                            new MachineRemoved(
                                    Erasure.of(tenant, machine, files(tenant, machine), now)));
            case RecordErasure(var tenant, var machine) -> erased(tenant, machine, now);
            case RestoreMachines(var tenant, var machines) -> restored(tenant, machines);
        };
    }

    /** Applies an event; replaying all of them rebuilds the book. */
    public void apply(PlantEvent event) {
        switch (event) {
            case MachineRegistered(var machine) ->
                    pages.put(key(machine), new MachinePage(machine));
            case SignalsExtended(var tenant, var machine, var signals) -> {
                var page = page(tenant, machine);
                page.machine = extended(page.machine, signals);
            }
            case ImportRecorded(var record) -> {
                var page = page(record.tenant(), record.machine());
                page.add(record.files());
                page.importsBySource.put(record.sha256(), record);
                imports++;
            }
            case SamplesRecorded recorded ->
                    page(recorded.tenant(), recorded.machine()).add(recorded.files());
            case FilesReplaced replaced ->
                    page(replaced.tenant(), replaced.machine())
                            .replace(replaced.gone(), replaced.files());
            case FilesDropped(var tenant, var machine, var files) ->
                    page(tenant, machine).drop(files);
            case RetentionSet(var tenant, var machine, var days) ->
                    page(tenant, machine).keepDays = days;
            case FilesExpired(var expiry) ->
                    page(expiry.tenant(), expiry.machine()).expire(expiry.files());
            case MachinesPlaced(var tenant, var places) ->
                    places.forEach(
                            one -> page(tenant, one.machine()).place = Optional.of(one.place()));
            case MachineRemoved(var erasure) -> {
                pages.remove(new Key(erasure.tenant(), erasure.machine()));
                erasures.add(erasure);
            }
            case FilesErased(var tenant, var machine, var _, var at) ->
                    erasures.replaceAll(erasure ->
                            isPending(erasure, tenant, machine) ? erasure.at(at) : erasure);
            case MachinesRestored(var _, var machines) -> machines.forEach(this::put);
        }
    }

    private List<PlantEvent> restored(TenantId tenant, List<MachineState> machines) {
        if (!machines(tenant).isEmpty()) {
            throw Refusal.conflict(
                    "Tenant (%s) has machines already: restore into an empty tenant."
                            .formatted(tenant));
        }
        for (MachineState machine : machines) {
            requireErased(machine.machine());
            if (!machine.machine().tenant().equals(tenant)) {
                throw Refusal.invalid(
                        "Machine (%s) belongs to tenant (%s), not to (%s)."
                                .formatted(
                                        machine.machine().id(),
                                        machine.machine().tenant(),
                                        tenant));
            }
        }
        return machines.isEmpty() ? List.of() : List.of(new MachinesRestored(tenant, machines));
    }

    private void put(MachineState machine) {
        var page = new MachinePage(machine.machine());
        page.add(machine.files());
        page.keepDays = machine.keepDays();
        page.place = machine.place();
        machine.replaced().forEach(file -> page.replacedByPath.put(file.path(), file));
        machine.imports().forEach(record -> page.importsBySource.put(record.sha256(), record));
        pages.put(key(machine.machine()), page);
        for (ImportRecord record : machine.imports()) {
            String number = record.id().replaceFirst("^import-", "");
            imports = Math.max(imports, Long.parseLong(number));
        }
    }

    /** Everything of a tenant's machines, without the files that others took the place of. */
    public List<MachineState> machineStates(TenantId tenant) {
        return pages.values().stream()
                .filter(page -> page.machine.tenant().equals(tenant))
                .map(page -> page.state().settled())
                .toList();
    }

    /** All machines that were ever removed, oldest first. */
    public List<Erasure> erasures() {
        return List.copyOf(erasures);
    }

    private static boolean isPending(Erasure erasure, TenantId tenant, MachineId machine) {
        return erasure.pending()
                && erasure.tenant().equals(tenant)
                && erasure.machine().equals(machine);
    }

    private List<PlantEvent> erased(TenantId tenant, MachineId machine, Instant now) {
        return erasures.stream()
                .filter(erasure -> isPending(erasure, tenant, machine))
                .<PlantEvent>map(
                        erasure -> new FilesErased(tenant, machine, erasure.manifest(), now))
                .toList();
    }

    /** The tenant's machines in order of name. */
    public List<Machine> machines(TenantId tenant) {
        return pages.values().stream()
                .map(page -> page.machine)
                .filter(machine -> machine.tenant().equals(tenant))
                .toList();
    }

    /** All tenants' machines. */
    public List<Machine> machines() {
        return pages.values().stream().map(page -> page.machine).toList();
    }

    public Machine machine(TenantId tenant, MachineId machine) {
        return page(tenant, machine).machine;
    }

    public Optional<Machine> find(TenantId tenant, MachineId machine) {
        return Optional.ofNullable(pages.get(new Key(tenant, machine))).map(page -> page.machine);
    }

    /**
     * The machine's sample files; where they share times, a later file wins over an earlier one.
     */
    public List<SampleFile> files(TenantId tenant, MachineId machine) {
        return List.copyOf(page(tenant, machine).filesByPath.values());
    }

    /** How many days the machine's samples are kept; empty for ever. */
    public Optional<Integer> keepDays(TenantId tenant, MachineId machine) {
        return page(tenant, machine).keepDays;
    }

    /** Where the machine stands, if that was said. */
    public Optional<Place> place(TenantId tenant, MachineId machine) {
        return page(tenant, machine).place;
    }

    /** What would go if the machine's samples were kept for so many days. */
    public Expiry expiry(TenantId tenant, MachineId machine, int days, Instant now) {
        return Expiry.of(tenant, machine, files(tenant, machine), now.minus(days, ChronoUnit.DAYS));
    }

    /** Machines that have files which are older than they are kept. */
    public List<Machine> expiring(Instant now) {
        return pages.values().stream()
                .filter(page ->
                        page.keepDays.isPresent()
                                && !expiry(
                                                page.machine.tenant(),
                                                page.machine.id(),
                                                page.keepDays.get(),
                                                now)
                                        .files()
                                        .isEmpty())
                .map(page -> page.machine)
                .toList();
    }

    /** Files that are on the books no longer and may still be on the disk. */
    public List<SampleFile> replaced(TenantId tenant, MachineId machine) {
        return List.copyOf(page(tenant, machine).replacedByPath.values());
    }

    /** All tenants' files. */
    public List<SampleFile> files() {
        return pages.values().stream().flatMap(page -> page.filesByPath.values().stream()).toList();
    }

    public List<ImportRecord> imports(TenantId tenant, MachineId machine) {
        return List.copyOf(page(tenant, machine).importsBySource.values());
    }

    /**
     * The earlier import of the same source file, if there was one: there is nothing new to import.
     */
    public Optional<ImportRecord> repeated(TenantId tenant, MachineId machine, Sha256 source) {
        return Optional.ofNullable(pages.get(new Key(tenant, machine)))
                .flatMap(page -> Optional.ofNullable(page.importsBySource.get(source)));
    }

    private List<PlantEvent> register(Machine machine) {
        var known = pages.get(key(machine));
        if (known == null) {
            requireErased(machine);
            return List.of(new MachineRegistered(machine));
        }
        boolean same =
                known.machine.name().equals(machine.name())
                        && known.machine.zone().equals(machine.zone())
                        && known.machine.signals().containsAll(machine.signals());
        if (!same) {
            throw Refusal.conflict(
                    "The machine (%s) is known already as (%s) in zone (%s): choose another name or give the same data."
                            .formatted(machine.id(), known.machine.name(), known.machine.zone()));
        }
        return List.of();
    }

    /** The files of a machine of the same name would be erased with those of the old one. */
    private void requireErased(Machine machine) {
        if (erasures.stream()
                .anyMatch(erasure -> isPending(erasure, machine.tenant(), machine.id()))) {
            throw Refusal.conflict(
                    "The files of the removed machine (%s) are still being erased: try again in a minute."
                            .formatted(machine.id()));
        }
    }

    private List<PlantEvent> record(RecordImport asked, Instant now) {
        var page = page(asked.tenant(), asked.machine());
        if (page.importsBySource.containsKey(asked.sha256())) {
            return List.of();
        }
        if (asked.rows() < 1 || asked.files().isEmpty()) {
            throw Refusal.invalid(
                    "The file (%s) gave no samples: nothing is recorded.".formatted(asked.name()));
        }
        checkOrder(asked.first(), asked.last());
        var record =
                new ImportRecord(
                        "import-" + (imports + 1),
                        asked.tenant(),
                        asked.machine(),
                        asked.name(),
                        asked.sha256(),
                        asked.rows(),
                        asked.rejected(),
                        asked.first(),
                        asked.last(),
                        asked.files(),
                        now,
                        asked.reading(),
                        asked.readings());
        var events = extension(page.machine, asked.signals());
        events.add(new ImportRecorded(record));
        return events;
    }

    private List<PlantEvent> record(RecordSamples asked) {
        var page = page(asked.tenant(), asked.machine());
        boolean allKnown =
                asked.files().stream()
                        .allMatch(file -> file.equals(page.filesByPath.get(file.path())));
        if (allKnown) {
            return List.of();
        }
        checkOrder(asked.first(), asked.last());
        var events = extension(page.machine, asked.signals());
        events.add(
                new SamplesRecorded(
                        asked.tenant(),
                        asked.machine(),
                        asked.files(),
                        asked.rows(),
                        asked.first(),
                        asked.last()));
        return events;
    }

    private List<PlantEvent> replace(ReplaceFiles asked) {
        var page = page(asked.tenant(), asked.machine());
        for (SampleFile file : asked.gone()) {
            if (!file.equals(page.filesByPath.get(file.path()))) {
                throw Refusal.conflict(
                        "The file (%s) is not among those of machine (%s): look again."
                                .formatted(file.path(), asked.machine()));
            }
        }
        if (asked.gone().isEmpty()) {
            return List.of();
        }
        return List.of(
                new FilesReplaced(asked.tenant(), asked.machine(), asked.gone(), asked.files()));
    }

    private List<PlantEvent> drop(DropFiles asked) {
        var known = page(asked.tenant(), asked.machine()).replacedByPath;
        List<SampleFile> files =
                asked.files().stream().filter(file -> known.containsKey(file.path())).toList();
        return files.isEmpty()
                ? List.of()
                : List.of(new FilesDropped(asked.tenant(), asked.machine(), files));
    }

    private List<PlantEvent> retain(SetRetention asked) {
        var page = page(asked.tenant(), asked.machine());
        asked.days()
                .filter(days -> days < 1 || days > KEEP_DAYS_MAX)
                .ifPresent(days -> {
                    throw Refusal.invalid(
                            "Samples are kept for 1 to %d days or for ever, not for (%d)."
                                    .formatted(KEEP_DAYS_MAX, days));
                });
        return asked.days().equals(page.keepDays)
                ? List.of()
                : List.of(new RetentionSet(asked.tenant(), asked.machine(), asked.days()));
    }

    private List<PlantEvent> expire(TenantId tenant, MachineId machine, Instant now) {
        return page(tenant, machine).keepDays.stream()
                .map(days -> expiry(tenant, machine, days, now))
                .filter(expiry -> !expiry.files().isEmpty())
                .<PlantEvent>map(FilesExpired::new)
                .toList();
    }

    private List<PlantEvent> place(TenantId tenant, Map<MachineId, Place> placesByMachine) {
        List<MachinePlace> places =
                new TreeMap<>(placesByMachine)
                        .entrySet().stream()
                                .filter(entry ->
                                        !page(tenant, entry.getKey())
                                                .place
                                                .equals(Optional.of(entry.getValue())))
                                .map(entry -> new MachinePlace(entry.getKey(), entry.getValue()))
                                .toList();
        return places.isEmpty() ? List.of() : List.of(new MachinesPlaced(tenant, places));
    }

    private static void checkOrder(Instant first, Instant last) {
        if (last.isBefore(first)) {
            throw Refusal.invalid(
                    "The last sample (%s) must not lie before the first (%s)."
                            .formatted(last, first));
        }
    }

    /** What the machine did not give before; a signal is known by its name. */
    private static List<PlantEvent> extension(Machine machine, List<Signal> signals) {
        Set<String> known = new HashSet<>();
        machine.signals().forEach(signal -> known.add(signal.name()));
        var fresh = signals.stream().filter(signal -> known.add(signal.name())).toList();
        var events = new ArrayList<PlantEvent>();
        if (!fresh.isEmpty()) {
            events.add(new SignalsExtended(machine.tenant(), machine.id(), fresh));
        }
        return events;
    }

    private static Machine extended(Machine machine, List<Signal> signals) {
        var all = new ArrayList<>(machine.signals());
        all.addAll(signals);
        return new Machine(machine.tenant(), machine.id(), machine.name(), machine.zone(), all);
    }

    private static Key key(Machine machine) {
        return new Key(machine.tenant(), machine.id());
    }

    private MachinePage page(TenantId tenant, MachineId machine) {
        var page = pages.get(new Key(tenant, machine));
        if (page == null) {
            throw Refusal.notFound(
                    "There is no machine (%s) of tenant (%s).".formatted(machine, tenant));
        }
        return page;
    }
}
