package werkmeister.learning.trees;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import java.util.ArrayList;
import java.util.List;

/**
 * What trees are made of, so that others can run them: an answer is the sum of its base and one
 * leaf of each of its trees.
 *
 * @param base of each answer
 */
@SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
public record Structure(float[] base, List<Tree> trees) {
    private static final JsonMapper JSON = JsonMapper.shared();

    public Structure {
        trees = List.copyOf(trees);
    }

    /**
     * A tree; node 0 is its root.
     *
     * @param answer to which its leaves are added
     * @param left the next node where the feature is below the value; -1: the node is a leaf
     * @param right the next node otherwise
     * @param value the threshold, or what a leaf adds
     * @param missingLeft whether a missing feature goes left
     */
    @SuppressWarnings("ArrayRecordComponent") // Numbers are handed on, never compared as a value.
    public record Tree(
            int answer,
            int[] left,
            int[] right,
            int[] feature,
            float[] value,
            boolean[] missingLeft) {
        public int nodes() {
            return left.length;
        }
    }

    /** From the library's JSON form of a model. */
    static Structure of(byte[] json, int answers) {
        JsonNode learner = JSON.readTree(json).path("learner");
        JsonNode model = learner.path("gradient_booster").path("model");
        float[] base =
                base(learner.path("learner_model_param").path("base_score").asString(), answers);
        var trees = new ArrayList<Tree>();
        int number = 0;
        for (JsonNode tree : model.path("trees")) {
            trees.add(
                    new Tree(
                            model.path("tree_info").path(number++).asInt(),
                            ints(tree.path("left_children")),
                            ints(tree.path("right_children")),
                            ints(tree.path("split_indices")),
                            floats(tree.path("split_conditions")),
                            flags(tree.path("default_left"))));
        }
        return new Structure(base, trees);
    }

    /** One number for all answers, or a list of one each. */
    private static float[] base(String text, int answers) {
        String[] parts = text.replaceAll("[\\[\\] ]", "").split(",", -1);
        float[] base = new float[answers];
        for (int i = 0; i < answers; i++) {
            base[i] = Float.parseFloat(parts[parts.length == 1 ? 0 : i]);
        }
        return base;
    }

    private static int[] ints(JsonNode list) {
        int[] values = new int[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.path(i).asInt();
        }
        return values;
    }

    private static float[] floats(JsonNode list) {
        float[] values = new float[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.path(i).asFloat();
        }
        return values;
    }

    private static boolean[] flags(JsonNode list) {
        boolean[] values = new boolean[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.path(i).asInt() == 1;
        }
        return values;
    }
}
