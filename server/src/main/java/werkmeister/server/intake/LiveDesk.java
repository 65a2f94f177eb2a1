package werkmeister.server.intake;

import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.units.Refusal;
import werkmeister.units.TenantId;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * Takes live samples of all machines; one machine's samples are taken one batch after the other.
 */
public final class LiveDesk {
    /** Rows of one batch. */
    public static final int ROWS_MAX = 100_000;

    private final Cloud cloud;
    private final SampleStore store;
    private final Models models;
    private final Map<Key, LiveMachine> machines = new ConcurrentHashMap<>();

    private final Set<Key> changed = ConcurrentHashMap.newKeySet();

    record Key(TenantId tenant, MachineId machine) {
        static Key of(Machine machine) {
            return new Key(machine.tenant(), machine.id());
        }
    }

    public LiveDesk(Cloud cloud, SampleStore store, Models models) {
        this.cloud = cloud;
        this.store = store;
        this.models = models;
    }

    /**
     * Keeps the samples, then scores them. When it returns they are durable. The same batch again
     * changes nothing: rows that are not later than what was taken before are late, they are kept
     * but not scored.
     */
    public Taken take(Caller caller, TenantId tenant, MachineId id, SampleTable samples) {
        if (samples.rows() == 0 || samples.rows() > ROWS_MAX) {
            throw Refusal.invalid(
                    "A batch has 1 to %d rows, not (%d): split it."
                            .formatted(ROWS_MAX, samples.rows()));
        }
        Machine machine = cloud.read(books -> books.plant().machine(tenant, id));
        Taken taken = live(machine).take(caller, machine, samples);
        change(machine);
        return taken;
    }

    /**
     * Shows imported samples to what watches the machine: those that are later than all it has said
     * before are scored as live ones are.
     *
     * @param keep makes the samples durable
     */
    Imports.Outcome takeImported(Machine machine, Supplier<Imports.Kept> keep) {
        Imports.Outcome outcome = live(machine).takeImported(machine, keep);
        change(machine);
        return outcome;
    }

    /** Does something while no samples of the machine are taken, and forgets what watched it. */
    void retire(TenantId tenant, MachineId machine, Runnable meanwhile) {
        var key = new Key(tenant, machine);
        live(key).alone(meanwhile);
        machines.remove(key);
    }

    /** Says that a machine may have new files. */
    void change(Machine machine) {
        change(Key.of(machine));
    }

    void change(Key key) {
        changed.add(key);
    }

    /** The machines that have new files since this was asked last. */
    List<Key> changed() {
        List<Key> keys = List.copyOf(changed);
        keys.forEach(changed::remove);
        return keys;
    }

    /** Does something while no samples of the machine are taken and it is not removed. */
    void alone(TenantId tenant, MachineId machine, Runnable work) {
        live(new Key(tenant, machine)).alone(work);
    }

    private LiveMachine live(Machine machine) {
        return live(Key.of(machine));
    }

    private LiveMachine live(Key key) {
        return machines.computeIfAbsent(key, _ -> new LiveMachine(cloud, store, models));
    }
}
