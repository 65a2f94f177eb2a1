package werkmeister.plant.ingest;

import java.io.BufferedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * A file of the hostile corpus: how it is made, what a person says of it, and what must become of
 * it.
 *
 * @param name with its theme before a slash
 */
record Specimen(String name, Content content, ReadOptions options, Outcome outcome) {
    /** Writes the bytes of a file. */
    interface Content {
        void to(OutputStream out) throws IOException;

        /** This content with another behind it. */
        default Content andThen(Content other) {
            return joined(this, other);
        }
    }

    /** What must become of a file. */
    sealed interface Outcome {
        /** In one line, for the list of all files. */
        String brief();
    }

    /**
     * It is read, and what is understood is what its maker knows.
     *
     * @param known as {@link Known} writes it down
     */
    record Imported(String known) implements Outcome {
        @Override
        public String brief() {
            return known.lines().findFirst().orElseThrow();
        }
    }

    /** It is refused with a sentence that holds all of these: the place, the value, what to do. */
    record Refused(List<String> says) implements Outcome {
        @Override
        public String brief() {
            return "refused: " + String.join(" … ", says);
        }
    }

    /** It was harmed where nobody may notice: refused, or read as if nothing had happened. */
    record RefusedOrUnharmed(String known) implements Outcome {
        @Override
        public String brief() {
            return "refused, or as if unharmed: " + known.lines().findFirst().orElseThrow();
        }
    }

    /** A text file in UTF-8 that must be read. */
    static Specimen read(String name, String text, String known) {
        return read(name, text(text), known);
    }

    static Specimen read(String name, Content content, String known) {
        return new Specimen(name, content, ReadOptions.guess(), new Imported(known));
    }

    /** A text file in UTF-8 that must be refused with such words. */
    static Specimen refused(String name, String text, String... says) {
        return refused(name, text(text), says);
    }

    static Specimen refused(String name, Content content, String... says) {
        return new Specimen(name, content, ReadOptions.guess(), new Refused(List.of(says)));
    }

    Specimen with(ReadOptions said) {
        return new Specimen(name, content, said, outcome);
    }

    /** The file's own name, without the theme. */
    String fileName() {
        return name.substring(name.indexOf('/') + 1);
    }

    Path writeTo(Path folder) throws IOException {
        Path file = folder.resolve(fileName());
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16)) {
            content.to(out);
        }
        return file;
    }

    @Override
    public String toString() {
        return name + ": " + outcome.brief();
    }

    static Content text(String text) {
        return text(text, StandardCharsets.UTF_8);
    }

    static Content text(String text, Charset charset) {
        return bytes(text.getBytes(charset));
    }

    static Content bytes(byte... bytes) {
        return out -> out.write(bytes);
    }

    /** Bytes given as numbers from 0 to 255. */
    static Content octets(int... octets) {
        return out -> {
            for (int octet : octets) {
                out.write(octet);
            }
        };
    }

    static Content joined(Content... parts) {
        return out -> {
            for (Content part : parts) {
                part.to(out);
            }
        };
    }

    static Content repeated(String text, int times) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return out -> {
            for (int i = 0; i < times; i++) {
                out.write(bytes);
            }
        };
    }

    static Content gzip(Content content) {
        return out -> {
            var packed = new GZIPOutputStream(out);
            content.to(packed);
            packed.finish();
        };
    }

    /** An archive with one file. */
    static Content zip(String entry, Content content) {
        return out -> {
            var archive = new ZipOutputStream(out, StandardCharsets.UTF_8);
            archive.putNextEntry(new ZipEntry(entry));
            content.to(archive);
            archive.closeEntry();
            archive.finish();
        };
    }

    /** The first bytes of another content. */
    static Content cut(Content content, int length) {
        return out -> out.write(bytesOf(content), 0, length);
    }

    static byte[] bytesOf(Content content) {
        var bytes = new ByteArrayOutputStream();
        try {
            content.to(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Memory can always be written.", e);
        }
        return bytes.toByteArray();
    }
}
