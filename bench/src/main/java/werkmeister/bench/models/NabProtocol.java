package werkmeister.bench.models;

import tools.jackson.databind.JsonNode;

import werkmeister.bench.models.Outcome.Figure;
import werkmeister.learning.evaluate.Backtest;
import werkmeister.learning.evaluate.BacktestReport;
import werkmeister.plant.store.SampleTable;
import werkmeister.plant.table.RawTable;
import werkmeister.server.json.Json;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;

/** NAB v1.1, the seven series whose causes are known. */
final class NabProtocol implements Protocol {
    private static final double TRAINED = 0.15;
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
        return new Outcome(
                name(),
                "seven series with known causes, the first 15 % of each are trained on without"
                        + " labels, alarms by the product's own threshold",
                List.of(
                        Figure.of("caughtShare", (double) events.caught() / events.total()),
                        Figure.of("falsePerWeek", events.falsePerWeek()),
                        Figure.of("f1", point.f1())
                                .beside(report.baselines(), BacktestReport.Baseline::f1),
                        Figure.of("vusPr", point.vusPr())
                                .beside(report.baselines(), BacktestReport.Baseline::vusPr)),
                report.trainSeconds() + report.scoreSeconds(),
                0);
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
