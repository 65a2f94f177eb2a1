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

import java.util.Map;

/** A graph of operators on its way into a file. Rows come first in every tensor. */
final class Graph {
    private static final int IR = 8;
    private static final int OPERATORS = 17;
    private static final int ML_OPERATORS = 3;
    static final String ML = "ai.onnx.ml";

    private final GraphProto.Builder graph;
    private int names;

    Graph(String name) {
        this.graph = GraphProto.newBuilder().setName(name);
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
        String name = fresh();
        var tensor =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(TensorProto.DataType.INT64.getNumber())
                        .addDims(columns.length);
        for (int column : columns) {
            tensor.addInt64Data(column);
        }
        graph.addInitializer(tensor);
        return add(
                NodeProto.newBuilder().setOpType("Gather").addAttribute(number("axis", 1)),
                input,
                name);
    }

    /** One behind the other. */
    String beside(String... parts) {
        return add(
                NodeProto.newBuilder().setOpType("Concat").addAttribute(number("axis", 1)), parts);
    }

    String constant(double value) {
        return constant(new double[] {value}, 1);
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
        return "t" + ++names;
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
