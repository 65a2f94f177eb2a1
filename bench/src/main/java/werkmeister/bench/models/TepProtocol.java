package werkmeister.bench.models;

import werkmeister.bench.models.Outcome.Figure;
import werkmeister.learning.evaluate.Deviation;
import werkmeister.learning.model.Quantile;
import werkmeister.learning.model.WatchModel;
import werkmeister.learning.train.Training;
import werkmeister.plant.store.SampleTable;
import werkmeister.units.Sha256;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.IntStream;

/** The Tennessee Eastman process: 21 faults of a simulated chemical plant. */
final class TepProtocol implements Protocol {
    private static final int SIGNALS = 52;
    private static final int FAULT_FROM = 160;

    /** Practically not to be seen by anybody. */
    private static final List<Integer> HIDDEN = List.of(3, 9, 15);

    private static final double RARE = 0.99;
    private static final Training.Recipe RECIPE =
            new Training.Recipe(
                    "tep",
                    Sha256.of("tep"),
                    Optional.empty(),
                    List.of(),
                    Optional.empty(),
                    1,
                    "bench");
    private static final double FALSE_ALARMS_MAX = 0.012;

    @Override
    public String name() {
        return "tep";
    }

    @Override
    public Optional<String> folder() {
        return Optional.of("tep");
    }

    @Override
    public Outcome run(Path folder, LongSupplier nanoTime) {
        long start = nanoTime.getAsLong();
        SampleTable normal = table(folder.resolve("d00.dat"));
        WatchModel model = Training.train(RECIPE, normal).model();
        double proposed = model.rule().threshold();
        SampleTable quiet = table(folder.resolve("d00_te.dat"));
        double[] calm = model.scores(quiet);
        double limit = Quantile.of(calm, RARE);
        double plainLimit = Quantile.of(Deviation.largest(normal, quiet), RARE);
        var detected = new ArrayList<Double>();
        var asDelivered = new ArrayList<Double>();
        var plain = new ArrayList<Double>();
        var falseAlarms = new ArrayList<Double>();
        var before = new ArrayList<Double>();
        var all = new ArrayList<double[]>();
        for (int fault = 1; fault <= 21; fault++) {
            SampleTable table = table(folder.resolve("d%02d_te.dat".formatted(fault)));
            double[] scores = model.scores(table);
            falseAlarms.add(share(scores, 0, FAULT_FROM, limit));
            before.addAll(Arrays.stream(scores, 0, FAULT_FROM).boxed().toList());
            all.add(scores);
            if (!HIDDEN.contains(fault)) {
                detected.add(share(scores, FAULT_FROM, scores.length, limit));
                asDelivered.add(share(scores, FAULT_FROM, scores.length, proposed));
                double[] largest = Deviation.largest(normal, table);
                plain.add(share(largest, FAULT_FROM, largest.length, plainLimit));
            }
        }
        return new Outcome(
                name(),
                "d00 is trained on, the limit is the 99 % quantile of d00_te, faults are rows 161"
                        + " to 960 of dXX_te, without 3, 9 and 15",
                List.of(
                        Figure.of("detection", mean(detected))
                                .published(0.944)
                                .atLeast(0.95)
                                .beside(Map.of("zScore", mean(plain))),
                        Figure.of("falseAlarmRate.normal", share(calm, 0, calm.length, limit))
                                .atMost(FALSE_ALARMS_MAX),
                        Figure.of("falseAlarmRate.beforeFaults", mean(falseAlarms)),
                        Figure.of(
                                        "detection.strict",
                                        mean(strictly(all, Math.max(limit, strict(before)))))
                                .atLeast(0.95),
                        Figure.of("detection.asDelivered", mean(asDelivered)),
                        Figure.of(
                                "falseAlarmRate.asDelivered",
                                share(calm, 0, calm.length, proposed))),
                (nanoTime.getAsLong() - start) / 1e9,
                0);
    }

    /** No more of the rows before the faults lie above it than may alarm. */
    private static double strict(List<Double> before) {
        double[] scores = before.stream().mapToDouble(Double::doubleValue).toArray();
        return Quantile.of(scores, 1 - FALSE_ALARMS_MAX);
    }

    private static List<Double> strictly(List<double[]> all, double limit) {
        var detected = new ArrayList<Double>();
        for (int fault = 1; fault <= all.size(); fault++) {
            double[] scores = all.get(fault - 1);
            if (!HIDDEN.contains(fault)) {
                detected.add(share(scores, FAULT_FROM, scores.length, limit));
            }
        }
        return detected;
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private static double share(double[] scores, int from, int to, double limit) {
        return IntStream.range(from, to).filter(row -> scores[row] > limit).count()
                / (double) (to - from);
    }

    /** d00 lies on its side: a row is a signal. */
    private static SampleTable table(Path file) {
        double[][] numbers = Tables.numbers(file);
        boolean turned = numbers.length == SIGNALS;
        int rows = turned ? numbers[0].length : numbers.length;
        double[][] columns = new double[SIGNALS][rows];
        for (int i = 0; i < SIGNALS; i++) {
            for (int row = 0; row < rows; row++) {
                columns[i][row] = turned ? numbers[i][row] : numbers[row][i];
            }
        }
        long[] times = IntStream.range(0, rows).mapToLong(row -> row * 180_000_000L).toArray();
        List<String> signals =
                IntStream.rangeClosed(1, SIGNALS)
                        .mapToObj(i -> i <= 41 ? "xmeas" + i : "xmv" + (i - 41))
                        .toList();
        return new SampleTable(times, signals, columns);
    }
}
