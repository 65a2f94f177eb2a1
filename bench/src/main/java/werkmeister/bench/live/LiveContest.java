package werkmeister.bench.live;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Callers;
import werkmeister.bench.harness.Contest;
import werkmeister.bench.harness.Pace;
import werkmeister.plant.control.PlantCommand;
import werkmeister.plant.machine.Machine;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleFile;
import werkmeister.plant.store.SampleStore;
import werkmeister.plant.store.SampleTable;
import werkmeister.server.intake.Housekeeping;
import werkmeister.server.intake.LiveDesk;
import werkmeister.server.intake.Models;
import werkmeister.server.journal.Journal;
import werkmeister.server.journal.Journals;
import werkmeister.server.loop.Caller;
import werkmeister.server.loop.Cloud;
import werkmeister.server.loop.CloudCommand;
import werkmeister.units.TenantId;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Each source sends one sample of a hundred signals of its own machine, and the next one when that
 * is durable and in the journal; meanwhile small files are joined. The floor writes as many files
 * of the same size.
 */
final class LiveContest implements Contest {
    private static final TenantId TENANT = new TenantId("bench");
    private static final Caller CALLER = Caller.own("bench");
    private static final long FIRST = 1_767_225_600_000_000L;
    private static final long SECOND = 1_000_000L;
    private static final List<String> SIGNALS =
            IntStream.range(0, 100).mapToObj(i -> "s" + i).toList();

    private final Pace pace;
    private final int sources;
    private final Journal journal;
    private final Cloud cloud;
    private final LiveDesk live;
    private final Housekeeping housekeeping;
    private final BareFiles bare;

    /** Samples that each source has sent. */
    private final int[] sent;

    private LiveContest(Bench bench, Path folder, int sources) throws Exception {
        this.pace = bench.pace();
        this.sources = sources;
        sent = new int[sources];
        var clock = bench.shell().clock();
        journal = Journals.open(folder, Optional.empty(), clock);
        cloud = Cloud.open(journal, clock);
        var store = new SampleStore(folder.resolve("samples"));
        live = new LiveDesk(cloud, store, new Models(folder));
        housekeeping = new Housekeeping(cloud, store, live, clock);
        housekeeping.start();
        for (int source = 0; source < sources; source++) {
            var machine =
                    new Machine(TENANT, machine(source), "Machine", ZoneId.of("UTC"), List.of());
            cloud.perform(
                    CALLER, new CloudCommand.ToPlant(new PlantCommand.RegisterMachine(machine)));
        }
        bare = new BareFiles(folder.resolve("bare"), fileBytes(folder));
    }

    static Contest open(Bench bench, int sources) throws Exception {
        Path folder = Files.createTempDirectory(bench.folder(), "live-");
        return new LiveContest(bench, folder, sources);
    }

    @Override
    public Lap lap() throws Exception {
        double floor = Callers.perSecond(pace, sources, bare::write);
        double ours = Callers.perSecond(pace, sources, (source, _) -> send(source));
        return Lap.of(ours, floor);
    }

    private long send(int source) {
        var samples = sample(source, sent[source]++);
        return live.take(CALLER, TENANT, machine(source), samples).accepted();
    }

    private static SampleTable sample(int source, int number) {
        var random = new SplittableRandom(1_000_003L * source + number);
        var columns = new double[SIGNALS.size()][1];
        for (double[] column : columns) {
            column[0] = Math.round(random.nextDouble() * 10_000) / 100.0;
        }
        return new SampleTable(new long[] {FIRST + number * SECOND}, SIGNALS, columns);
    }

    private static MachineId machine(int source) {
        return new MachineId("source-" + source);
    }

    /** How many bytes such a sample takes. */
    private static int fileBytes(Path folder) {
        List<SampleFile> files =
                new SampleStore(folder.resolve("size")).write(TENANT, machine(0), sample(0, 0));
        return Math.toIntExact(files.getFirst().bytes());
    }

    @Override
    public void close() {
        housekeeping.close();
        cloud.close();
        journal.close();
    }
}
