package werkmeister.cli.client;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;

import werkmeister.units.Refusal;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Optional;

/**
 * Which server to ask, and the key to ask with. Kept in a data folder's file that only its owner
 * may read.
 */
public record Access(URI server, String key) {
    private static final String FILE = "access.json";
    private static final JsonMapper JSON = JsonMapper.builder().build();

    /** What a server that uses this data folder left there. */
    public static Optional<Access> savedIn(Path data) {
        var file = data.resolve(FILE);
        if (!Files.isRegularFile(file)) {
            return Optional.empty();
        }
        try {
            var saved = JSON.readTree(Files.readString(file));
            return Optional.of(
                    new Access(
                            URI.create(saved.path("server").asString("")),
                            saved.path("key").asString("")));
        } catch (IOException | JacksonException | IllegalArgumentException e) {
            throw Refusal.invalid(
                    "The saved key (%s) cannot be read; give --server and --key, or remove the file."
                            .formatted(file));
        }
    }

    /** Leaves it in the data folder, readable by its owner only. */
    public void save(Path data) {
        try {
            Files.createDirectories(data);
            var owner = PosixFilePermissions.fromString("rw-------");
            var temporary =
                    Files.createTempFile(
                            data, FILE, ".tmp", PosixFilePermissions.asFileAttribute(owner));
            var node = JSON.createObjectNode().put("server", server.toString()).put("key", key);
            Files.writeString(temporary, node.toPrettyString() + "\n");
            Files.move(
                    temporary,
                    data.resolve(FILE),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Takes the saved key away. */
    public static void forget(Path data) {
        try {
            Files.deleteIfExists(data.resolve(FILE));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Without the secret. */
    @Override
    public String toString() {
        return "Access[" + server + "]";
    }
}
