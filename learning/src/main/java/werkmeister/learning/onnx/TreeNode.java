package werkmeister.learning.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.NodeProto;

import com.google.protobuf.ByteString;

import werkmeister.learning.trees.Structure;

import java.util.ArrayList;
import java.util.List;

/** Trees as one operator: {@code ai.onnx.ml.TreeEnsembleRegressor}. */
final class TreeNode {
    private final List<Long> trees = new ArrayList<>();
    private final List<Long> nodes = new ArrayList<>();
    private final List<Long> features = new ArrayList<>();
    private final List<Long> whenTrue = new ArrayList<>();
    private final List<Long> whenFalse = new ArrayList<>();
    private final List<Long> missingTrue = new ArrayList<>();
    private final List<String> modes = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final List<Long> leafTrees = new ArrayList<>();
    private final List<Long> leafNodes = new ArrayList<>();
    private final List<Long> leafAnswers = new ArrayList<>();
    private final List<Double> leaves = new ArrayList<>();

    private TreeNode(Structure structure) {
        for (int tree = 0; tree < structure.trees().size(); tree++) {
            add(tree, structure.trees().get(tree));
        }
    }

    /** The answers of trees: a column each. */
    static String of(Graph graph, Structure structure, String features) {
        return graph.doubles(
                graph.add(new TreeNode(structure).node(structure.base()), graph.rounded(features)));
    }

    private void add(int number, Structure.Tree tree) {
        for (int node = 0; node < tree.nodes(); node++) {
            boolean leaf = tree.left()[node] < 0;
            trees.add((long) number);
            nodes.add((long) node);
            modes.add(leaf ? "LEAF" : "BRANCH_LT");
            features.add(leaf ? 0L : tree.feature()[node]);
            values.add(leaf ? 0.0 : tree.value()[node]);
            whenTrue.add(leaf ? 0L : tree.left()[node]);
            whenFalse.add(leaf ? 0L : tree.right()[node]);
            missingTrue.add(!leaf && tree.missingLeft()[node] ? 1L : 0L);
            if (leaf) {
                leafTrees.add((long) number);
                leafNodes.add((long) node);
                leafAnswers.add((long) tree.answer());
                leaves.add((double) tree.value()[node]);
            }
        }
    }

    private NodeProto.Builder node(float[] base) {
        double[] bases = new double[base.length];
        for (int i = 0; i < bases.length; i++) {
            bases[i] = base[i];
        }
        return NodeProto.newBuilder()
                .setOpType("TreeEnsembleRegressor")
                .setDomain(Graph.ML)
                .addAttribute(longs("nodes_treeids", trees))
                .addAttribute(longs("nodes_nodeids", nodes))
                .addAttribute(longs("nodes_featureids", features))
                .addAttribute(texts("nodes_modes", modes))
                .addAttribute(doubles("nodes_values_as_tensor", array(values)))
                .addAttribute(longs("nodes_truenodeids", whenTrue))
                .addAttribute(longs("nodes_falsenodeids", whenFalse))
                .addAttribute(longs("nodes_missing_value_tracks_true", missingTrue))
                .addAttribute(longs("target_treeids", leafTrees))
                .addAttribute(longs("target_nodeids", leafNodes))
                .addAttribute(longs("target_ids", leafAnswers))
                .addAttribute(doubles("target_weights_as_tensor", array(leaves)))
                .addAttribute(doubles("base_values_as_tensor", bases))
                .addAttribute(Graph.number("n_targets", base.length));
    }

    private static double[] array(List<Double> values) {
        return values.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static AttributeProto longs(String name, List<Long> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(values)
                .build();
    }

    private static AttributeProto texts(String name, List<String> values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRINGS)
                .addAllStrings(values.stream().map(ByteString::copyFromUtf8).toList())
                .build();
    }

    private static AttributeProto doubles(String name, double[] values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.TENSOR)
                .setT(Graph.doubles(values, values.length))
                .build();
    }
}
