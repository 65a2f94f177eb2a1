package werkmeister.server.export;

import werkmeister.server.json.Json;
import werkmeister.units.Refusal;
import werkmeister.units.Sha256;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/**
 * An export that is read: every file of its manifest is there and nothing else, each is as long as
 * the manifest says and has its hash. What is not so is refused by its name.
 */
final class Archive implements AutoCloseable {
    static final String MANIFEST = "manifest.json";

    private static final int MANIFEST_BYTES_MAX = 256 << 20;
    private static final int FILE_BYTES_MAX = 1 << 30;
    private static final Pattern PLAIN = Pattern.compile("[A-Za-z0-9_.-]+(/[A-Za-z0-9_.-]+)*");

    private final ZipFile zip;
    private final Export.Manifest manifest;
    private final Map<String, Export.Entry> entriesByPath = new HashMap<>();

    private Archive(ZipFile zip) throws IOException {
        this.zip = zip;
        this.manifest =
                Json.read(
                        bytes(entry(MANIFEST), MANIFEST, MANIFEST_BYTES_MAX),
                        Export.Manifest.class);
        manifest.files().forEach(file -> entriesByPath.put(file.path(), file));
        for (Export.Entry file : manifest.files()) {
            requirePlain(file.path());
            entry(file.path());
        }
        var strange =
                zip.stream()
                        .map(ZipEntry::getName)
                        .filter(name -> !name.equals(MANIFEST) && !entriesByPath.containsKey(name))
                        .findFirst();
        if (strange.isPresent()) {
            throw Refusal.invalid(
                    "The archive holds a file (%s) that its manifest does not name: export again."
                            .formatted(strange.get()));
        }
    }

    static Archive open(Path file) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException e) {
            throw Refusal.invalid(
                    "The file is no whole zip archive (%s): fetch the export again."
                            .formatted(e.getMessage()));
        }
        try {
            return new Archive(zip);
        } catch (RuntimeException | IOException e) {
            zip.close();
            throw e;
        }
    }

    private static void requirePlain(String path) {
        boolean up = Pattern.compile("(^|/)\\.\\.?(/|$)").matcher(path).find();
        if (up || !PLAIN.matcher(path).matches()) {
            throw Refusal.invalid(
                    "The archive names a file (%s) that no export writes: do not trust it."
                            .formatted(path));
        }
    }

    private ZipEntry entry(String path) {
        ZipEntry entry = zip.getEntry(path);
        if (entry == null || entry.isDirectory()) {
            throw Refusal.invalid(
                    "The archive lacks the file (%s): export or fetch it again.".formatted(path));
        }
        return entry;
    }

    Export.Manifest manifest() {
        return manifest;
    }

    boolean holds(String path) {
        return entriesByPath.containsKey(path);
    }

    /** The bytes of a file, checked. */
    byte[] bytes(String path) throws IOException {
        Export.Entry expected = entriesByPath.get(path);
        if (expected == null) {
            throw Refusal.invalid(
                    "The archive lacks the file (%s): export or fetch it again.".formatted(path));
        }
        byte[] bytes = bytes(entry(path), path, FILE_BYTES_MAX);
        if (bytes.length != expected.bytes() || !Sha256.of(bytes).equals(expected.sha256())) {
            throw Refusal.invalid(
                    "The file (%s) of the archive is damaged: its bytes are not those of the manifest. Fetch it again."
                            .formatted(path));
        }
        return bytes;
    }

    /** Never more than the most, whatever the archive claims: it may be a bomb. */
    private byte[] bytes(ZipEntry entry, String path, int most) throws IOException {
        try (InputStream in = zip.getInputStream(entry)) {
            byte[] bytes = in.readNBytes(most);
            if (in.read() >= 0) {
                throw Refusal.invalid(
                        "The file (%s) of the archive unpacks to more than %d bytes: do not trust it."
                                .formatted(path, most));
            }
            return bytes;
        } catch (ZipException e) {
            throw Refusal.invalid(
                    "The file (%s) of the archive is damaged (%s): fetch it again."
                            .formatted(path, e.getMessage()));
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }
}
