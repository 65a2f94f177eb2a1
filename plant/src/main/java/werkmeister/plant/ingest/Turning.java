package werkmeister.plant.ingest;

import werkmeister.units.Refusal;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** Turns a file whose rows are signals, so that its columns are. It is in memory as a whole. */
final class Turning {
    private static final long MAX_BYTES = 256L << 20;

    private final Source source;
    private final char separator;
    private final List<List<byte[]>> rows = new ArrayList<>();

    private Turning(Source source, char separator) {
        this.source = source;
        this.separator = separator;
    }

    static Source of(Source source, ReadOptions options) {
        if (source.size() > MAX_BYTES) {
            throw Refusal.invalid(
                    "The file (%s) of %d bytes is too large to be turned (%d at most): turn it at the source."
                            .formatted(source.name(), source.size(), MAX_BYTES));
        }
        var turning = new Turning(source, Shape.separator(source, options));
        turning.read();
        return source.holding(turning.text());
    }

    private void read() {
        var collector =
                new RowScanner.Cells() {
                    private List<byte[]> row = new ArrayList<>();
                    private long bytes;

                    @Override
                    public void cell(int column, byte[] cell, int from, int to) {
                        row.add(java.util.Arrays.copyOfRange(cell, from, to));
                        bytes += to - from;
                        if (bytes > MAX_BYTES) {
                            throw Refusal.invalid(
                                    "The file (%s) unpacks to more than can be turned (%d bytes): turn it at the source."
                                            .formatted(source.name(), MAX_BYTES));
                        }
                    }

                    @Override
                    public boolean endRow(int cells, boolean open) {
                        if (cells > 0) {
                            rows.add(row);
                            row = new ArrayList<>();
                        }
                        return true;
                    }
                };
        try (InputStream in = source.stream()) {
            new RowScanner(in, separator, collector).scan();
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "The file (%s) cannot be read.".formatted(source.name()), e);
        }
    }

    private byte[] text() {
        int width = rows.stream().mapToInt(List::size).max().orElse(0);
        var out = new ByteArrayOutputStream();
        for (int c = 0; c < width; c++) {
            for (int r = 0; r < rows.size(); r++) {
                if (r > 0) {
                    out.write(separator);
                }
                out.writeBytes(c < rows.get(r).size() ? quoted(rows.get(r).get(c)) : missing());
            }
            out.write('\n');
        }
        return out.toByteArray();
    }

    /** With blanks between, an empty cell would not be seen. */
    private byte[] missing() {
        return (separator == RowScanner.BLANKS ? "-" : "").getBytes(StandardCharsets.US_ASCII);
    }

    private byte[] quoted(byte[] cell) {
        boolean plain = true;
        for (byte b : cell) {
            plain &= b != separator && b != '"' && b != '\n' && b != '\r';
        }
        if (plain) {
            return cell;
        }
        var out = new ByteArrayOutputStream();
        out.write('"');
        for (byte b : cell) {
            out.write(b);
            if (b == '"') {
                out.write('"');
            }
        }
        out.write('"');
        return out.toByteArray();
    }
}
