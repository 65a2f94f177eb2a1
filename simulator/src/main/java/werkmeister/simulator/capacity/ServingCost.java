package werkmeister.simulator.capacity;

import werkmeister.units.Refusal;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.Collectors;

/**
 * What a request costs on a GPU, as fitted to published throughput.
 *
 * @param promptMicros GPU microseconds a token of the prompt
 * @param outputMicros GPU microseconds a token of the answer
 * @param contextNanos GPU nanoseconds more, a token of the answer and of what stands before it
 * @param meanError of the fit, as a share, {@code maxError} likewise; empty: an estimate
 * @param kvBytes of memory a token of context; empty: not known
 * @param weightGb the model's own memory
 * @param memoryGb of the GPU
 * @param kilowatts at most, of its server a GPU
 */
public record ServingCost(
        String model,
        String gpu,
        double promptMicros,
        double outputMicros,
        double contextNanos,
        OptionalDouble meanError,
        OptionalDouble maxError,
        OptionalDouble kvBytes,
        OptionalDouble weightGb,
        double memoryGb,
        double kilowatts,
        String source,
        String date) {
    private static final double MICRO = 1e-6;
    private static final double NANO = 1e-9;
    private static final double GIGA = 1e9;

    /** So much of a GPU's memory is used at most. */
    private static final double MEMORY_USED = 0.9;

    /** All that are known. */
    public static List<ServingCost> all() {
        var stream =
                Objects.requireNonNull(
                        ServingCost.class.getResourceAsStream("serving-costs.csv"),
                        "serving-costs.csv");
        try (var reader =
                new BufferedReader(new InputStreamReader(stream, StandardCharsets.UTF_8))) {
            var costs = new ArrayList<ServingCost>();
            reader.readLine();
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                costs.add(of(line.split(",", -1)));
            }
            return costs;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static ServingCost of(String[] cells) {
        return new ServingCost(
                cells[0],
                cells[1],
                Double.parseDouble(cells[2]),
                Double.parseDouble(cells[3]),
                Double.parseDouble(cells[4]),
                maybe(cells[5]),
                maybe(cells[6]),
                maybe(cells[7]),
                maybe(cells[8]),
                Double.parseDouble(cells[9]),
                Double.parseDouble(cells[10]),
                cells[11],
                cells[12]);
    }

    private static OptionalDouble maybe(String cell) {
        return cell.isEmpty()
                ? OptionalDouble.empty()
                : OptionalDouble.of(Double.parseDouble(cell));
    }

    /** The one of a model on a GPU; a refusal names those that are known. */
    public static ServingCost of(String model, String gpu) {
        Optional<ServingCost> found =
                all().stream()
                        .filter(cost -> cost.model.equals(model) && cost.gpu.equals(gpu))
                        .findFirst();
        return found.orElseThrow(() ->
                Refusal.notFound(
                        "Nothing is known of (%s) on (%s); known are %s."
                                .formatted(
                                        model,
                                        gpu,
                                        all().stream()
                                                .map(cost -> cost.model + " on " + cost.gpu)
                                                .collect(Collectors.joining(", ")))));
    }

    /** GPU seconds a request. */
    public double seconds(Assistant use) {
        return readSeconds(use.promptTokens(), use.prefixHit())
                + use.answerTokens() * tokenSeconds(use.meanContext());
    }

    /** GPU seconds to read a prompt of which a share is still in memory. */
    public double readSeconds(double promptTokens, double prefixHit) {
        return MICRO * promptMicros * promptTokens * (1 - prefixHit);
    }

    /** GPU seconds a token of an answer that has so much before it. */
    public double tokenSeconds(double context) {
        return MICRO * outputMicros + NANO * contextNanos * context;
    }

    /** Tokens of context that the memory of so many GPUs holds. */
    public OptionalDouble contextTokens(double gpus) {
        if (kvBytes.isEmpty() || weightGb.isEmpty()) {
            return OptionalDouble.empty();
        }
        double free = (MEMORY_USED * memoryGb - weightGb.getAsDouble()) * GIGA;
        return OptionalDouble.of(gpus * free / kvBytes.getAsDouble());
    }

    /** Answers at once that the memory of so many GPUs holds. */
    public OptionalDouble slots(double gpus, Assistant use) {
        OptionalDouble tokens = contextTokens(gpus);
        return tokens.isEmpty()
                ? tokens
                : OptionalDouble.of(tokens.getAsDouble() / use.meanContext());
    }
}
