package werkmeister.plant.store;

import static java.nio.ByteOrder.LITTLE_ENDIAN;
import static java.util.Objects.requireNonNull;

import com.github.luben.zstd.ZstdDecompressCtx;

import dev.hardwood.InputFile;
import dev.hardwood.reader.ParquetFileReader;

import org.apache.parquet.format.ColumnChunk;
import org.apache.parquet.format.FileMetaData;
import org.apache.parquet.format.SchemaElement;
import org.apache.parquet.format.Util;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;

/**
 * Reads the bytes of one of the store's files back into a table; a signal that the file lacks is
 * missing throughout.
 */
final class ParquetReading {
    /** Held here, because a logger that nobody holds forgets its level. */
    private static final Logger LIBRARY = Logger.getLogger("dev.hardwood");

    static {
        LIBRARY.setLevel(Level.WARNING);
    }

    /** Length of the foot and the mark. */
    private static final int TAIL = 8;

    /** So many values are decoded by all cores. */
    private static final long PARALLEL = 200_000;

    private ParquetReading() {}

    static SampleTable table(byte[] bytes, List<String> signals) throws IOException {
        return table(bytes, meta(bytes), signals);
    }

    /** With every column that the file has. */
    static SampleTable whole(byte[] bytes) throws IOException {
        FileMetaData meta = meta(bytes);
        return table(bytes, meta, names(meta));
    }

    private static SampleTable table(byte[] bytes, FileMetaData meta, List<String> signals)
            throws IOException {
        int rows = Math.toIntExact(meta.getNum_rows());
        if (meta.getRow_groupsSize() != 1) {
            throw new IOException(
                    "The file has %d row groups.".formatted(meta.getRow_groupsSize()));
        }
        List<ColumnChunk> chunks =
                requireNonNull(requireNonNull(meta.getRow_groups()).getFirst().getColumns());
        List<String> names = names(meta);
        var columns = new double[signals.size()][];
        IntStream wanted = IntStream.range(0, columns.length);
        boolean many = (long) rows * columns.length > PARALLEL;
        var first = requireNonNull(chunks.getFirst().getMeta_data());
        try (var unpacking = new ZstdDecompressCtx()) {
            if (many) {
                wanted.parallel()
                        .forEach(i ->
                                columns[i] = alone(bytes, chunks, names, rows, signals.get(i)));
            } else {
                wanted.forEach(i ->
                        columns[i] = column(bytes, chunks, names, rows, signals.get(i), unpacking));
            }
            var times = new PageReading(bytes, first, rows, unpacking).times();
            return new SampleTable(times, signals, columns);
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private static double[] alone(
            byte[] bytes, List<ColumnChunk> chunks, List<String> names, int rows, String signal) {
        try (var unpacking = new ZstdDecompressCtx()) {
            return column(bytes, chunks, names, rows, signal, unpacking);
        }
    }

    private static double[] column(
            byte[] bytes,
            List<ColumnChunk> chunks,
            List<String> names,
            int rows,
            String signal,
            ZstdDecompressCtx unpacking) {
        int at = names.indexOf(signal);
        if (at < 0) {
            return missing(rows);
        }
        var column = requireNonNull(chunks.get(at + 1).getMeta_data());
        try {
            return new PageReading(bytes, column, rows, unpacking).doubles();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Behind the root and the time. */
    private static List<String> names(FileMetaData meta) {
        return requireNonNull(meta.getSchema()).stream()
                .skip(2)
                .map(SchemaElement::getName)
                .toList();
    }

    private static FileMetaData meta(byte[] bytes) throws IOException {
        int end = bytes.length - TAIL;
        int length = end < 0 ? -1 : ByteBuffer.wrap(bytes).order(LITTLE_ENDIAN).getInt(end);
        if (length < 0 || length > end) {
            throw new IOException("The file has no foot.");
        }
        return Util.readFileMetaData(new ByteArrayInputStream(bytes, end - length, length));
    }

    static ParquetFileReader open(InputFile file) throws IOException {
        return ParquetFileReader.open(file);
    }

    private static double[] missing(int rows) {
        var column = new double[rows];
        Arrays.fill(column, Double.NaN);
        return column;
    }
}
