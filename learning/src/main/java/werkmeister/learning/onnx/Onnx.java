package werkmeister.learning.onnx;

import werkmeister.learning.classify.ClassModel;
import werkmeister.learning.classify.Pairs;
import werkmeister.learning.forecast.ForecastModel.Band;
import werkmeister.learning.life.Interval;
import werkmeister.learning.life.LifeModel;
import werkmeister.learning.model.NormalModel;
import werkmeister.learning.model.WatchModel;
import werkmeister.learning.predict.ClassPredictor;
import werkmeister.learning.predict.CyclePredictor;
import werkmeister.learning.predict.ForecastPredictor;
import werkmeister.learning.predict.LifePredictor;
import werkmeister.learning.predict.Predictor;
import werkmeister.learning.trees.Trees;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A predictor as an ONNX model. What goes into it is said in its metadata: ONNX has no word for the
 * means, slopes and spreads of a machine's latest samples, so these are inputs.
 */
public final class Onnx {
    private Onnx() {}

    /**
     * The bytes of {@code model.onnx} of a model that watches; empty if ONNX has no words for it.
     */
    public static Optional<byte[]> write(WatchModel model) {
        // Without a channel there is nothing to say.
        return model instanceof NormalModel normal && normal.frame().size() > 0
                ? Optional.of(WatchGraph.bytes(normal))
                : Optional.empty();
    }

    /** The bytes of {@code model.onnx}; all inputs and outputs are doubles, rows first. */
    public static byte[] write(Predictor predictor) {
        return switch (predictor) {
            case LifePredictor life -> life(life);
            case ClassPredictor classes -> classes(classes, classes.model());
            case CyclePredictor cycles -> classes(cycles, cycles.model());
            case ForecastPredictor forecast -> forecast(forecast);
        };
    }

    private static byte[] life(LifePredictor predictor) {
        LifeModel model = predictor.model();
        var graph = new Graph("life");
        Map<String, String> notes = notes(predictor);
        int count = model.members().stream().mapToInt(member -> member.seeds().size()).sum();
        String sum = "";
        for (LifeModel.Member member : model.members()) {
            String name =
                    "features_"
                            + Arrays.stream(member.windows())
                                    .mapToObj(String::valueOf)
                                    .collect(Collectors.joining("_"));
            String features = graph.input(name, lifeFeatures(model, member.windows()).size());
            notes.put(name, String.join(", ", lifeFeatures(model, member.windows())));
            for (Trees trees : member.seeds()) {
                String said = TreeNode.of(graph, trees.structure(1), features);
                String cut = clamped(graph, said, 0, model.limit());
                sum = sum.isEmpty() ? cut : graph.node("Add", sum, cut);
            }
        }
        String expected = graph.node("Div", sum, graph.constant(count));
        Interval interval = model.interval();
        String zero = graph.constant(0);
        String below =
                graph.node("Min", zero, between(graph, interval.at(), interval.below(), expected));
        String above =
                graph.node("Max", zero, between(graph, interval.at(), interval.above(), expected));
        graph.output("expected_hours", expected, 1);
        graph.output("low_hours", graph.node("Max", zero, graph.node("Add", expected, below)), 1);
        graph.output("high_hours", graph.node("Add", expected, above), 1);
        return graph.bytes(notes);
    }

    /** In the order of the columns; every signal in spreads of its operating mode. */
    private static List<String> lifeFeatures(LifeModel model, int[] windows) {
        var names = new ArrayList<String>();
        for (String signal : model.signals()) {
            names.add(signal + " moved from its start");
            for (int window : windows) {
                names.add(signal + " mean of " + window);
                if (window > 2) {
                    names.add(signal + " slope of " + window);
                    names.add(signal + " spread of " + window);
                }
            }
        }
        names.add("age in hours");
        return names;
    }

    /** On the straight lines between knots, and level beyond them. */
    private static String between(Graph graph, double[] at, double[] values, String x) {
        if (at.length == 1) {
            return graph.node(
                    "Add", graph.node("Mul", x, graph.constant(0)), graph.constant(values[0]));
        }
        int parts = at.length - 1;
        double[] slopes = new double[parts];
        Arrays.setAll(slopes, k -> (values[k + 1] - values[k]) / (at[k + 1] - at[k]));
        String from = graph.row(Arrays.copyOfRange(at, 0, parts));
        String to = graph.row(Arrays.copyOfRange(at, 1, parts + 1));
        String within = graph.node("Min", graph.node("Max", x, from), to);
        String risen =
                graph.node(
                        "MatMul",
                        graph.node("Sub", within, from),
                        graph.constant(slopes, parts, 1));
        return graph.node("Add", risen, graph.constant(values[0]));
    }

    private static String clamped(Graph graph, String x, double low, double high) {
        return graph.node("Min", graph.node("Max", x, graph.constant(low)), graph.constant(high));
    }

    private static byte[] classes(Predictor predictor, ClassModel model) {
        var graph = new Graph("classify");
        String features = graph.input("features", model.features().size());
        String all = withPairs(graph, features, model);
        String sum = "";
        for (Trees trees : model.members()) {
            String said =
                    graph.softmax(TreeNode.of(graph, trees.structure(model.classes().size()), all));
            sum = sum.isEmpty() ? said : graph.node("Add", sum, said);
        }
        String probabilities = graph.node("Div", sum, graph.constant(model.members().size()));
        graph.output("probabilities", probabilities, model.classes().size());
        graph.numberOutput(
                "class",
                graph.argMax(graph.node("Mul", probabilities, graph.row(model.weights()))));
        Map<String, String> notes = notes(predictor);
        notes.put("features", String.join(", ", model.features()));
        notes.put("classes", String.join(", ", model.classes()));
        if (predictor instanceof CyclePredictor cycles) {
            notes.put("cycle", cycles.group());
        }
        return graph.bytes(notes);
    }

    /** Difference, product and quotient of each pair, pair by pair. */
    private static String withPairs(Graph graph, String features, ClassModel model) {
        List<Pairs.Pair> pairs = model.pairs().pairs();
        if (pairs.isEmpty()) {
            return features;
        }
        int columns = model.features().size();
        int count = pairs.size();
        String a = graph.columns(features, pairs.stream().mapToInt(Pairs.Pair::first).toArray());
        String b = graph.columns(features, pairs.stream().mapToInt(Pairs.Pair::second).toArray());
        String quotient =
                graph.node(
                        "Where",
                        graph.node("Equal", b, graph.constant(0)),
                        graph.constant(Double.NaN),
                        graph.node("Div", a, b));
        String beside =
                graph.beside(features, graph.node("Sub", a, b), graph.node("Mul", a, b), quotient);
        int[] order =
                IntStream.concat(
                                IntStream.range(0, columns),
                                IntStream.range(0, count)
                                        .flatMap(pair ->
                                                IntStream.range(0, 3)
                                                        .map(kind ->
                                                                columns + kind * count + pair)))
                        .toArray();
        return graph.columns(beside, order);
    }

    private static byte[] forecast(ForecastPredictor predictor) {
        var graph = new Graph("forecast");
        int window = predictor.window();
        for (int k = 0; k < predictor.signals().size(); k++) {
            String signal = predictor.signals().get(k);
            String latest = graph.input("latest:" + signal, window);
            // Whatever is mixed, it is straight in the window: probing it gives it whole.
            Band nothing = predictor.ahead(k, new double[window]);
            int horizon = nothing.expected().length;
            double[] map = new double[window * horizon];
            for (int i = 0; i < window; i++) {
                double[] one = new double[window];
                one[i] = 1;
                double[] said = predictor.ahead(k, one).expected();
                for (int h = 0; h < horizon; h++) {
                    map[i * horizon + h] = said[h] - nothing.expected()[h];
                }
            }
            String moved = graph.node("MatMul", latest, graph.constant(map, window, horizon));
            graph.output("expected:" + signal, plus(graph, moved, nothing.expected()), horizon);
            graph.output("low:" + signal, plus(graph, moved, nothing.low()), horizon);
            graph.output("high:" + signal, plus(graph, moved, nothing.high()), horizon);
        }
        return graph.bytes(notes(predictor));
    }

    private static String plus(Graph graph, String moved, double[] row) {
        return graph.node("Add", moved, graph.row(row));
    }

    private static Map<String, String> notes(Predictor predictor) {
        var notes = new LinkedHashMap<String, String>();
        notes.put("signals", String.join(", ", predictor.signals()));
        notes.put("step", predictor.step().toString());
        return notes;
    }
}
