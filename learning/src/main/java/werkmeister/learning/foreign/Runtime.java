package werkmeister.learning.foreign;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;

import werkmeister.learning.order.Brought;
import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** An ONNX model in ONNX Runtime: one tensor of numbers in, one out. Threads may share it. */
final class Runtime {
    private static final String NAMES = "signals";
    private static final int COMMAND_LINE_MAX = 3_500;

    private final OrtSession session;
    private final String name;
    private final List<String> signals;
    private final int window;
    private final String input;
    private final boolean doubles;
    private final long[] shape;
    private final String output;

    private Runtime(OrtSession session, Brought brought, List<String> known) throws OrtException {
        this.session = session;
        this.name = brought.name();
        NodeInfo entry = only(session.getInputInfo().values());
        TensorInfo tensor = tensor(entry);
        input = entry.getName();
        doubles = tensor.type == OnnxJavaType.DOUBLE;
        long[] asked = tensor.getShape();
        signals = signals(brought, known, asked);
        window = window(brought, asked);
        shape = shape(asked);
        output = output(brought);
    }

    /**
     * Opens a model.
     *
     * @param known the machine's signals
     */
    static Runtime open(byte[] onnx, Brought brought, List<String> known) {
        requireShortCommandLine();
        try {
            var options = new OrtSession.SessionOptions();
            // Samples come one by one: threads would only wait for each other.
            options.setIntraOpNumThreads(1);
            options.setInterOpNumThreads(1);
            return new Runtime(
                    OrtEnvironment.getEnvironment().createSession(onnx, options), brought, known);
        } catch (OrtException e) {
            throw Refusal.invalid("%s cannot be run: %s".formatted(brought.name(), e.getMessage()));
        }
    }

    /**
     * ONNX Runtime 1.29 reads the process's command line into 4 KiB and ends the process where it
     * is longer.
     */
    private static void requireShortCommandLine() {
        Path line = Path.of("/proc/self/cmdline");
        try {
            if (Files.isReadable(line) && Files.readAllBytes(line).length > COMMAND_LINE_MAX) {
                throw Refusal.invalid(
                        "A model that was made elsewhere cannot be run by a process whose command"
                                + " line is longer than %d bytes: start it with fewer words."
                                        .formatted(COMMAND_LINE_MAX));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> signals() {
        return signals;
    }

    int window() {
        return window;
    }

    /**
     * What the model says.
     *
     * @param samples the latest, a row a sample, the oldest first
     */
    double[] said(double[] samples) {
        var environment = OrtEnvironment.getEnvironment();
        try (var tensor = tensor(environment, samples);
                var result = session.run(Map.of(input, tensor), Set.of(output))) {
            return numbers((OnnxTensor) result.get(0));
        } catch (OrtException e) {
            throw Refusal.invalid("%s fails: %s".formatted(name, e.getMessage()));
        }
    }

    private OnnxTensor tensor(OrtEnvironment environment, double[] samples) throws OrtException {
        if (doubles) {
            return OnnxTensor.createTensor(environment, DoubleBuffer.wrap(samples), shape);
        }
        float[] floats = new float[samples.length];
        for (int i = 0; i < floats.length; i++) {
            floats[i] = (float) samples[i];
        }
        return OnnxTensor.createTensor(environment, FloatBuffer.wrap(floats), shape);
    }

    private static double[] numbers(OnnxTensor tensor) {
        if (tensor.getInfo().type == OnnxJavaType.DOUBLE) {
            DoubleBuffer buffer = tensor.getDoubleBuffer();
            double[] numbers = new double[buffer.remaining()];
            buffer.get(numbers);
            return numbers;
        }
        FloatBuffer buffer = tensor.getFloatBuffer();
        double[] numbers = new double[buffer.remaining()];
        Arrays.setAll(numbers, buffer::get);
        return numbers;
    }

    private NodeInfo only(Collection<NodeInfo> inputs) {
        if (inputs.size() != 1) {
            throw Refusal.invalid(
                    "%s has %d inputs (%s); a model that is brought has one: the latest samples."
                            .formatted(
                                    name,
                                    inputs.size(),
                                    inputs.stream()
                                            .map(NodeInfo::getName)
                                            .collect(Collectors.joining(", "))));
        }
        return inputs.iterator().next();
    }

    private TensorInfo tensor(NodeInfo entry) {
        if (entry.getInfo() instanceof TensorInfo tensor && isReal(tensor)) {
            int axes = tensor.getShape().length;
            if (axes >= 1 && axes <= 3) {
                return tensor;
            }
        }
        throw Refusal.invalid(
                "%s takes %s; it should take float or double, one, two or three axes (samples of a batch, latest samples, signals)."
                        .formatted(name, entry.getInfo()));
    }

    private static boolean isReal(TensorInfo tensor) {
        return tensor.type == OnnxJavaType.FLOAT || tensor.type == OnnxJavaType.DOUBLE;
    }

    /** How many numbers the last axis has; -1 if any. */
    private static long last(long[] asked) {
        return asked[asked.length - 1];
    }

    private List<String> signals(Brought brought, List<String> known, long[] asked)
            throws OrtException {
        String named = session.getMetadata().getCustomMetadataValue(NAMES).orElse("");
        List<String> wanted =
                !brought.signals().isEmpty()
                        ? brought.signals()
                        : named.isBlank() ? known : List.of(named.strip().split("\\s*,\\s*"));
        for (String signal : wanted) {
            if (!known.contains(signal)) {
                throw Refusal.notFound(
                        "The machine has no signal (%s) that %s takes; it has: %s."
                                .formatted(signal, name, String.join(", ", known)));
            }
        }
        if (asked.length == 3 && last(asked) > 0 && last(asked) != wanted.size()) {
            throw wrongCount(wanted, last(asked));
        }
        return wanted;
    }

    private Refusal wrongCount(List<String> wanted, long takes) {
        return Refusal.invalid(
                "%s takes %d numbers a sample, but %d signals are meant (%s): name them in the order of its columns, or say how many of the latest samples go in (window)."
                        .formatted(name, takes, wanted.size(), String.join(", ", wanted)));
    }

    private int window(Brought brought, long[] asked) {
        int width = signals.size();
        long fixed = -1;
        if (asked.length == 3) {
            fixed = asked[1];
        } else if (last(asked) > 0) {
            fixed = last(asked) / width;
            boolean said = fixed == 1 || brought.window().isPresent();
            if (last(asked) % width != 0 || !said) {
                throw wrongCount(signals, last(asked));
            }
        }
        if (brought.window().isPresent() && fixed > 0 && brought.window().get() != fixed) {
            // Samples of another number than the window: the signals are not those meant.
            throw Refusal.invalid(
                    "%s takes the latest %d samples of %d signals, not %d: leave the window out, or name the signals."
                            .formatted(name, fixed, width, brought.window().get()));
        }
        return brought.window().orElse((int) Math.max(1, fixed));
    }

    private long[] shape(long[] asked) {
        long[] shape =
                switch (asked.length) {
                    case 1 -> new long[] {(long) window * signals.size()};
                    case 2 -> new long[] {1, (long) window * signals.size()};
                    default -> new long[] {1, window, signals.size()};
                };
        for (int axis = 0; axis < shape.length; axis++) {
            if (asked[axis] > 0 && asked[axis] != shape[axis]) {
                throw Refusal.invalid(
                        "%s takes %s numbers, but %s would go in."
                                .formatted(name, Arrays.toString(asked), Arrays.toString(shape)));
            }
        }
        return shape;
    }

    private String output(Brought brought) throws OrtException {
        Map<String, NodeInfo> outputs = session.getOutputInfo();
        if (brought.output().isPresent()) {
            String wanted = brought.output().get();
            if (!outputs.containsKey(wanted)) {
                throw Refusal.notFound(
                        "%s has no output (%s); it has: %s."
                                .formatted(name, wanted, String.join(", ", outputs.keySet())));
            }
            if (!isRealTensor(Objects.requireNonNull(outputs.get(wanted)))) {
                throw Refusal.invalid(
                        "The output (%s) of %s is not one of real numbers."
                                .formatted(wanted, name));
            }
            return wanted;
        }
        return outputs.values().stream()
                .filter(Runtime::isRealTensor)
                .map(NodeInfo::getName)
                .findFirst()
                .orElseThrow(() ->
                        Refusal.invalid(
                                "%s has no output of real numbers among %s."
                                        .formatted(name, outputs.keySet())));
    }

    private static boolean isRealTensor(NodeInfo info) {
        return info.getInfo() instanceof TensorInfo tensor && isReal(tensor);
    }
}
