package werkmeister.bench.models;

import werkmeister.bench.models.Outcome.Figure;
import werkmeister.learning.metric.LifeError;
import werkmeister.learning.table.CaseReading;
import werkmeister.learning.table.CaseReading.Sheet;
import werkmeister.learning.table.FeatureChoice;
import werkmeister.learning.table.Roles;
import werkmeister.learning.table.Rows;
import werkmeister.learning.trial.LifeTrial;
import werkmeister.plant.table.RawTable;

import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** NASA's simulated turbofans, FD001: how many cycles are left? */
final class CmapssProtocol implements Protocol {
    @Override
    public String name() {
        return "cmapss";
    }

    @Override
    public Optional<String> folder() {
        return Optional.of("cmapss");
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
        CaseReading lives = read("train", train, roles, choice);
        CaseReading others = read("test", test, roles, choice);
        var reports =
                SEEDS.stream()
                        .map(seed ->
                                LifeTrial.run(
                                        new LifeTrial.Task(
                                                lives,
                                                Optional.empty(),
                                                Optional.of(others),
                                                Optional.of(truth),
                                                Optional.empty(),
                                                seed),
                                        nanoTime))
                        .toList();
        var peers = peers(train, test, reports.getFirst().limit());
        double[] capped = LifeError.capped(truth, reports.getFirst().limit());
        return new Outcome(
                        name(),
                        "trained on 100 whole lives, told at the last cycle of 100 other engines;"
                                + " capped: truth cut at the limit of 125 cycles that the product"
                                + " found, raw: truth as it is",
                        List.of(
                                figure("rmse.capped", reports, e -> e.capped().rmse())
                                        .published(10.97)
                                        .atMost(10.3)
                                        .against(errors(peers, test, capped, LifeError::rmse)),
                                figure("score.capped", reports, e -> e.capped().score())
                                        .published(175)
                                        .atMost(165)
                                        .against(errors(peers, test, capped, LifeError::score)),
                                figure("rmse.raw", reports, e -> e.raw().rmse()),
                                figure("score.raw", reports, e -> e.raw().score()),
                                figure("mae.capped", reports, e -> e.capped().mae()),
                                figure("coverage90", reports, LifeTrial.Errors::coverage)
                                        .between(0.88, 0.92)),
                        reports.stream().mapToDouble(r -> r.trainSeconds() + r.tellSeconds()).sum(),
                        reports.getLast().modelBytes() / 1e3)
                .with(peers);
    }

    /** What scikit-learn says of the rows as they are: the cycle, the settings, the sensors. */
    private static List<ScikitLearn.Answer> peers(RawTable train, RawTable test, double limit) {
        int[] last = lastRows(train);
        double[] trained = new double[train.rows() + test.rows()];
        double[] target = new double[trained.length];
        for (int row = 0; row < train.rows(); row++) {
            trained[row] = 1;
            target[row] = Math.min(limit, last[row] - row);
        }
        double[][] columns = new double[train.columns().length - 1][];
        for (int c = 0; c < columns.length; c++) {
            columns[c] =
                    DoubleStream.concat(
                                    Arrays.stream(train.columns()[c + 1]),
                                    Arrays.stream(test.columns()[c + 1]))
                            .toArray();
        }
        return Stream.of("HistGradientBoosting", "RandomForest")
                .flatMap(model -> ScikitLearn.regress(model, trained, target, columns).stream())
                .toList();
    }

    /** The last row of each row's engine. */
    private static int[] lastRows(RawTable table) {
        double[] engine = table.columns()[0];
        int[] last = new int[table.rows()];
        for (int row = last.length - 1; row >= 0; row--) {
            boolean same = row + 1 < last.length && engine[row + 1] == engine[row];
            last[row] = same ? last[row + 1] : row;
        }
        return last;
    }

    private static Map<String, Double> errors(
            List<ScikitLearn.Answer> answers,
            RawTable test,
            double[] truth,
            ToDoubleFunction<LifeError> of) {
        int[] ends = Arrays.stream(lastRows(test)).distinct().toArray();
        return ScikitLearn.errors(
                answers, said -> of.applyAsDouble(LifeError.of(Rows.pick(said, ends), truth)));
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
        Figure figure = Figure.of(name, values);
        return name.startsWith("coverage")
                ? figure
                : figure.beside(reports.getFirst().rivals(), of);
    }
}
