package werkmeister.bench.models;

import werkmeister.bench.models.Outcome.Figure;
import werkmeister.learning.table.CaseReading;
import werkmeister.learning.table.CaseReading.Sheet;
import werkmeister.learning.table.FeatureChoice;
import werkmeister.learning.table.Roles;
import werkmeister.learning.trial.LifeTrial;
import werkmeister.plant.table.RawTable;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;

/** NASA's simulated turbofans, FD001: how many cycles are left? */
final class CmapssProtocol implements Protocol {
    @Override
    public String name() {
        return "cmapss";
    }

    @Override
    public String folder() {
        return "cmapss";
    }

    @Override
    public Outcome run(Path folder, LongSupplier nanoTime) {
        RawTable train = Tables.read(folder.resolve("train_FD001.txt"));
        RawTable test = Tables.read(folder.resolve("test_FD001.txt"));
        double[] truth =
                Arrays.stream(Tables.numbers(folder.resolve("RUL_FD001.txt")))
                        .mapToDouble(row -> row[0])
                        .toArray();
        Roles roles =
                new Roles(Optional.empty(), Optional.empty(), Optional.empty(), Optional.empty())
                        .forLife(train);
        FeatureChoice choice = FeatureChoice.of(train, roles, List.of(), _ -> false);
        var reports =
                SEEDS.stream()
                        .map(seed ->
                                LifeTrial.run(
                                        new LifeTrial.Task(
                                                read("train", train, roles, choice),
                                                Optional.empty(),
                                                Optional.of(read("test", test, roles, choice)),
                                                Optional.of(truth),
                                                Optional.empty(),
                                                seed),
                                        nanoTime))
                        .toList();
        return new Outcome(
                name(),
                "trained on 100 whole lives, told at the last cycle of 100 other engines; capped:"
                    + " truth cut at the limit of 125 cycles that the product found, raw: truth as"
                    + " it is",
                List.of(
                        figure("rmse.capped", reports, e -> e.capped().rmse())
                                .published(10.97)
                                .atMost(10.3),
                        figure("score.capped", reports, e -> e.capped().score())
                                .published(175)
                                .atMost(165),
                        figure("rmse.raw", reports, e -> e.raw().rmse()),
                        figure("score.raw", reports, e -> e.raw().score()),
                        figure("mae.capped", reports, e -> e.capped().mae()),
                        figure("coverage90", reports, LifeTrial.Errors::coverage)
                                .between(0.88, 0.92)),
                reports.stream().mapToDouble(r -> r.trainSeconds() + r.tellSeconds()).sum(),
                reports.getLast().modelBytes() / 1e3);
    }

    private static CaseReading read(
            String name, RawTable table, Roles roles, FeatureChoice choice) {
        return CaseReading.of(List.of(new Sheet(name, table)), roles, choice.features());
    }

    private static Figure figure(
            String name, List<LifeTrial.Report> reports, ToDoubleFunction<LifeTrial.Errors> of) {
        double[] values =
                reports.stream()
                        .mapToDouble(report -> of.applyAsDouble(report.errors().orElseThrow()))
                        .toArray();
        Map<String, Double> rivals =
                reports.getFirst().rivals().entrySet().stream()
                        .filter(_ -> !name.startsWith("coverage"))
                        .collect(
                                Collectors.toMap(
                                        Map.Entry::getKey,
                                        rival -> of.applyAsDouble(rival.getValue())));
        return Figure.of(name, values).beside(rivals);
    }
}
