package werkmeister.bench.models;

import werkmeister.bench.models.Outcome.Figure;
import werkmeister.learning.model.Quantile;
import werkmeister.learning.model.Scorer;
import werkmeister.learning.train.Trained;
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
        var recipe =
                new Training.Recipe(
                        "tep",
                        Sha256.of("tep"),
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        1,
                        "bench");
        SampleTable normal = table(folder.resolve("d00.dat"));
        Trained trained = Training.train(recipe, normal);
        double[] calm = scores(trained, table(folder.resolve("d00_te.dat")));
        double limit = Quantile.of(calm, RARE);
        double[] plainLimits = limits(normal, folder);
        var detected = new ArrayList<Double>();
        var asDelivered = new ArrayList<Double>();
        var plain = new ArrayList<Double>();
        var falseAlarms = new ArrayList<Double>();
        for (int fault = 1; fault <= 21; fault++) {
            SampleTable table = table(folder.resolve("d%02d_te.dat".formatted(fault)));
            double[] scores = scores(trained, table);
            falseAlarms.add(share(scores, 0, FAULT_FROM, limit));
            if (!HIDDEN.contains(fault)) {
                detected.add(share(scores, FAULT_FROM, scores.length, limit));
                asDelivered.add(
                        share(
                                scores,
                                FAULT_FROM,
                                scores.length,
                                trained.model().rule().threshold()));
                plain.add(worst(table, normal, plainLimits));
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
                                .atMost(0.012),
                        Figure.of("falseAlarmRate.beforeFaults", mean(falseAlarms)),
                        Figure.of("detection.asDelivered", mean(asDelivered)),
                        Figure.of(
                                "falseAlarmRate.asDelivered",
                                share(calm, 0, calm.length, trained.model().rule().threshold()))),
                (nanoTime.getAsLong() - start) / 1e9,
                0);
    }

    private static double mean(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).average().orElse(Double.NaN);
    }

    private static double share(double[] scores, int from, int to, double limit) {
        return IntStream.range(from, to).filter(row -> scores[row] > limit).count()
                / (double) (to - from);
    }

    private static double[] scores(Trained trained, SampleTable table) {
        Scorer scorer = trained.model().scorer();
        SampleTable picked = table.select(trained.model().signals());
        double[] scores = new double[picked.rows()];
        Arrays.setAll(scores, row -> scorer.next(picked.times()[row], picked.row(row)));
        return scores;
    }

    /** Mean and spread of each signal, and the limit of the largest deviation on d00_te. */
    private static double[] limits(SampleTable normal, Path folder) {
        double[] worst = deviations(table(folder.resolve("d00_te.dat")), normal);
        return new double[] {Quantile.of(worst, RARE)};
    }

    private static double worst(SampleTable table, SampleTable normal, double[] limit) {
        double[] worst = deviations(table, normal);
        return share(worst, FAULT_FROM, worst.length, limit[0]);
    }

    private static double[] deviations(SampleTable table, SampleTable normal) {
        double[] worst = new double[table.rows()];
        for (int i = 0; i < SIGNALS; i++) {
            double mean = Arrays.stream(normal.columns()[i]).average().orElse(0);
            double variance =
                    Arrays.stream(normal.columns()[i])
                            .map(x -> (x - mean) * (x - mean))
                            .average()
                            .orElse(0);
            for (int row = 0; row < worst.length && variance > 0; row++) {
                double z = Math.abs(table.columns()[i][row] - mean) / Math.sqrt(variance);
                worst[row] = Math.max(worst[row], z);
            }
        }
        return worst;
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
