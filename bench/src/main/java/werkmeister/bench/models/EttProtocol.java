package werkmeister.bench.models;

import werkmeister.bench.models.Outcome.Figure;
import werkmeister.learning.metric.ForecastError;
import werkmeister.learning.table.Grid;
import werkmeister.learning.trial.ForecastTrial;
import werkmeister.plant.table.RawTable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** ETTh1: loads and oil temperature of a transformer. */
final class EttProtocol implements Protocol {
    private static final int MONTH = 30 * 24;
    private static final int TRAINED = 12 * MONTH;
    private static final int CHOSEN = 16 * MONTH;
    private static final int TESTED = 20 * MONTH;
    private static final List<Integer> HORIZONS = List.of(96, 192, 336, 720);

    /** Mean squared errors of the best published model we know of. */
    private static final double[] PUBLISHED = {0.361, 0.404, 0.420, 0.463};

    @Override
    public String name() {
        return "etth1";
    }

    @Override
    public Optional<String> folder() {
        return Optional.of("etth");
    }

    @Override
    public Outcome run(Path folder, LongSupplier nanoTime) {
        RawTable table = Tables.read(folder.resolve("ETTh1.csv"));
        int[] rows = IntStream.range(0, TESTED).toArray();
        Grid grid = Grid.of(table.signals(), table.columns(), rows, table.times(), true);
        var reports =
                HORIZONS.stream()
                        .map(horizon ->
                                ForecastTrial.run(
                                        new ForecastTrial.Task(
                                                grid,
                                                CHOSEN,
                                                TRAINED,
                                                CHOSEN,
                                                TESTED,
                                                Optional.of(horizon)),
                                        nanoTime))
                        .toList();
        var figures = new ArrayList<Figure>();
        figures.add(
                Figure.of(
                                "mse.mean",
                                mean(
                                        reports.stream()
                                                .map(ForecastTrial.Report::standardised)
                                                .toList()))
                        .published(0.412)
                        .atMost(0.405)
                        .beside(rivals(reports)));
        for (int h = 0; h < HORIZONS.size(); h++) {
            ForecastError error = reports.get(h).standardised();
            figures.add(Figure.of("mse." + HORIZONS.get(h), error.mse()).published(PUBLISHED[h]));
            figures.add(Figure.of("mae." + HORIZONS.get(h), error.mae()));
            figures.add(Figure.of("coverage90." + HORIZONS.get(h), error.coverage()));
        }
        return new Outcome(
                name(),
                "fitted on 12 months, chosen on these and 4 more, tested on the next 4, all"
                        + " windows, seven signals, standardised by the first 12 months",
                figures,
                reports.stream().mapToDouble(r -> r.trainSeconds() + r.tellSeconds()).sum(),
                0);
    }

    private static double mean(List<ForecastError> errors) {
        return errors.stream().mapToDouble(ForecastError::mse).average().orElse(Double.NaN);
    }

    private static Map<String, Double> rivals(List<ForecastTrial.Report> reports) {
        return reports.getFirst().rivals().keySet().stream()
                .collect(
                        Collectors.toMap(
                                name -> name,
                                name ->
                                        mean(
                                                reports.stream()
                                                        .map(report -> rival(report, name))
                                                        .toList())));
    }

    private static ForecastError rival(ForecastTrial.Report report, String name) {
        return report.rivals()
                .getOrDefault(name, new ForecastError(0, Double.NaN, Double.NaN, Double.NaN));
    }
}
