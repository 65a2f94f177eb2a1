package werkmeister.learning.order;

import werkmeister.learning.dataset.Dataset;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;
import werkmeister.units.TenantId;

import java.util.List;
import java.util.Optional;

/**
 * An ONNX model that was made elsewhere and is to be tried as a version: its signature.
 *
 * @param name of the file, as a person knows it
 * @param sha256 of the file's bytes
 * @param signals in the order of the model's columns; empty: those that its metadata name, or all
 *     of the machine's
 * @param window so many of the latest samples go in; empty: as its input says, or 1
 * @param output which of its outputs counts; empty: the first of real numbers
 * @param says what this output says; empty: how unusual the samples are, or, where it has the shape
 *     of the input, what they should be
 */
public record Brought(
        String name,
        Sha256 sha256,
        List<String> signals,
        Optional<Integer> window,
        Optional<String> output,
        Optional<Says> says) {
    private static final int WINDOW_MAX = 10_000;

    public Brought {
        signals = List.copyOf(signals);
        if (window.isPresent() && (window.get() < 1 || window.get() > WINDOW_MAX)) {
            throw Refusal.invalid(
                    "The window (%d samples) must be 1 to %d.".formatted(window.get(), WINDOW_MAX));
        }
    }

    /** What the model's numbers mean. */
    public enum Says {
        /** The higher, the more unusual. */
        UNUSUAL,
        /** The higher, the more normal. */
        NORMAL,
        /** The samples as they should be: the more they differ from this, the more unusual. */
        EXPECTED
    }

    /** Where the file lies, below the server's folder. */
    public String path(Dataset dataset) {
        return "%s/%s/%s.onnx"
                .formatted(folder(dataset.tenant()), dataset.machine(), sha256.value());
    }

    /** Where files lie that a tenant has brought, a folder a machine in it. */
    public static String folder(TenantId tenant) {
        return "brought/" + tenant;
    }
}
