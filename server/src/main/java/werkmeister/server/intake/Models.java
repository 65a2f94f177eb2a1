package werkmeister.server.intake;

import werkmeister.learning.foreign.ForeignFormat;
import werkmeister.learning.model.ModelFile;
import werkmeister.learning.model.ModelFormat;
import werkmeister.learning.model.ModelVersion;
import werkmeister.learning.model.WatchModel;
import werkmeister.learning.predict.Predictor;
import werkmeister.learning.predict.PredictorFormat;
import werkmeister.serving.release.Replay;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;

/** The files of model versions, each checked by its hash before use. */
public final class Models {
    private final Path data;
    private final Map<Sha256, WatchModel> modelsByHash = new ConcurrentHashMap<>();
    private final Map<Sha256, Predictor> predictorsByHash = new ConcurrentHashMap<>();

    public Models(Path data) {
        this.data = data;
    }

    /** The model of a version; read once. */
    public WatchModel model(ModelVersion version) {
        ModelFile file = file(version, "model.json");
        return modelsByHash.computeIfAbsent(
                file.sha256(),
                _ ->
                        version.order().brought().isPresent()
                                ? ForeignFormat.read(bytes(file), bytes(version, "model.onnx"))
                                : ModelFormat.read(bytes(file)));
    }

    /** The predictor of a version that answers a question; read once. */
    public Predictor predictor(ModelVersion version) {
        ModelFile file = file(version, "model.json");
        return predictorsByHash.computeIfAbsent(
                file.sha256(), _ -> PredictorFormat.read(bytes(file)));
    }

    /** The scores of a version on its held-out history. */
    public Replay replay(ModelVersion version) {
        return Replay.read(bytes(version, "replay.bin"));
    }

    /**
     * Keeps a model that was brought; durable when this returns.
     *
     * @param path below the server's folder
     */
    public void keep(Path file, String path) {
        Path kept = data.resolve(path);
        Path folder = Objects.requireNonNull(kept.getParent());
        Path beside = kept.resolveSibling(kept.getFileName() + ".part");
        try {
            Files.createDirectories(folder);
            Files.copy(file, beside, StandardCopyOption.REPLACE_EXISTING);
            sync(beside);
            Files.move(beside, kept, StandardCopyOption.ATOMIC_MOVE);
            sync(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The model (%s) cannot be kept.".formatted(path), e);
        }
    }

    private static void sync(Path path) throws IOException {
        try (var channel = FileChannel.open(path, StandardOpenOption.READ)) {
            channel.force(true);
        }
    }

    /** A file of a version by its name. */
    public byte[] bytes(ModelVersion version, String name) {
        return bytes(file(version, name));
    }

    private static ModelFile file(ModelVersion version, String name) {
        return version.files().stream()
                .filter(file -> file.path().endsWith("/" + name))
                .findFirst()
                .orElseThrow(() ->
                        Refusal.notFound(
                                "Version (%s) has no file (%s).".formatted(version.id(), name)));
    }

    private byte[] bytes(ModelFile file) {
        Path path = data.resolve(file.path());
        try {
            byte[] bytes = Files.readAllBytes(path);
            if (!Sha256.of(bytes).equals(file.sha256())) {
                throw Refusal.corrupt(
                        "The model file (%s) differs from what was published (SHA-256 %s): restore it."
                                .formatted(path, file.sha256().brief()));
            }
            return bytes;
        } catch (IOException e) {
            throw Refusal.corrupt(
                    "The model file (%s) cannot be read: restore it.".formatted(path));
        }
    }
}
