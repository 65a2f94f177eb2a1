package werkmeister.bench.models;

import werkmeister.bench.models.Outcome.Figure;
import werkmeister.learning.metric.ClassError;
import werkmeister.learning.table.Split;
import werkmeister.learning.trial.ClassTrial;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** What protocols of classes have in common. */
final class ClassFolds {
    private ClassFolds() {}

    /** Deals the cases of each class to folds in turn, in an order by chance, as was published. */
    static Split stratified(int[] truth, int folds, long seed) {
        var order = new ArrayList<>(IntStream.range(0, truth.length).boxed().toList());
        Collections.shuffle(order, new Random(seed));
        Map<Integer, Integer> dealt = new HashMap<>();
        int[] fold = new int[truth.length];
        for (int row : order) {
            fold[row] = (dealt.merge(truth[row], 1, Integer::sum) - 1) % folds;
        }
        return new Split(Split.Kind.BLOCKS, fold);
    }

    static Figure figure(
            String name, List<ClassTrial.Report> reports, ToDoubleFunction<ClassError> of) {
        double[] values =
                reports.stream()
                        .mapToDouble(report -> of.applyAsDouble(report.error().orElseThrow()))
                        .toArray();
        return Figure.of(name, values).beside(reports.getFirst().rivals(), of);
    }

    /** What scikit-learn says of the same cases by the same folds. */
    static List<ScikitLearn.Answer> peers(int[] folds, int[] truth, double[][] columns) {
        return Stream.of("HistGradientBoosting", "RandomForest")
                .flatMap(model ->
                        ScikitLearn.classify(model, folds, truth, filled(columns)).stream())
                .toList();
    }

    /** Some of its models take no missing values. */
    private static double[][] filled(double[][] columns) {
        return Arrays.stream(columns)
                .map(column -> Arrays.stream(column).map(x -> Double.isNaN(x) ? -1 : x).toArray())
                .toArray(double[][]::new);
    }

    static Map<String, Double> peers(
            List<ScikitLearn.Answer> answers,
            List<String> classes,
            int[] truth,
            ToDoubleFunction<ClassError> of) {
        return ScikitLearn.errors(
                answers,
                said -> {
                    int[] told = Arrays.stream(said).mapToInt(x -> (int) x).toArray();
                    return of.applyAsDouble(ClassError.of(classes, told, truth));
                });
    }

    static double seconds(List<ClassTrial.Report> reports) {
        return reports.stream().mapToDouble(r -> r.trainSeconds() + r.tellSeconds()).sum();
    }
}
