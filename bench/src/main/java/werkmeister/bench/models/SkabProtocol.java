package werkmeister.bench.models;

import werkmeister.bench.models.Outcome.Figure;
import werkmeister.learning.evaluate.Backtest;
import werkmeister.learning.evaluate.BacktestReport;
import werkmeister.plant.store.SampleTable;
import werkmeister.plant.table.RawTable;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.stream.Stream;

/** SKAB v0.9: 34 runs of a water circuit. */
final class SkabProtocol implements Protocol {
    private static final int TRAINED = 400;

    @Override
    public String name() {
        return "skab";
    }

    @Override
    public Optional<String> folder() {
        return Optional.of("skab");
    }

    @Override
    public Outcome run(Path folder, LongSupplier nanoTime) {
        var series = new ArrayList<Backtest.Series>();
        var changes = new ArrayList<boolean[]>();
        for (String group : List.of("valve1", "valve2", "other")) {
            for (Path file : Tables.csv(folder.resolve("data").resolve(group))) {
                RawTable table = Tables.read(file);
                series.add(series(group + "/" + file.getFileName(), table));
                changes.add(marked(table, "changepoint"));
            }
        }
        var options = new Backtest.Options(Optional.empty(), Optional.empty(), 1, nanoTime);
        BacktestReport report = Backtest.run(series, options);
        BacktestReport.Point point = report.point().orElseThrow();
        var peers = peers(series);
        var choice = choice(series, changes, report);
        List<boolean[]> chosen = choice.alarms();
        return new Outcome(
                        name(),
                        "34 runs, the first 400 rows of each are trained on without labels, counts"
                                + " pooled over the rest",
                        List.of(
                                Figure.of("f1", point.f1())
                                        .published(0.78)
                                        .atLeast(0.83)
                                        .beside(report.baselines(), BacktestReport.Baseline::f1)
                                        .against(f1(peers, series)),
                                Figure.of("falseAlarmRate", point.falseAlarmRate()),
                                Figure.of("missedAlarmRate", point.missedAlarmRate()),
                                Figure.of("vusPr", point.vusPr()),
                                changes("nab.standard", SkabScore.standard(), report, changes)
                                        .published(23.61)
                                        .atLeast(29.7)
                                        .beside(Map.of("rowPosition", 31.15, "allOnes", -1.47)),
                                changes("nab.lowFp", SkabScore.lowFalsePositives(), report, changes)
                                        .published(21.54),
                                changes("nab.lowFn", SkabScore.lowFalseNegatives(), report, changes)
                                        .published(27.55),
                                Figure.of("f1.ruleFromOtherFiles", choice.f1(chosen))
                                        .published(0.78)
                                        .atLeast(0.83),
                                Figure.of(
                                                "nab.ruleFromOtherFiles",
                                                choice.score(chosen, SkabScore::standard))
                                        .published(23.61)
                                        .atLeast(29.7)),
                        report.trainSeconds() + report.scoreSeconds(),
                        0)
                .with(peers);
    }

    private static RuleChoice choice(
            List<Backtest.Series> series, List<boolean[]> changes, BacktestReport report) {
        var labels = new ArrayList<boolean[]>();
        var points = new ArrayList<boolean[]>();
        for (int i = 0; i < series.size(); i++) {
            var scored = report.scored().get(i);
            labels.add(RuleChoice.scored(scored, series.get(i).labels().orElseThrow()));
            points.add(RuleChoice.scored(scored, changes.get(i)));
        }
        return new RuleChoice(report.scored(), labels, points);
    }

    private static List<ScikitLearn.Answer> peers(List<Backtest.Series> all) {
        int rows = all.stream().mapToInt(series -> series.table().rows()).sum();
        double[] number = new double[rows];
        double[] trained = new double[rows];
        double[][] columns = new double[all.getFirst().table().columns().length][rows];
        int at = 0;
        for (int i = 0; i < all.size(); i++) {
            SampleTable table = all.get(i).table();
            for (int row = 0; row < table.rows(); row++, at++) {
                number[at] = i;
                trained[at] = row < TRAINED ? 1 : 0;
                for (int c = 0; c < columns.length; c++) {
                    columns[c][at] = table.columns()[c][row];
                }
            }
        }
        return Stream.of("IsolationForest", "OneClassSVM")
                .flatMap(model -> ScikitLearn.detect(model, number, trained, columns).stream())
                .toList();
    }

    private static Map<String, Double> f1(
            List<ScikitLearn.Answer> answers, List<Backtest.Series> all) {
        var labels = new ArrayList<Boolean>();
        for (Backtest.Series series : all) {
            boolean[] known = series.labels().orElseThrow();
            for (int row = TRAINED; row < known.length; row++) {
                labels.add(known[row]);
            }
        }
        int[] truth = labels.stream().mapToInt(label -> label ? 1 : 0).toArray();
        return ClassFolds.peers(
                answers, List.of("normal", "anomaly"), truth, error -> error.byClass().get(1).f1());
    }

    private static Figure changes(
            String name, SkabScore score, BacktestReport report, List<boolean[]> changes) {
        for (int i = 0; i < changes.size(); i++) {
            var scored = report.scored().get(i);
            score.take(
                    scored.times(),
                    scored.alarms(),
                    Arrays.copyOfRange(changes.get(i), scored.firstRow(), changes.get(i).length));
        }
        return Figure.of(name, score.value());
    }

    private static Backtest.Series series(String name, RawTable table) {
        var signals =
                table.signals().stream()
                        .filter(signal ->
                                !signal.equals("anomaly") && !signal.equals("changepoint"))
                        .toList();
        double[][] columns = signals.stream().map(table::column).toArray(double[][]::new);
        return new Backtest.Series(
                name,
                new SampleTable(table.times(), signals, columns),
                Optional.of(marked(table, "anomaly")),
                TRAINED);
    }

    private static boolean[] marked(RawTable table, String column) {
        double[] values = table.column(column);
        boolean[] marked = new boolean[values.length];
        for (int row = 0; row < marked.length; row++) {
            marked[row] = values[row] == 1;
        }
        return marked;
    }
}
