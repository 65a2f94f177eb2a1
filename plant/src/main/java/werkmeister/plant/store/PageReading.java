package werkmeister.plant.store;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;

import org.apache.parquet.bytes.ByteBufferInputStream;
import org.apache.parquet.column.values.delta.DeltaBinaryPackingValuesReader;
import org.apache.parquet.format.ColumnMetaData;
import org.apache.parquet.format.DataPageHeader;
import org.apache.parquet.format.Encoding;
import org.apache.parquet.format.PageHeader;
import org.apache.parquet.format.PageType;
import org.apache.parquet.format.Util;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Reads one column of one of the store's files straight from its pages, as {@link ParquetWriting}
 * lays them out.
 */
final class PageReading {
    private final byte[] file;
    private final ColumnMetaData column;
    private final int rows;
    private final ZstdDecompressCtx unpacking;
    private double[] dictionary = new double[0];
    private byte[] page = new byte[0];
    private int pageEnd;
    private int[] numbers = new int[0];
    private int[] levels = new int[0];

    /**
     * @param unpacking its owner's, one thread at a time: to make one takes longer than to unpack a
     *     small page
     */
    PageReading(byte[] file, ColumnMetaData column, int rows, ZstdDecompressCtx unpacking) {
        this.unpacking = unpacking;
        this.file = file;
        this.column = column;
        this.rows = rows;
    }

    /** Takes a page of values that starts at a row. */
    private interface Pages {
        void take(DataPageHeader header, int row) throws IOException;
    }

    /** Microseconds since the epoch. */
    long[] times() throws IOException {
        var times = new long[rows];
        pages((header, row) -> {
            var reader = new DeltaBinaryPackingValuesReader();
            reader.initFromPage(
                    header.getNum_values(),
                    ByteBufferInputStream.wrap(ByteBuffer.wrap(page, 0, pageEnd)));
            for (int i = 0; i < header.getNum_values(); i++) {
                times[row + i] = reader.readLong();
            }
        });
        return times;
    }

    /** NaN where there is no value. */
    double[] doubles() throws IOException {
        var values = new double[rows];
        pages((header, row) -> doubles(header, values, row));
        return values;
    }

    private void pages(Pages pages) throws IOException {
        long start = column.getData_page_offset();
        if (column.isSetDictionary_page_offset()) {
            start = Math.min(start, column.getDictionary_page_offset());
        }
        var in = new ByteArrayInputStream(file);
        in.skipNBytes(start);
        for (int row = 0; row < rows; ) {
            PageHeader header = Util.readPageHeader(in);
            unpack(header, file.length - in.available());
            in.skipNBytes(header.getCompressed_page_size());
            if (header.getType() == PageType.DICTIONARY_PAGE) {
                dictionary = new double[there(header.getDictionary_page_header()).getNum_values()];
                littleEndian(0, dictionary.length * Double.BYTES).asDoubleBuffer().get(dictionary);
            } else if (header.getType() == PageType.DATA_PAGE) {
                DataPageHeader data = there(header.getData_page_header());
                int count = data.getNum_values();
                if (count < 1 || count > rows - row) {
                    throw new IOException("A page has %d rows.".formatted(count));
                }
                pages.take(data, row);
                row += count;
            } else {
                throw new IOException("Pages of type %s are not read.".formatted(header.getType()));
            }
        }
    }

    private void unpack(PageHeader header, int from) throws IOException {
        int length = header.getUncompressed_page_size();
        if (length < 0 || length > file.length * 1_000L) {
            throw new IOException("A page of %d bytes is not read.".formatted(length));
        }
        if (page.length < length + HybridRuns.PADDING) {
            page = new byte[length + HybridRuns.PADDING];
        }
        try {
            long unpacked =
                    unpacking.decompressByteArray(
                            page, 0, length, file, from, header.getCompressed_page_size());
            if (unpacked != length) {
                throw new IOException("A page unpacks to %d bytes.".formatted(unpacked));
            }
        } catch (ZstdException e) {
            throw new IOException("A page cannot be unpacked.", e);
        }
        pageEnd = length;
    }

    private void doubles(DataPageHeader header, double[] values, int row) throws IOException {
        int count = header.getNum_values();
        int levelBytes = littleEndian(0, Integer.BYTES).getInt();
        int body = Integer.BYTES + levelBytes;
        if (levelBytes < 0 || body > pageEnd) {
            throw new IOException("The levels of a page take %d bytes.".formatted(levelBytes));
        }
        if (levels.length < count) {
            levels = new int[count];
            numbers = new int[count];
        }
        int present = present(new HybridRuns(page, Integer.BYTES, body), count);
        Encoding encoding = there(header.getEncoding());
        switch (encoding) {
            case RLE_DICTIONARY -> dictionary(values, row, present, body);
            case PLAIN ->
                    littleEndian(body, present * Double.BYTES)
                            .asDoubleBuffer()
                            .get(values, row, present);
            case BYTE_STREAM_SPLIT -> split(values, row, present, body);
            default -> throw new IOException("The encoding %s is not read.".formatted(encoding));
        }
        if (present < count) {
            spread(values, row, count, present);
        }
    }

    /** How many values are there; which, is in the levels unless all are. */
    private int present(HybridRuns runs, int count) throws IOException {
        if (runs.areOnes(count)) {
            return count;
        }
        runs.read(1, levels, count);
        int present = 0;
        for (int i = 0; i < count; i++) {
            present += levels[i];
        }
        return present;
    }

    private void dictionary(double[] values, int row, int present, int body) throws IOException {
        if (present == 0) {
            return;
        }
        new HybridRuns(page, body + 1, pageEnd).read(page[body], numbers, present);
        try {
            for (int i = 0; i < present; i++) {
                values[row + i] = dictionary[numbers[i]];
            }
        } catch (ArrayIndexOutOfBoundsException e) {
            throw new IOException("A value is not in the dictionary.", e);
        }
    }

    private void split(double[] values, int row, int present, int body) throws IOException {
        if (body + (long) present * Double.BYTES > pageEnd) {
            throw new IOException("A page of split bytes is cut short.");
        }
        for (int i = 0; i < present; i++) {
            long bits = 0;
            for (int b = 0; b < Double.BYTES; b++) {
                bits |= (page[body + b * present + i] & 0xFFL) << (b * Byte.SIZE);
            }
            values[row + i] = Double.longBitsToDouble(bits);
        }
    }

    /** From the end, so that no value is overwritten before it has moved to its row. */
    private void spread(double[] values, int row, int count, int present) {
        int from = present;
        for (int i = count - 1; i >= 0 && from <= i; i--) {
            values[row + i] = levels[i] == 1 ? values[row + --from] : Double.NaN;
        }
    }

    private static <T> T there(@Nullable T part) throws IOException {
        if (part == null) {
            throw new IOException("The head of a page lacks a part.");
        }
        return part;
    }

    private ByteBuffer littleEndian(int from, int length) throws IOException {
        if (from + (long) length > pageEnd) {
            throw new IOException("A page is cut short.");
        }
        return ByteBuffer.wrap(Arrays.copyOfRange(page, from, from + length))
                .order(ByteOrder.LITTLE_ENDIAN);
    }
}
