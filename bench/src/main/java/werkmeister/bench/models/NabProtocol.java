package werkmeister.bench.models;

import tools.jackson.databind.JsonNode;

import werkmeister.bench.models.NabScore.Profile;
import werkmeister.bench.models.Outcome.Figure;
import werkmeister.learning.evaluate.Backtest;
import werkmeister.learning.evaluate.BacktestReport;
import werkmeister.learning.evaluate.VusPr;
import werkmeister.learning.model.AlertRule;
import werkmeister.learning.model.WatchModel;
import werkmeister.learning.order.Label;
import werkmeister.learning.train.Training;
import werkmeister.plant.store.SampleTable;
import werkmeister.plant.table.RawTable;
import werkmeister.server.json.Json;
import werkmeister.units.Sha256;
import werkmeister.units.TimeSpan;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.LongSupplier;

/** NAB v1.1, the seven series whose causes are known. */
final class NabProtocol implements Protocol {
    private static final double TRAINED = 0.15;

    /** NAB lets a detector look at no more than this share of so many rows before it counts. */
    private static final int PROBATION_ROWS = 5_000;

    /** TSB-AD's longest buffer around a fault, in rows. */
    private static final int BUFFER = 100;

    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss");

    @Override
    public String name() {
        return "nab";
    }

    @Override
    public Optional<String> folder() {
        return Optional.of("nab");
    }

    @Override
    public Outcome run(Path folder, LongSupplier nanoTime) {
        JsonNode windows = windows(folder.resolve("labels/combined_windows.json"));
        var all = new ArrayList<Backtest.Series>();
        for (Path file : Tables.csv(folder.resolve("data/realKnownCause"))) {
            all.add(series(file, windows));
        }
        var options = new Backtest.Options(Optional.empty(), Optional.empty(), 1, nanoTime);
        BacktestReport report = Backtest.run(all, options);
        BacktestReport.Point point = report.point().orElseThrow();
        BacktestReport.Events events = report.events().orElseThrow();
        var figures = new ArrayList<Figure>();
        figures.add(Figure.of("caughtShare", (double) events.caught() / events.total()));
        figures.add(Figure.of("falsePerWeek", events.falsePerWeek()));
        figures.add(
                Figure.of("f1", point.f1())
                        .beside(report.baselines(), BacktestReport.Baseline::f1));
        figures.add(
                Figure.of("vusPr", point.vusPr())
                        .beside(report.baselines(), BacktestReport.Baseline::vusPr));
        figures.addAll(scores(all));
        figures.addAll(learned(all));
        return new Outcome(
                name(),
                "seven series with known causes, the first 15 % of each are trained on without"
                    + " labels, alarms by the product's own threshold; nab: the first 15 %, 750"
                    + " rows at most, and NAB's scorer; laterHalf: the second half of the known"
                    + " windows, trained on all before, without or with the first half confirmed",
                figures,
                report.trainSeconds() + report.scoreSeconds(),
                0);
    }

    private static List<Figure> scores(List<Backtest.Series> all) {
        var random = new Random(1);
        var ours = new NabAlarms();
        var deviations = new NabAlarms();
        var chances = new NabAlarms();
        for (Backtest.Series series : all) {
            SampleTable table = series.table();
            long[] times = table.times();
            int first = (int) (TRAINED * Math.min(table.rows(), PROBATION_ROWS));
            List<int[]> windows = windows(series.labels().orElseThrow());
            double[] chance = new double[table.rows()];
            Arrays.setAll(chance, _ -> random.nextDouble());
            WatchModel model = model(table.slice(0, first), List.of());
            AlertRule rule = model.rule();
            ours.add(times, model.scores(table), rule, first, windows);
            deviations.add(times, deviations(table, first), rule, first, windows);
            chances.add(times, chance, rule, first, windows);
        }
        return Arrays.stream(Profile.values())
                .map(profile ->
                        Figure.of(profile.figure, ours.best(profile))
                                .beside(
                                        Map.of(
                                                "zScore", deviations.best(profile),
                                                "random", chances.best(profile))))
                .toList();
    }

    /** From the mean of the first rows, in their standard deviations. */
    private static double[] deviations(SampleTable table, int first) {
        double[] values = table.columns()[0];
        double mean = Arrays.stream(values, 0, first).average().orElse(0);
        double variance =
                Arrays.stream(values, 0, first)
                        .map(value -> (value - mean) * (value - mean))
                        .average()
                        .orElse(1);
        return Arrays.stream(values)
                .map(value -> Math.abs(value - mean) / Math.sqrt(variance))
                .toArray();
    }

    /** What the earlier half of the known windows teaches about the later one. */
    private static List<Figure> learned(List<Backtest.Series> all) {
        double[] unknown = new double[all.size()];
        double[] confirmed = new double[all.size()];
        int count = 0;
        for (Backtest.Series series : all) {
            SampleTable table = series.table();
            boolean[] truth = series.labels().orElseThrow();
            List<int[]> windows = windows(truth);
            int known = windows.size() / 2;
            if (known > 0) {
                int cut = (windows.get(known - 1)[1] + 1 + windows.get(known)[0]) / 2;
                List<Label> labels =
                        windows.subList(0, known).stream()
                                .map(window -> fault(table, window))
                                .toList();
                SampleTable learned = table.slice(0, cut);
                SampleTable later = table.slice(cut, table.rows());
                boolean[] laterTruth = Arrays.copyOfRange(truth, cut, truth.length);
                double[] without = model(learned, List.of()).scores(later);
                double[] with = model(learned, labels).scores(later);
                unknown[count] = VusPr.of(laterTruth, without, BUFFER);
                confirmed[count] = VusPr.of(laterTruth, with, BUFFER);
                count++;
            }
        }
        return List.of(
                Figure.of(
                        "vusPr.laterHalf.without",
                        Arrays.stream(unknown, 0, count).average().orElseThrow()),
                Figure.of(
                        "vusPr.laterHalf.confirmed",
                        Arrays.stream(confirmed, 0, count).average().orElseThrow()));
    }

    private static Label fault(SampleTable table, int[] window) {
        int after = Math.min(window[1] + 1, table.rows() - 1);
        Instant from = PressWatch.instant(table.times()[window[0]]);
        Instant to = PressWatch.instant(table.times()[after]);
        return new Label(new TimeSpan(from, to), Label.Kind.FAULT, "");
    }

    private static WatchModel model(SampleTable samples, List<Label> labels) {
        var recipe =
                new Training.Recipe(
                        "nab",
                        Sha256.of("nab"),
                        Optional.empty(),
                        labels,
                        Optional.empty(),
                        1,
                        "bench");
        return Training.train(recipe, samples).model();
    }

    /** First and last row of each run of marked rows. */
    private static List<int[]> windows(boolean[] marked) {
        var windows = new ArrayList<int[]>();
        for (int row = 0; row < marked.length; row++) {
            if (marked[row] && (row == 0 || !marked[row - 1])) {
                windows.add(new int[] {row, row});
            } else if (marked[row]) {
                windows.getLast()[1] = row;
            }
        }
        return windows;
    }

    private static Backtest.Series series(Path file, JsonNode windows) {
        RawTable table = Tables.read(file);
        double[][] columns = {table.column("value")};
        boolean[] labels = new boolean[table.rows()];
        for (JsonNode window : windows.path("realKnownCause/" + file.getFileName())) {
            long from = micros(window.get(0).asString());
            long to = micros(window.get(1).asString());
            for (int row = 0; row < labels.length; row++) {
                labels[row] |= table.times()[row] >= from && table.times()[row] <= to;
            }
        }
        return new Backtest.Series(
                file.getFileName().toString(),
                new SampleTable(table.times(), List.of("value"), columns),
                Optional.of(labels),
                (int) (TRAINED * labels.length));
    }

    private static long micros(String text) {
        return LocalDateTime.parse(text.substring(0, 19), TIME).toEpochSecond(ZoneOffset.UTC)
                * 1_000_000;
    }

    private static JsonNode windows(Path file) {
        try {
            return Json.tree(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
