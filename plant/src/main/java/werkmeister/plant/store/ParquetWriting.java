package werkmeister.plant.store;

import com.github.luben.zstd.ZstdCompressCtx;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.hadoop.ParquetFileWriter;
import org.apache.parquet.hadoop.metadata.CompressionCodecName;
import org.apache.parquet.schema.LogicalTypeAnnotation;
import org.apache.parquet.schema.MessageType;
import org.apache.parquet.schema.PrimitiveType;
import org.apache.parquet.schema.PrimitiveType.PrimitiveTypeName;
import org.apache.parquet.schema.Types;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;

/**
 * Writes a table as one Parquet file, column by column straight to pages.
 *
 * <p>The first column is the time (INT64, TIMESTAMP(MICROS, UTC), delta encoded); each signal is an
 * optional DOUBLE whose missing values are nulls, see {@link DoubleEncoding}. All pages are
 * compressed with zstd and carry a CRC. The same table always gives the same bytes.
 */
final class ParquetWriting {
    /** Small enough that a chart of a day reads little, large enough to compress. */
    static final int PAGE_ROWS = 20_000;

    static final int ZSTD_LEVEL = 3;
    private static final int STATISTICS_BYTES = 64;
    private static final long ROW_GROUP_BYTES = 128L << 20;

    private final SampleTable table;
    private final ParquetFileWriter file;
    private final ZstdCompressCtx zstd;

    private ParquetWriting(SampleTable table, ParquetFileWriter file, ZstdCompressCtx zstd) {
        this.table = table;
        this.file = file;
        this.zstd = zstd;
    }

    /** The bytes of the table as a Parquet file. */
    static byte[] bytes(SampleTable table) throws IOException {
        var out = new ParquetBytes();
        var schema = schema(table.signals());
        // One for all pages: to make one takes longer than to compress a small page.
        try (var zstd = new ZstdCompressCtx().setLevel(ZSTD_LEVEL);
                var file =
                        new ParquetFileWriter(
                                out,
                                schema,
                                ParquetFileWriter.Mode.CREATE,
                                ROW_GROUP_BYTES,
                                0,
                                STATISTICS_BYTES,
                                Integer.MAX_VALUE,
                                true)) {
            file.start();
            file.startBlock(table.rows());
            var writing = new ParquetWriting(table, file, zstd);
            List<ColumnDescriptor> columns = schema.getColumns();
            writing.times(columns.getFirst());
            for (int i = 0; i < table.columns().length; i++) {
                writing.doubles(columns.get(i + 1), table.columns()[i]);
            }
            file.endBlock();
            file.end(Map.of());
        }
        return out.toByteArray();
    }

    private static MessageType schema(List<String> signals) {
        var schema =
                Types.buildMessage()
                        .required(PrimitiveTypeName.INT64)
                        .as(
                                LogicalTypeAnnotation.timestampType(
                                        true, LogicalTypeAnnotation.TimeUnit.MICROS))
                        .named(timeName(signals));
        for (String signal : signals) {
            schema = schema.optional(PrimitiveTypeName.DOUBLE).named(signal);
        }
        return schema.named("samples");
    }

    /**
     * The name of the time column: {@code time}, or with underscores where a signal has taken that
     * name.
     */
    private static String timeName(List<String> signals) {
        String name = "time";
        while (signals.contains(name)) {
            name = "_" + name;
        }
        return name;
    }

    private void times(ColumnDescriptor column) throws IOException {
        long[] times = table.times();
        file.startColumn(column, times.length, CompressionCodecName.ZSTD);
        for (int from = 0; from < times.length; from += PAGE_ROWS) {
            int to = Math.min(times.length, from + PAGE_ROWS);
            var values =
                    new DeltaBinaryPackingValuesWriterForLong(
                            1 << 12, 1 << 20, new HeapByteBufferAllocator());
            var statistics = Statistics.createStats(column.getPrimitiveType());
            for (int i = from; i < to; i++) {
                values.writeLong(times[i]);
                statistics.updateStats(times[i]);
            }
            statistics.setNumNulls(0);
            page(
                    values.getBytes().toByteArray(),
                    to - from,
                    statistics,
                    Encoding.DELTA_BINARY_PACKED);
            values.close();
        }
        file.endColumn();
    }

    private void doubles(ColumnDescriptor column, double[] values) throws IOException {
        file.startColumn(column, values.length, CompressionCodecName.ZSTD);
        DoubleEncoding encoding = DoubleEncoding.choose(values, zstd);
        if (encoding instanceof DoubleEncoding.Dictionary dictionary) {
            byte[] plain = dictionary.page();
            file.writeDictionaryPage(
                    new DictionaryPage(
                            BytesInput.from(zstd.compress(plain)),
                            plain.length,
                            dictionary.numbers().size(),
                            Encoding.PLAIN));
        }
        for (int from = 0; from < values.length; from += PAGE_ROWS) {
            int to = Math.min(values.length, from + PAGE_ROWS);
            var body = new ByteArrayOutputStream();
            int present = levels(body, values, from, to);
            body.write(encoding.page(values, from, to, present));
            page(
                    body.toByteArray(),
                    to - from,
                    statistics(column.getPrimitiveType(), values, from, to),
                    encoding.code());
        }
        file.endColumn();
    }

    private static Statistics<?> statistics(PrimitiveType type, double[] values, int from, int to) {
        int present = 0;
        double min = Double.POSITIVE_INFINITY;
        double max = Double.NEGATIVE_INFINITY;
        for (int i = from; i < to; i++) {
            double value = values[i];
            present += Double.isNaN(value) ? 0 : 1;
            min = value < min ? value : min;
            max = value > max ? value : max;
        }
        var statistics = Statistics.createStats(type);
        if (present > 0) {
            // Zero has two signs; the format asks for the wider range.
            statistics.updateStats(min == 0 ? -0.0 : min);
            statistics.updateStats(max == 0 ? 0.0 : max);
        }
        statistics.setNumNulls(to - from - present);
        return statistics;
    }

    private void page(byte[] body, int rows, Statistics<?> statistics, Encoding encoding)
            throws IOException {
        file.writeDataPage(
                rows,
                body.length,
                BytesInput.from(zstd.compress(body)),
                statistics,
                rows,
                Encoding.RLE,
                Encoding.RLE,
                encoding);
    }

    /** Which of the rows have a value, and how many do. */
    private static int levels(ByteArrayOutputStream body, double[] values, int from, int to) {
        int present = 0;
        for (int i = from; i < to; i++) {
            present += Double.isNaN(values[i]) ? 0 : 1;
        }
        byte[] bytes =
                present == to - from || present == 0
                        ? BitPacking.repeated(present == 0 ? 0 : 1, to - from)
                        : BitPacking.packed(1, present(values, from, to), 0, to - from);
        body.writeBytes(littleEndian(Integer.BYTES).putInt(bytes.length).array());
        body.writeBytes(bytes);
        return present;
    }

    /** 1 for a value, 0 for a missing one. */
    private static int[] present(double[] values, int from, int to) {
        var levels = new int[to - from];
        for (int i = from; i < to; i++) {
            levels[i - from] = Double.isNaN(values[i]) ? 0 : 1;
        }
        return levels;
    }

    static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }
}
