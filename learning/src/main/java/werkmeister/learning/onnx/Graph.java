package werkmeister.learning.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.StringStringEntryProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;

import com.google.protobuf.ByteString;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** A graph of operators on its way into a file. Rows come first in every tensor. */
final class Graph {
    private static final int IR = 8;
    private static final int OPERATORS = 17;
    private static final int ML_OPERATORS = 3;
    static final String ML = "ai.onnx.ml";

    private final GraphProto.Builder graph;
    private final String prefix;
    private int names;

    Graph(String name) {
        this(name, "t");
    }

    /**
     * @param prefix of the names of results: within a graph of another, not that one's
     */
    Graph(String name, String prefix) {
        this.graph = GraphProto.newBuilder().setName(name);
        this.prefix = prefix;
    }

    /** Doubles, so many columns a row. */
    String input(String name, int columns) {
        graph.addInput(value(name, TensorProto.DataType.DOUBLE, columns));
        return name;
    }

    void output(String name, String from, int columns) {
        graph.addNode(NodeProto.newBuilder().setOpType("Identity").addInput(from).addOutput(name));
        graph.addOutput(value(name, TensorProto.DataType.DOUBLE, columns));
    }

    /** A whole number a row. */
    void numberOutput(String name, String from) {
        graph.addNode(NodeProto.newBuilder().setOpType("Identity").addInput(from).addOutput(name));
        graph.addOutput(value(name, TensorProto.DataType.INT64, 0));
    }

    private static ValueInfoProto value(String name, TensorProto.DataType type, int columns) {
        var shape =
                TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("rows"));
        if (columns > 0) {
            shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns));
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(type.getNumber())
                                                .setShape(shape)))
                .build();
    }

    /** An operator with one result. */
    String node(String operator, String... inputs) {
        return add(NodeProto.newBuilder().setOpType(operator), inputs);
    }

    String add(NodeProto.Builder node, String... inputs) {
        String result = fresh();
        for (String input : inputs) {
            node.addInput(input);
        }
        graph.addNode(node.addOutput(result));
        return result;
    }

    /** An operator along an axis. */
    String along(String operator, int axis, String... inputs) {
        return add(
                NodeProto.newBuilder().setOpType(operator).addAttribute(number("axis", axis)),
                inputs);
    }

    /** The sum, or another summary, over an axis that stays as one element. */
    String over(String operator, int axis, String input) {
        var node = NodeProto.newBuilder().setOpType(operator);
        // Only the sum takes its axes as an input in these operator sets.
        return operator.equals("ReduceSum")
                ? add(node, input, numbers(axis))
                : add(node.addAttribute(axes(axis)), input);
    }

    private static AttributeProto axes(int axis) {
        return AttributeProto.newBuilder()
                .setName("axes")
                .setType(AttributeProto.AttributeType.INTS)
                .addInts(axis)
                .build();
    }

    String shaped(String input, int rows, int columns) {
        return node("Reshape", input, numbers(rows, columns));
    }

    /** One more axis. */
    String unsqueezed(String input, int axis) {
        return node("Unsqueeze", input, numbers(axis));
    }

    /** One axis less. */
    String squeezed(String input, int axis) {
        return node("Squeeze", input, numbers(axis));
    }

    /** Input of a graph within another; its shape follows from there. */
    String bare(String name) {
        graph.addInput(bareValue(name));
        return name;
    }

    /** Output of a graph within another. */
    void bareOutput(String name, String from) {
        graph.addNode(NodeProto.newBuilder().setOpType("Identity").addInput(from).addOutput(name));
        graph.addOutput(bareValue(name));
    }

    private static ValueInfoProto bareValue(String name) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(
                                                        TensorProto.DataType.DOUBLE.getNumber())))
                .build();
    }

    /**
     * Runs a graph once for each element of the sequences' first axis, one after the other.
     *
     * @param body its inputs: what is carried along, then an element of each sequence; its outputs:
     *     what is carried on, then what is collected
     * @param carried first values
     * @param results how many there are, the last values of what is carried first
     */
    List<String> scan(Graph body, List<String> carried, List<String> sequences, int results) {
        var node =
                NodeProto.newBuilder()
                        .setOpType("Scan")
                        .addAllInput(carried)
                        .addAllInput(sequences)
                        .addAttribute(number("num_scan_inputs", sequences.size()))
                        .addAttribute(
                                AttributeProto.newBuilder()
                                        .setName("body")
                                        .setType(AttributeProto.AttributeType.GRAPH)
                                        .setG(body.graph));
        var names = new ArrayList<String>();
        for (int i = 0; i < results; i++) {
            names.add(fresh());
        }
        graph.addNode(node.addAllOutput(names));
        return names;
    }

    String softmax(String input) {
        return add(
                NodeProto.newBuilder().setOpType("Softmax").addAttribute(number("axis", 1)), input);
    }

    String argMax(String input) {
        return add(
                NodeProto.newBuilder()
                        .setOpType("ArgMax")
                        .addAttribute(number("axis", 1))
                        .addAttribute(number("keepdims", 0)),
                input);
    }

    String doubles(String input) {
        return cast(input, TensorProto.DataType.DOUBLE);
    }

    /** Rounded as features are when trees grow. */
    String rounded(String input) {
        return doubles(cast(input, TensorProto.DataType.FLOAT));
    }

    private String cast(String input, TensorProto.DataType type) {
        return add(
                NodeProto.newBuilder()
                        .setOpType("Cast")
                        .addAttribute(number("to", type.getNumber())),
                input);
    }

    /** Some columns, in this order. */
    String columns(String input, int... columns) {
        return along("Gather", 1, input, numbers(Arrays.stream(columns).asLongStream().toArray()));
    }

    private String numbers(long... values) {
        String name = fresh();
        var tensor =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(TensorProto.DataType.INT64.getNumber())
                        .addDims(values.length);
        for (long value : values) {
            tensor.addInt64Data(value);
        }
        graph.addInitializer(tensor);
        return name;
    }

    /** One behind the other. */
    String beside(String... parts) {
        return along("Concat", 1, parts);
    }

    String constant(double value) {
        return constant(new double[] {value}, 1);
    }

    /** A number as a row of one column. */
    String number(double value) {
        return constant(new double[] {value}, 1, 1);
    }

    String matrix(double[][] rows) {
        return constant(
                Arrays.stream(rows).flatMapToDouble(Arrays::stream).toArray(),
                rows.length,
                rows[0].length);
    }

    String where(String condition, String yes, String no) {
        return node("Where", condition, yes, no);
    }

    /** Whether a flag is 1. */
    String yes(String flag) {
        return node("Greater", flag, number(0.5));
    }

    String clipped(String x, double by) {
        return node("Min", node("Max", x, number(-by)), number(by));
    }

    static int[] range(int from, int count) {
        return IntStream.range(from, from + count).toArray();
    }

    /** A constant row of values. */
    String row(double[] values) {
        return constant(values, 1, values.length);
    }

    String constant(double[] values, long... shape) {
        String name = fresh();
        graph.addInitializer(doubles(values, shape).toBuilder().setName(name));
        return name;
    }

    static TensorProto doubles(double[] values, long... shape) {
        var tensor = TensorProto.newBuilder().setDataType(TensorProto.DataType.DOUBLE.getNumber());
        for (long length : shape) {
            tensor.addDims(length);
        }
        var bytes =
                java.nio.ByteBuffer.allocate(8 * values.length)
                        .order(java.nio.ByteOrder.LITTLE_ENDIAN);
        for (double value : values) {
            bytes.putDouble(value);
        }
        return tensor.setRawData(ByteString.copyFrom(bytes.array())).build();
    }

    static AttributeProto number(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private String fresh() {
        return prefix + ++names;
    }

    /**
     * The file's bytes.
     *
     * @param notes what whoever runs it must know
     */
    byte[] bytes(Map<String, String> notes) {
        var model =
                ModelProto.newBuilder()
                        .setIrVersion(IR)
                        .setProducerName("werkmeister")
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                        .addOpsetImport(
                                OperatorSetIdProto.newBuilder()
                                        .setDomain(ML)
                                        .setVersion(ML_OPERATORS))
                        .setGraph(graph);
        notes.forEach((key, value) ->
                model.addMetadataProps(
                        StringStringEntryProto.newBuilder().setKey(key).setValue(value)));
        return model.build().toByteArray();
    }
}
