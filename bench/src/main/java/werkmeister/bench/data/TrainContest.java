package werkmeister.bench.data;

import werkmeister.bench.harness.Bench;
import werkmeister.bench.harness.Contest;
import werkmeister.learning.dataset.Dataset;
import werkmeister.learning.dataset.Samples;
import werkmeister.learning.order.AlertBudget;
import werkmeister.learning.order.TrainingOrder;
import werkmeister.plant.machine.MachineId;
import werkmeister.plant.store.SampleStore;
import werkmeister.server.json.Json;
import werkmeister.server.worker.Work;
import werkmeister.units.TenantId;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Ten years from the store to a judged version, in a process that may use what the engine gives a
 * training process. The floor is the same process reading the same samples and nothing else.
 *
 * @param seconds true: how long it takes beyond the floor; false: the most memory held, in MiB
 */
record TrainContest(Bench bench, Decade decade, boolean seconds) implements Contest {
    private static final double KIB_PER_MIB = 1024;

    /** Three quarters of the 2 GiB that a training job asks for. */
    private static final String HEAP = "-Xmx1536m";

    private static final double TRAINED_SHARE = 0.8;

    @Override
    public Lap lap() throws Exception {
        Path order = decade.folder().resolve("order.json");
        Files.write(order, Json.bytes(order()));
        double floor = seconds ? alone(order, "read").seconds() : 0;
        Told told = alone(order, "train");
        return seconds
                ? Lap.of(told.seconds() - floor, floor)
                : Lap.alone(told.kibibytes() / KIB_PER_MIB);
    }

    private record Told(double seconds, double kibibytes) {}

    private Told alone(Path order, String what) throws IOException, InterruptedException {
        String said =
                OwnProcess.said(
                        HEAP,
                        TrainContest.class,
                        decade.folder().resolve("store"),
                        order,
                        Path.of(what));
        String[] figures = said.split(" ");
        return new Told(Double.parseDouble(figures[0]), Double.parseDouble(figures[1]));
    }

    private TrainingOrder order() {
        var span =
                new TimeSpan(
                        decade.files().getFirst().first(),
                        decade.files().getLast().last().plusNanos(1_000));
        Instant until =
                span.from()
                        .plus(
                                Duration.ofSeconds(
                                        (long) (TRAINED_SHARE * span.length().toSeconds())));
        return new TrainingOrder(
                "order-1",
                Dataset.of(
                        new TenantId("bench"),
                        new MachineId("machine"),
                        decade.files(),
                        Decade.signals(),
                        span),
                until,
                new AlertBudget(1),
                List.of(),
                Optional.empty(),
                1,
                "bench",
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty());
    }

    /**
     * Does it once and says how many seconds it took and how much memory at most: {@code STORE
     * ORDER train|read}.
     */
    public static void main(String[] arguments) throws IOException {
        var store = new SampleStore(Path.of(arguments[0]));
        TrainingOrder order =
                Json.read(Files.readAllBytes(Path.of(arguments[1])), TrainingOrder.class);
        Samples samples =
                (dataset, signals, span, batch) ->
                        store.scan(dataset.files(), signals, span, batch);
        long start = System.nanoTime();
        if (arguments[2].equals("train")) {
            Work.of(order, samples, Optional.empty(), System::nanoTime);
        } else {
            Dataset dataset = order.dataset();
            samples.scan(dataset, dataset.signals(), dataset.span(), _ -> {});
        }
        double seconds = (System.nanoTime() - start) / 1e9;
        System.out.println(seconds + " " + Importing.mostMemory());
    }
}
