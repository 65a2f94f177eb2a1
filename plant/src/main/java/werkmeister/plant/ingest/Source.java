package werkmeister.plant.ingest;

import werkmeister.plant.cell.CellText;
import werkmeister.plant.table.Understanding;
import werkmeister.units.Refusal;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.Charset;
import java.nio.charset.IllegalCharsetNameException;
import java.nio.charset.StandardCharsets;
import java.nio.charset.UnsupportedCharsetException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.zip.ZipException;

/**
 * A file of text, unpacked and in UTF-8 or a one-byte encoding whatever it was; what is no table of
 * text is refused.
 */
final class Source {
    /** What of a file is looked at before it is read. */
    static final int HEAD = 1 << 20;

    private static final Charset WINDOWS = Charset.forName("windows-1252");

    private final Path file;
    private final Unpacking unpacking;
    private final Charset charset;
    private final byte[] head;
    private final int bom;
    private final boolean whole;

    private Source(
            Path file, Unpacking unpacking, Charset charset, byte[] raw, int bom, boolean whole) {
        this.file = file;
        this.unpacking = unpacking;
        this.charset = charset;
        this.bom = bom;
        this.whole = whole;
        this.head = text(raw);
    }

    private Source(Source other, byte[] text) {
        file = other.file;
        unpacking = other.unpacking;
        charset = other.charset;
        bom = other.bom;
        head = text;
        whole = true;
    }

    /** The same file as if it ended after its head. */
    Source headOnly() {
        return new Source(this, head);
    }

    /** The same file as if this were all of its text. */
    Source holding(byte[] text) {
        return new Source(this, text);
    }

    /** Opens a file and finds out how it is packed and encoded. */
    static Source open(Path file, ReadOptions options) {
        Source source = asItLies(file, options);
        return options.arrangement().turned() ? Turning.of(source, options) : source;
    }

    private static Source asItLies(Path file, ReadOptions options) {
        String name = nameOf(file);
        if (!Files.exists(file)) {
            throw Refusal.invalid("There is no file (%s): check the path.".formatted(file));
        }
        if (Files.isDirectory(file)) {
            throw Refusal.invalid("(%s) is a folder: name a file in it.".formatted(file));
        }
        try {
            return of(file, Unpacking.of(file, options), options, HEAD);
        } catch (ZipException e) {
            throw Refusal.invalid(
                    "The file (%s) is packed but cannot be unpacked (%s): pack it again."
                            .formatted(name, e.getMessage()));
        } catch (EOFException e) {
            throw Refusal.invalid(
                    "The file (%s) is packed but cut short: fetch or pack it again."
                            .formatted(name));
        } catch (IOException e) {
            throw new UncheckedIOException("The file (%s) cannot be read.".formatted(name), e);
        }
    }

    /** What an unpacking gives, by its first so many bytes. */
    static Source of(Path file, Unpacking unpacking, ReadOptions options, int look)
            throws IOException {
        String name = nameOf(file);
        byte[] raw;
        try (InputStream in = unpacking.stream()) {
            raw = in.readNBytes(look);
        }
        if (raw.length == 0) {
            throw Refusal.invalid("The file (%s) is empty: export it again.".formatted(name));
        }
        boolean whole = raw.length < look;
        if (!unpacking.workbook()) {
            refuseOtherKinds(name, raw);
        }
        int bom = bomLength(raw);
        Charset charset =
                unpacking.workbook()
                        ? StandardCharsets.UTF_8
                        : options.encoding()
                                .map(Source::named)
                                .orElseGet(() -> encoding(raw, whole));
        var source = new Source(file, unpacking, charset, raw, bom, whole);
        source.refuseBinary();
        return source;
    }

    /** Whether these are the first bytes of a Parquet file. */
    static boolean isParquet(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return Arrays.equals(in.readNBytes(4), "PAR1".getBytes(StandardCharsets.US_ASCII));
        } catch (IOException e) {
            return false;
        }
    }

    static String nameOf(Path file) {
        return Objects.requireNonNullElse(file.getFileName(), file).toString();
    }

    String name() {
        return nameOf(file);
    }

    /** The encoding of the file itself. */
    String encoding() {
        return unpacking.workbook() ? "Excel" : charset.name();
    }

    /** Whether its text was made of the cells of a workbook. */
    boolean workbook() {
        return unpacking.workbook();
    }

    /** What a person should know of how it was unpacked. */
    List<Understanding.Finding> notes() {
        return unpacking.notes();
    }

    /**
     * The first bytes, decoded, without a byte order mark; ends with a whole line unless it is all
     * there is.
     */
    byte[] head() {
        return head;
    }

    boolean whole() {
        return whole;
    }

    /** Size of the file on disk. */
    long size() {
        try {
            return Files.size(file);
        } catch (IOException e) {
            throw new UncheckedIOException("The file (%s) cannot be read.".formatted(name()), e);
        }
    }

    boolean packed() {
        return unpacking.packed();
    }

    /** The whole text from its start. */
    InputStream stream() throws IOException {
        if (whole) {
            return new ByteArrayInputStream(head);
        }
        InputStream in = unpacking.stream();
        in.skipNBytes(bom);
        return wide() ? new Transcoded(in, charset) : in;
    }

    /**
     * A cell's text. Where UTF-8 is broken further down, the cell is read as Windows-1252 rather
     * than lost.
     */
    String decode(byte[] bytes, int from, int to) {
        return CellText.decode(bytes, from, to, wide() ? StandardCharsets.UTF_8 : charset);
    }

    private boolean wide() {
        return charset.name().startsWith("UTF-16") || charset.name().startsWith("UTF-32");
    }

    private byte[] text(byte[] raw) {
        byte[] body = Arrays.copyOfRange(raw, bom, raw.length);
        if (wide()) {
            body = new String(body, charset).getBytes(StandardCharsets.UTF_8);
        }
        if (whole) {
            return body;
        }
        int end = body.length;
        while (end > 0 && body[end - 1] != '\n' && body[end - 1] != '\r') {
            end--;
        }
        return end == 0 ? body : Arrays.copyOf(body, end);
    }

    private static int bomLength(byte[] raw) {
        if (raw.length >= 3
                && (raw[0] & 0xFF) == 0xEF
                && (raw[1] & 0xFF) == 0xBB
                && (raw[2] & 0xFF) == 0xBF) {
            return 3;
        }
        boolean wide =
                raw.length >= 2
                        && (((raw[0] & 0xFF) == 0xFF && (raw[1] & 0xFF) == 0xFE)
                                || ((raw[0] & 0xFF) == 0xFE && (raw[1] & 0xFF) == 0xFF));
        return wide ? 2 : 0;
    }

    private static Charset named(String encoding) {
        try {
            return Charset.forName(encoding);
        } catch (IllegalCharsetNameException | UnsupportedCharsetException e) {
            throw Refusal.invalid(
                    "The encoding (%s) is not known: try UTF-8 or windows-1252."
                            .formatted(encoding));
        }
    }

    private static Charset encoding(byte[] raw, boolean whole) {
        int bom = bomLength(raw);
        if (bom == 2) {
            return (raw[0] & 0xFF) == 0xFF ? StandardCharsets.UTF_16LE : StandardCharsets.UTF_16BE;
        }
        int evenZeros = 0;
        int oddZeros = 0;
        int look = Math.min(raw.length, 2_000);
        for (int i = 0; i < look; i++) {
            if (raw[i] == 0) {
                evenZeros += 1 - i % 2;
                oddZeros += i % 2;
            }
        }
        if (oddZeros > look / 4 && evenZeros < look / 16) {
            return StandardCharsets.UTF_16LE;
        }
        if (evenZeros > look / 4 && oddZeros < look / 16) {
            return StandardCharsets.UTF_16BE;
        }
        return isUtf8(raw, whole) ? StandardCharsets.UTF_8 : WINDOWS;
    }

    private static boolean isUtf8(byte[] raw, boolean whole) {
        int end = raw.length;
        if (!whole) {
            // The last character may be cut.
            for (int back = 0; back < 4 && end > 0 && raw[end - 1] < 0; back++) {
                end--;
            }
        }
        return new String(raw, 0, end, StandardCharsets.UTF_8).indexOf('\uFFFD') < 0;
    }

    private static void refuseOtherKinds(String name, byte[] raw) {
        String start = new String(raw, 0, Math.min(raw.length, 512), StandardCharsets.ISO_8859_1);
        String kind = kindOf(start, start.strip().toLowerCase(Locale.ROOT));
        if (!kind.isEmpty()) {
            throw Refusal.invalid(
                    "The file (%s) is %s, not a table of text: export it as CSV."
                            .formatted(name, kind));
        }
    }

    private static String kindOf(String start, String text) {
        if (start.startsWith("%PDF")) {
            return "a PDF document";
        }
        if (start.startsWith("SQLite format 3")) {
            return "an SQLite database";
        }
        if (start.startsWith("\u00D0\u00CF\u0011\u00E0")) {
            return "an old Excel workbook (.xls)";
        }
        if (start.startsWith("PK\u0003\u0004")) {
            return "an archive within an archive";
        }
        if (start.startsWith("\u0089HDF") || start.startsWith("MATLAB 5.0")) {
            return "a MATLAB or HDF5 file";
        }
        if (text.startsWith("<!doctype html")
                || text.startsWith("<html")
                || text.startsWith("<table")) {
            return "a web page (HTML), perhaps a login or error page of the system it came from";
        }
        if (text.startsWith("<?xml")) {
            return "XML";
        }
        return text.startsWith("{\"") || text.startsWith("[{") || text.startsWith("{\n")
                ? "JSON"
                : "";
    }

    private void refuseBinary() {
        for (int i = 0; i < head.length; i++) {
            int c = head[i];
            boolean control =
                    c >= 0 && c < ' ' && c != '\t' && c != '\n' && c != '\r' && c != '\f'
                            && c != 0x1A;
            if (control) {
                throw Refusal.invalid(
                        "The file (%s) is binary, not text (byte %d is 0x%02x): export it as CSV."
                                .formatted(name(), i + bom + 1L, c));
            }
        }
    }

    /** UTF-16 text as UTF-8. */
    private static final class Transcoded extends InputStream {
        private final Reader reader;
        private final char[] chars = new char[1 << 15];
        private InputStream piece = InputStream.nullInputStream();

        Transcoded(InputStream in, Charset charset) {
            reader = new InputStreamReader(in, charset);
        }

        @Override
        public int read() throws IOException {
            var one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
        }

        @Override
        public int read(byte[] bytes, int from, int length) throws IOException {
            int n = piece.read(bytes, from, length);
            while (n < 0) {
                int count = reader.read(chars, 0, chars.length - 1);
                if (count < 0) {
                    return -1;
                }
                if (Character.isHighSurrogate(chars[count - 1])) {
                    int low = reader.read();
                    if (low >= 0) {
                        chars[count++] = (char) low;
                    }
                }
                piece =
                        new ByteArrayInputStream(
                                new String(chars, 0, count).getBytes(StandardCharsets.UTF_8));
                n = piece.read(bytes, from, length);
            }
            return n;
        }

        @Override
        public void close() throws IOException {
            reader.close();
        }
    }
}
