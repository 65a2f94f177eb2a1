package werkmeister.learning.foreign;

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

import java.util.Arrays;

/** ONNX models as others make them: single precision, a free batch. */
public final class Elsewhere {
    private Elsewhere() {}

    /** The mean square of what lies between a sample and the centre. */
    public static byte[] squares(double... centre) {
        var graph =
                graph().addInput(value("x", -1, centre.length))
                        .addOutput(value("score", -1, 1))
                        .addInitializer(floats("centre", centre))
                        .addNode(node("Sub", "away", "x", "centre"))
                        .addNode(node("Mul", "square", "away", "away"))
                        .addNode(mean("score", "square", 1));
        return bytes(graph, "");
    }

    /** The same, the higher the more normal, and beside it a label that is no real number. */
    public static byte[] normality(double... centre) {
        var graph =
                graph().addInput(value("x", -1, centre.length))
                        .addOutput(
                                ValueInfoProto.newBuilder()
                                        .setName("label")
                                        .setType(type(TensorProto.DataType.INT64, -1, 1)))
                        .addOutput(value("score", -1, 1))
                        .addInitializer(floats("centre", centre))
                        .addNode(node("Sub", "away", "x", "centre"))
                        .addNode(node("Mul", "square", "away", "away"))
                        .addNode(mean("mean", "square", 1))
                        .addNode(node("Neg", "score", "mean"))
                        .addNode(
                                node("Cast", "label", "score").toBuilder()
                                        .addAttribute(
                                                number("to", TensorProto.DataType.INT64_VALUE)));
        return bytes(graph, "");
    }

    /** The latest samples as their own mean over the window: what they should be. */
    public static byte[] flat(int window, int signals, String names) {
        var graph =
                graph().addInput(value("window", -1, window, signals))
                        .addOutput(value("expected", -1, window, signals))
                        .addInitializer(floats("zero", 0))
                        .addNode(mean("level", "window", 1))
                        .addNode(node("Mul", "nothing", "window", "zero"))
                        .addNode(node("Add", "expected", "nothing", "level"));
        return bytes(graph, names);
    }

    /** Says always the same. */
    public static byte[] dull(int signals) {
        var graph =
                graph().addInput(value("x", -1, signals))
                        .addOutput(value("score", -1, 1))
                        .addInitializer(floats("zero", 0))
                        .addNode(mean("mean", "x", 1))
                        .addNode(node("Mul", "score", "mean", "zero"));
        return bytes(graph, "");
    }

    /** Wants something beside the samples. */
    public static byte[] twoInputs(int signals) {
        var graph =
                graph().addInput(value("x", -1, signals))
                        .addInput(value("recipe", -1, signals))
                        .addOutput(value("score", -1, signals))
                        .addNode(node("Add", "score", "x", "recipe"));
        return bytes(graph, "");
    }

    private static GraphProto.Builder graph() {
        return GraphProto.newBuilder().setName("elsewhere");
    }

    private static NodeProto node(String operator, String output, String... inputs) {
        return NodeProto.newBuilder()
                .setOpType(operator)
                .addAllInput(Arrays.asList(inputs))
                .addOutput(output)
                .build();
    }

    private static NodeProto mean(String output, String input, int axis) {
        return node("ReduceMean", output, input).toBuilder()
                .addAttribute(
                        AttributeProto.newBuilder()
                                .setName("axes")
                                .setType(AttributeProto.AttributeType.INTS)
                                .addInts(axis))
                .build();
    }

    private static AttributeProto number(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static TensorProto floats(String name, double... values) {
        var tensor =
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(TensorProto.DataType.FLOAT_VALUE)
                        .addDims(values.length);
        for (double value : values) {
            tensor.addFloatData((float) value);
        }
        return tensor.build();
    }

    private static ValueInfoProto value(String name, long... shape) {
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(type(TensorProto.DataType.FLOAT, shape))
                .build();
    }

    private static TypeProto type(TensorProto.DataType type, long... shape) {
        var dims = TensorShapeProto.newBuilder();
        for (long length : shape) {
            var dim = TensorShapeProto.Dimension.newBuilder();
            dims.addDim(length < 0 ? dim.setDimParam("batch") : dim.setDimValue(length));
        }
        return TypeProto.newBuilder()
                .setTensorType(
                        TypeProto.Tensor.newBuilder().setElemType(type.getNumber()).setShape(dims))
                .build();
    }

    private static byte[] bytes(GraphProto.Builder graph, String signals) {
        var model =
                ModelProto.newBuilder()
                        .setIrVersion(8)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(17))
                        .setGraph(graph);
        if (!signals.isEmpty()) {
            model.addMetadataProps(
                    StringStringEntryProto.newBuilder().setKey("signals").setValue(signals));
        }
        return model.build().toByteArray();
    }
}
