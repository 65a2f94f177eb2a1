package werkmeister.server.intake;

import werkmeister.plant.control.ImportRecord;
import werkmeister.plant.control.PlantCommand;
import werkmeister.plant.ingest.Ingest;
import werkmeister.plant.ingest.MachineSink;
import werkmeister.plant.ingest.ReadOptions;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.plant.table.Understanding;
import werkmeister.server.loop.Answer;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.time.ZoneId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/**
 * Turns a file of several machines into samples of each. The file is read once and as a whole
 * before anything is kept; then each machine's import stands in the journal by itself, so that the
 * same file again completes what was cut off.
 */
public final class SeveralImports {
    private final Cloud cloud;
    private final SampleStore store;
    private final LiveDesk live;
    private final Imports imports;

    public SeveralImports(Cloud cloud, SampleStore store, LiveDesk live, Imports imports) {
        this.cloud = cloud;
        this.store = store;
        this.live = live;
        this.imports = imports;
    }

    /**
     * Whose the file is and how it is read.
     *
     * @param add whether machines that are not known are made known
     */
    public record Wish(TenantId tenant, Imports.Source source, ReadOptions options, boolean add) {}

    /** Reads the file and keeps nothing. */
    public Understanding understand(Wish wish) {
        Understanding understood =
                Ingest.perMachine(
                        wish.source().path(),
                        wish.options(),
                        new MachineSink() {
                            @Override
                            public void begin() {}

                            @Override
                            public void block(String machine, SampleTable samples) {}
                        });
        Imports.requireSamples(understood, wish.source());
        return understood.named(wish.source().name());
    }

    /** Imports the rows of each machine, in the order in which the file names them. */
    public List<Imports.Outcome> keep(
            Caller caller, Wish wish, Function<Imports.Imported, Answer> answer) {
        try (var sorting = new Sorting(wish)) {
            Understanding understood =
                    Ingest.perMachine(wish.source().path(), wish.options(), sorting);
            Imports.requireSamples(understood, wish.source());
            var outcomes = new ArrayList<Imports.Outcome>();
            for (Own own : sorting.ownById.values()) {
                outcomes.add(keep(caller, wish, own, understood, answer));
            }
            return outcomes;
        }
    }

    private Imports.Outcome keep(
            Caller caller,
            Wish wish,
            Own own,
            Understanding understood,
            Function<Imports.Imported, Answer> answer) {
        Machine machine = registered(caller, own.machine());
        Optional<ImportRecord> before = imports.recorded(machine, wish.source());
        if (before.isPresent()) {
            return new Imports.Outcome(
                    imports.record(
                            caller,
                            machine,
                            wish.source(),
                            Imports.again(before.get()),
                            Optional.empty(),
                            answer),
                    Optional.empty());
        }
        return live.takeImported(
                machine,
                () ->
                        imports.keep(
                                caller, machine, wish.source(), own.keeping(), understood, answer));
    }

    private Machine registered(Caller caller, Machine machine) {
        Optional<Machine> known =
                cloud.read(books -> books.plant().find(machine.tenant(), machine.id()));
        if (known.isEmpty()) {
            cloud.perform(
                    caller,
                    new CloudCommand.ToPlant(new PlantCommand.RegisterMachine(machine)),
                    _ -> new Answer(201, ""));
        }
        return known.orElse(machine);
    }

    /** A machine of the file and its rows. */
    private record Own(Machine machine, Keeping keeping) {}

    /** Gives each machine its rows. */
    private final class Sorting implements MachineSink, AutoCloseable {
        private final Wish wish;
        private final Map<String, Own> ownByName = new LinkedHashMap<>();
        private final Map<MachineId, Own> ownById = new LinkedHashMap<>();

        Sorting(Wish wish) {
            this.wish = wish;
        }

        @Override
        public void begin() {
            close();
            ownByName.clear();
            ownById.clear();
        }

        @Override
        public void block(String name, SampleTable samples) {
            ownByName.computeIfAbsent(name, this::own).keeping().block(samples);
        }

        private Own own(String name) {
            Machine machine = machine(name);
            Own other = ownById.get(machine.id());
            if (other != null) {
                throw Refusal.invalid(
                        "The machines (%s) and (%s) of file (%s) would both be called (%s): rename one in the file."
                                .formatted(
                                        other.machine().name(),
                                        name,
                                        wish.source().name(),
                                        machine.id()));
            }
            var keeping = new Keeping(store, machine, ignored());
            keeping.begin();
            var own = new Own(machine, keeping);
            ownById.put(machine.id(), own);
            return own;
        }

        private Set<String> ignored() {
            return wish.source().ignored();
        }

        private Machine machine(String name) {
            var id = MachineId.named(name);
            boolean known = cloud.read(books -> books.plant().find(wish.tenant(), id).isPresent());
            if (!known && !wish.add()) {
                throw Refusal.notFound(
                        "There is no machine (%s) for (%s) of file (%s): register it, or say --add."
                                .formatted(id, name, wish.source().name()));
            }
            ZoneId zone = wish.options().zone().orElse(ZoneId.of("UTC"));
            return new Machine(wish.tenant(), id, name, zone, List.of());
        }

        @Override
        public void close() {
            ownByName.values().forEach(own -> own.keeping().close());
        }
    }
}
