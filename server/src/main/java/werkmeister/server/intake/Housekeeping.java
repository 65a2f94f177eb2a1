package werkmeister.server.intake;

import org.jspecify.annotations.Nullable;

import werkmeister.plant.control.PlantCommand;
import werkmeister.plant.control.PlantEvent;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.Compaction;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.server.loop.CloudEvent;
import werkmeister.units.TenantId;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Keeps the samples in order in the background: joins the small files that live samples leave,
 * takes off the books what is older than its machine keeps it, and deletes what is off the books. A
 * joined file is durable before the journal says that it takes the place of others, and a file
 * stays on the disk for a while after that: who began to read it reads on. A crash at any point is
 * made good.
 */
public final class Housekeeping implements AutoCloseable {
    private static final Caller OWN = Caller.own("housekeeping");

    /** A picture is drawn in less; who reads for longer says so. */
    static final Duration READ_AT_MOST = Duration.ofMinutes(5);

    private static final long PAUSE_MILLIS = 1_000;

    /** How often it is looked for samples that are too old. */
    private static final Duration LOOK = Duration.ofMinutes(10);

    private final Cloud cloud;
    private final SampleStore store;
    private final LiveDesk live;
    private final InstantSource clock;
    private final Queue<Replaced> replaced = new ConcurrentLinkedQueue<>();
    private final Set<Reading> readings = ConcurrentHashMap.newKeySet();
    private Instant nextLook = Instant.MIN;
    private final Semaphore closing = new Semaphore(0);
    private final Thread thread;
    private volatile @Nullable RuntimeException lastTrouble;

    /** Files that others took the place of at a time. */
    private record Replaced(
            TenantId tenant, MachineId machine, List<SampleFile> files, Instant at) {}

    /** Somebody who may read for long. Files that were on the books when he began stay. */
    public final class Reading implements AutoCloseable {
        private final Instant since = clock.instant();

        private Reading() {}

        @Override
        public void close() {
            readings.remove(this);
        }
    }

    /** Begins to read; to be called before the list of files is asked for. */
    public Reading reading() {
        var reading = new Reading();
        readings.add(reading);
        return reading;
    }

    public Housekeeping(Cloud cloud, SampleStore store, LiveDesk live, InstantSource clock) {
        this.cloud = cloud;
        this.store = store;
        this.live = live;
        this.clock = clock;
        this.thread = Thread.ofPlatform().name("housekeeping").daemon().unstarted(this::run);
    }

    /** Begins with what a server before this one left: nobody reads that any more. */
    public void start() {
        for (Machine machine : cloud.read(books -> books.plant().machines())) {
            List<SampleFile> files =
                    cloud.read(books -> books.plant().replaced(machine.tenant(), machine.id()));
            if (!files.isEmpty()) {
                Instant before = clock.instant().minus(READ_AT_MOST);
                replaced.add(new Replaced(machine.tenant(), machine.id(), files, before));
            }
            live.change(machine);
        }
        thread.start();
    }

    /** What went wrong in the last round, for the health report; empty when it went well. */
    public Optional<RuntimeException> lastTrouble() {
        return Optional.ofNullable(lastTrouble);
    }

    @Override
    public void close() {
        closing.release();
        try {
            thread.join(TimeUnit.SECONDS.toMillis(10));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void run() {
        try {
            while (!closing.tryAcquire(PAUSE_MILLIS, TimeUnit.MILLISECONDS)
                    && !cloud.failure().isDone()) {
                round();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What fails for one machine is tried again in the next round, and keeps no other waiting. */
    private void round() {
        var troubles = new ArrayList<RuntimeException>();
        for (LiveDesk.Key key : live.changed()) {
            int before = troubles.size();
            attempt(() -> compact(key.tenant(), key.machine()), troubles);
            if (troubles.size() > before) {
                live.change(key);
            }
        }
        attempt(this::expireAll, troubles);
        attempt(this::drop, troubles);
        lastTrouble = troubles.isEmpty() ? null : troubles.getFirst();
    }

    private static void attempt(Runnable work, List<RuntimeException> troubles) {
        try {
            work.run();
        } catch (RuntimeException e) {
            troubles.add(e);
        }
    }

    /** Joins files of a machine until none are worth it. */
    void compact(TenantId tenant, MachineId machine) {
        Optional<List<SampleFile>> gone = next(tenant, machine);
        while (gone.isPresent()) {
            List<SampleFile> files = gone.get();
            SampleTable samples = store.joined(files);
            live.alone(tenant, machine, () -> replace(tenant, machine, files, samples));
            replaced.add(new Replaced(tenant, machine, files, clock.instant()));
            gone = next(tenant, machine);
        }
    }

    private Optional<List<SampleFile>> next(TenantId tenant, MachineId id) {
        return cloud.read(books ->
                books.plant()
                        .find(tenant, id)
                        .flatMap(machine ->
                                // A signal may have a column for its quality beside its own.
                                Compaction.next(
                                        books.plant().files(tenant, id),
                                        2 * machine.signals().size())));
    }

    /** Does nothing if the machine was removed meanwhile. */
    private void replace(
            TenantId tenant, MachineId machine, List<SampleFile> gone, SampleTable samples) {
        if (cloud.read(books -> books.plant().find(tenant, machine)).isEmpty()) {
            return;
        }
        List<SampleFile> files = store.write(tenant, machine, samples);
        cloud.perform(
                OWN,
                new CloudCommand.ToPlant(
                        new PlantCommand.ReplaceFiles(tenant, machine, gone, files)));
    }

    private void expireAll() {
        Instant now = clock.instant();
        if (now.isBefore(nextLook)) {
            return;
        }
        nextLook = now.plus(LOOK);
        for (Machine machine : cloud.read(books -> books.plant().expiring(now))) {
            expire(machine.tenant(), machine.id());
        }
    }

    /** Takes off the books what is older than the machine keeps it. */
    public void expire(TenantId tenant, MachineId machine) {
        for (CloudEvent event :
                cloud.perform(
                        OWN,
                        new CloudCommand.ToPlant(new PlantCommand.ExpireFiles(tenant, machine)))) {
            if (event instanceof CloudEvent.OfPlant(PlantEvent.FilesExpired(var expiry))) {
                replaced.add(new Replaced(tenant, machine, expiry.files(), clock.instant()));
            }
        }
    }

    /** Deletes the files that nobody reads any more. */
    void drop() {
        Set<String> inTraining = cloud.read(books -> books.filesInTraining());
        Instant before = unreadBefore();
        for (int i = replaced.size(); i > 0; i--) {
            Replaced next = replaced.remove();
            boolean unread =
                    next.at().isBefore(before)
                            && next.files().stream()
                                    .noneMatch(file -> inTraining.contains(file.path()));
            if (unread) {
                live.alone(next.tenant(), next.machine(), () -> delete(next));
            } else {
                replaced.add(next);
            }
        }
    }

    /** What was replaced before this is read by nobody but a training. */
    private Instant unreadBefore() {
        Instant usual = clock.instant().minus(READ_AT_MOST).plusNanos(1);
        return readings.stream()
                .map(reading -> reading.since)
                .filter(since -> since.isBefore(usual))
                .min(Comparator.naturalOrder())
                .orElse(usual);
    }

    private void delete(Replaced old) {
        List<SampleFile> still =
                cloud.read(books ->
                        books.plant()
                                .find(old.tenant(), old.machine())
                                .map(_ -> books.plant().replaced(old.tenant(), old.machine()))
                                .orElse(List.of()));
        // What was taken back into use meanwhile, or went with its machine, is none of ours.
        List<SampleFile> files = old.files().stream().filter(still::contains).toList();
        if (files.isEmpty()) {
            return;
        }
        files.forEach(store::delete);
        cloud.perform(
                OWN,
                new CloudCommand.ToPlant(
                        new PlantCommand.DropFiles(old.tenant(), old.machine(), files)));
    }
}
