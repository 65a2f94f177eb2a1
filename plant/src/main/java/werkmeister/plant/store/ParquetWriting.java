package werkmeister.plant.store;

import com.github.luben.zstd.Zstd;

import org.apache.parquet.bytes.BytesInput;
import org.apache.parquet.bytes.HeapByteBufferAllocator;
import org.apache.parquet.column.ColumnDescriptor;
import org.apache.parquet.column.Encoding;
import org.apache.parquet.column.page.DictionaryPage;
import org.apache.parquet.column.statistics.Statistics;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesWriterForLong;
import org.apache.parquet.column.values.rle.RunLengthBitPackingHybridEncoder;
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
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SequencedMap;

/**
 * Writes a table as one Parquet file, column by column straight to pages.
 *
 * <p>The first column is the time (INT64, TIMESTAMP(MICROS, UTC), delta encoded); each signal is an
 * optional DOUBLE whose missing values are nulls. Of three encodings each column takes the one that
 * is smallest on its first page: a dictionary (readings of few distinct values, the common case),
 * BYTE_STREAM_SPLIT or plain. All pages are compressed with zstd and carry a CRC. The same table
 * always gives the same bytes.
 */
final class ParquetWriting {
    /** Small enough that a chart of a day reads little, large enough to compress. */
    static final int PAGE_ROWS = 20_000;

    private static final int ZSTD_LEVEL = 3;
    private static final int MAX_DICTIONARY = 1 << 12;
    private static final int STATISTICS_BYTES = 64;
    private static final long ROW_GROUP_BYTES = 128L << 20;

    private final SampleTable table;
    private final ParquetFileWriter file;

    private ParquetWriting(SampleTable table, ParquetFileWriter file) {
        this.table = table;
        this.file = file;
    }

    /** The bytes of the table as a Parquet file. */
    static byte[] bytes(SampleTable table) throws IOException {
        var out = new ParquetBytes();
        var schema = schema(table.signals());
        try (var file =
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
            var writing = new ParquetWriting(table, file);
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
        DoubleEncoding encoding = DoubleEncoding.choose(values);
        if (encoding instanceof DoubleEncoding.Dictionary dictionary) {
            byte[] plain = dictionary.plain();
            file.writeDictionaryPage(
                    new DictionaryPage(
                            BytesInput.from(Zstd.compress(plain, ZSTD_LEVEL)),
                            plain.length,
                            dictionary.distinct().size(),
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
        var statistics = Statistics.createStats(type);
        int nulls = 0;
        for (int i = from; i < to; i++) {
            if (Double.isNaN(values[i])) {
                nulls++;
            } else {
                statistics.updateStats(values[i]);
            }
        }
        statistics.setNumNulls(nulls);
        return statistics;
    }

    private void page(byte[] body, int rows, Statistics<?> statistics, Encoding encoding)
            throws IOException {
        file.writeDataPage(
                rows,
                body.length,
                BytesInput.from(Zstd.compress(body, ZSTD_LEVEL)),
                statistics,
                rows,
                Encoding.RLE,
                Encoding.RLE,
                encoding);
    }

    /** Writes which of the rows have a value; says how many. */
    private static int levels(ByteArrayOutputStream body, double[] values, int from, int to)
            throws IOException {
        int present = 0;
        byte[] bytes;
        try (var levels =
                new RunLengthBitPackingHybridEncoder(
                        1, 64, 1 << 16, new HeapByteBufferAllocator())) {
            for (int i = from; i < to; i++) {
                int level = Double.isNaN(values[i]) ? 0 : 1;
                levels.writeInt(level);
                present += level;
            }
            bytes = levels.toBytes().toByteArray();
        }
        body.write(littleEndian(Integer.BYTES).putInt(bytes.length).array());
        body.write(bytes);
        return present;
    }

    private static ByteBuffer littleEndian(int size) {
        return ByteBuffer.allocate(size).order(ByteOrder.LITTLE_ENDIAN);
    }

    /** How the doubles of a column are laid out in its pages. */
    private sealed interface DoubleEncoding {
        Encoding code();

        byte[] page(double[] values, int from, int to, int present) throws IOException;

        /** Takes the smallest on the column's first page. */
        static DoubleEncoding choose(double[] values) throws IOException {
            int to = Math.min(values.length, PAGE_ROWS);
            int present = 0;
            for (int i = 0; i < to; i++) {
                present += Double.isNaN(values[i]) ? 0 : 1;
            }
            var candidates = new ArrayList<DoubleEncoding>(List.of(new Plain(), new Split()));
            Dictionary dictionary = Dictionary.of(values);
            if (dictionary.distinct().size() <= MAX_DICTIONARY) {
                candidates.add(dictionary);
            }
            DoubleEncoding best = candidates.getFirst();
            long bestSize = Long.MAX_VALUE;
            for (DoubleEncoding candidate : candidates) {
                long size =
                        Zstd.compress(candidate.page(values, 0, to, present), ZSTD_LEVEL).length
                                + candidate.overhead(values.length, to);
                if (size < bestSize) {
                    best = candidate;
                    bestSize = size;
                }
            }
            return best;
        }

        /** What it costs once a column, in proportion to the first page. */
        default long overhead(int rows, int firstPage) {
            return 0;
        }

        record Plain() implements DoubleEncoding {
            @Override
            public Encoding code() {
                return Encoding.PLAIN;
            }

            @Override
            public byte[] page(double[] values, int from, int to, int present) {
                ByteBuffer bytes = littleEndian(present * Double.BYTES);
                for (int i = from; i < to; i++) {
                    if (!Double.isNaN(values[i])) {
                        bytes.putDouble(values[i]);
                    }
                }
                return bytes.array();
            }
        }

        record Split() implements DoubleEncoding {
            @Override
            public Encoding code() {
                return Encoding.BYTE_STREAM_SPLIT;
            }

            @Override
            public byte[] page(double[] values, int from, int to, int present) {
                var bytes = new byte[present * Double.BYTES];
                int at = 0;
                for (int i = from; i < to; i++) {
                    if (!Double.isNaN(values[i])) {
                        long bits = Double.doubleToLongBits(values[i]);
                        for (int b = 0; b < Double.BYTES; b++) {
                            bytes[b * present + at] = (byte) (bits >>> (b * Byte.SIZE));
                        }
                        at++;
                    }
                }
                return bytes;
            }
        }

        /**
         * The column's distinct values by their bits, each with its number, in order of first use.
         */
        record Dictionary(SequencedMap<Long, Integer> distinct) implements DoubleEncoding {
            static Dictionary of(double[] values) {
                var distinct = new LinkedHashMap<Long, Integer>();
                for (double value : values) {
                    if (!Double.isNaN(value)) {
                        distinct.putIfAbsent(Double.doubleToLongBits(value), distinct.size());
                        if (distinct.size() > MAX_DICTIONARY) {
                            break;
                        }
                    }
                }
                return new Dictionary(distinct);
            }

            byte[] plain() {
                ByteBuffer bytes = littleEndian(distinct.size() * Double.BYTES);
                distinct.keySet().forEach(bytes::putLong);
                return bytes.array();
            }

            @Override
            public Encoding code() {
                return Encoding.RLE_DICTIONARY;
            }

            @Override
            public long overhead(int rows, int firstPage) {
                return (long) distinct.size() * Double.BYTES * firstPage / Math.max(1, rows);
            }

            @Override
            public byte[] page(double[] values, int from, int to, int present) throws IOException {
                int width =
                        Math.max(
                                1,
                                Integer.SIZE - Integer.numberOfLeadingZeros(distinct.size() - 1));
                try (var encoder =
                        new RunLengthBitPackingHybridEncoder(
                                width, 1 << 10, 1 << 20, new HeapByteBufferAllocator())) {
                    for (int i = from; i < to; i++) {
                        if (!Double.isNaN(values[i])) {
                            encoder.writeInt(
                                    Objects.requireNonNull(
                                            distinct.get(Double.doubleToLongBits(values[i]))));
                        }
                    }
                    var bytes = new ByteArrayOutputStream();
                    bytes.write(width);
                    encoder.toBytes().writeAllTo(bytes);
                    return bytes.toByteArray();
                }
            }
        }
    }
}
